"""History, statements and press: told in order, each with its source."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories.chronicle import a_phase, a_source, a_statement
from tests.factories.people import a_site, an_organisation
from verzahnt.kit.days import KnownDay
from verzahnt.programme.chronicle import queries
from verzahnt.programme.chronicle.models import Statement
from verzahnt.programme.chronicle.states import Theme
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.press import queries as press
from verzahnt.programme.press.models import PressRelease
from verzahnt.programme.reference.models import Land

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]


def test_history_is_told_from_its_beginning_the_broader_word_first(plant: Plant) -> None:
    told = [KnownDay.year(2023), KnownDay.month(2014, 6), KnownDay.year(2014), KnownDay.day(date(2023, 1, 1)),
            KnownDay.unknown()]
    for begins in told:
        plant(a_phase, begins)
    with as_desk("overview"):
        assert [phase.begins for phase in queries.phases()] == [told[2], told[1], told[0], told[3], told[4]]


def test_statements_of_site_land_and_programme_do_not_mix(plant: Plant) -> None:
    site, saxony = plant(a_site), plant(lambda: Land.objects.get(name="Sachsen"))
    of_site, of_land, of_all = (plant(a_statement, site=site), plant(a_statement, land=saxony), plant(a_statement))
    with as_desk("portal"):
        assert queries.statements_of(site) == [of_site]
        assert queries.statements_of_land(saxony) == [of_land]
        assert queries.statements_of_laender() == [of_land]
        assert queries.statements_of_programme() == [of_all]


def test_statements_stand_by_theme_in_the_order_of_the_day_they_are_true_for(plant: Plant) -> None:
    site = plant(a_site)
    late = plant(a_statement, site=site, theme=Theme.MONEY, as_of=KnownDay.year(2024))
    undated = plant(a_statement, site=site, theme=Theme.MONEY, as_of=KnownDay.unknown())
    early = plant(a_statement, site=site, theme=Theme.MONEY, as_of=KnownDay.month(2019, 2))
    aim = plant(a_statement, site=site, theme=Theme.AIM)
    with as_desk("portal"):
        grouped = queries.by_theme(queries.statements_of(site))
    assert list(grouped.items()) == [(Theme.AIM, [aim]), (Theme.MONEY, [early, late, undated])]


def test_no_statement_without_a_source(plant: Plant) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        plant(lambda: Statement.objects.create(slug="ohne", theme=Theme.AIM, sentence="…", says="…", source=None))


def test_press_releases_stand_newest_first_and_know_their_neighbours(plant: Plant) -> None:
    publisher = plant(an_organisation)

    def released(slug: str, published: KnownDay) -> PressRelease:
        return PressRelease.objects.create(slug=slug, kind="release", title=slug, published=published, summary="…",
                                           publisher=publisher, source=a_source())

    old, new = plant(released, "alt", KnownDay.year(2019)), plant(released, "neu", KnownDay.day(date(2024, 12, 19)))
    undated = plant(released, "ohne-tag", KnownDay.unknown())
    with as_desk("portal"):
        assert press.releases() == [new, old, undated]
        assert [press.neighbours(one) for one in (new, old, undated)] == [(old, None), (undated, new), (None, old)]
