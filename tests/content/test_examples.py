"""What is invented says so and reaches nobody real; loading again changes nothing and loses nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import override_settings

from verzahnt.content import demo, five_places
from verzahnt.content.entering import day
from verzahnt.desks.parts.languages import KNOWN
from verzahnt.kit.days import KnownDay, Period
from verzahnt.kit.known_days import Precision
from verzahnt.kit.roles import acting_as
from verzahnt.programme.agreements.models import Agreement, Mandate, Signatory, Term
from verzahnt.programme.evaluation.models import Hidden, Release, ReleasedFigure
from verzahnt.programme.funding.models import Allotment, Pot
from verzahnt.programme.offers.models import Approval, Offer, OfferText, Run, Seats, Venue
from verzahnt.programme.offers.states import OfferState, Registration, RunState
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.partners.models import ContactPoint, Organisation, Site
from verzahnt.programme.people.models import Account
from verzahnt.programme.people.queries import actor_for
from verzahnt.programme.reference.models import PostalCode
from verzahnt.programme.training.models import Certificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
REAL = ("kreis-steinfurt", "landkreis-meissen", "mayen-koblenz", "unstrut-hainich-kreis", "berlin-lichtenberg")
FICTION = re.compile(r"030 23125 \d{3}|069 90009 \d{3}|040 66969 \d{3}|0221 4710 \d{3}|089 99998 \d{3}")


@contextmanager
def everything() -> Iterator[None]:
    with transaction.atomic(), acting_as("planting"):
        yield


@pytest.fixture
def today() -> date:
    """The day the template was loaded on: the invented Musterkreis ends five months from it."""
    with everything():
        described = Offer.objects.get(slug="gemeinsam-gehen-musterkreis").first_described_on
    return described + timedelta(days=75)


def site(slug: str) -> Site:
    return partners.site(slug)


# --- what is invented -------------------------------------------------------------------------------------------------


def test_each_place_has_at_least_three_bookable_offers_near_its_own_postal_codes(today: date) -> None:
    with everything():
        found = {}
        for slug in (*REAL, "musterkreis"):
            here = site(slug)
            areas = set(here.kreise.values_list("key", flat=True)) or {"11000"}
            ahead = Offer.objects.filter(
                site=here, state=OfferState.PUBLISHED, registration=Registration.CARD, reports_to="",
                silence_confirmed_on__gt=today - timedelta(days=365), runs__state=RunState.OPEN,
                runs__starts_on__gt=today, runs__venue__kreis__in=areas, runs__seats__taken__lt=F("runs__seats__seats"))
            found[slug] = ahead.distinct().count()
    assert all(number >= 3 for number in found.values()), found


def test_every_invented_thing_says_so_and_can_reach_nobody_real() -> None:
    with everything():
        unmarked = [
            *Offer.objects.exclude(state=OfferState.NAMED).filter(is_invented=False).values_list("slug", flat=True),
            *Run.objects.filter(is_invented=False).values_list("offer__slug", flat=True),
            *Venue.objects.exclude(name__endswith="(Beispiel)").values_list("name", flat=True),
            *Organisation.objects.filter(is_invented=True).exclude(name__contains="(Beispiel)").values_list("name"),
            *Site.objects.filter(is_invented=True).exclude(name__contains="(Beispiel)").values_list("name"),
        ]
        numbers = [one.telephone for one in ContactPoint.objects.exclude(telephone="")] + [
            number for number in Offer.objects.values_list("telephone", flat=True) if number]
        addresses = [*ContactPoint.objects.values_list("email", flat=True),
                     *Account.objects.values_list("email", flat=True)]
        websites = [one.website for one in Organisation.objects.filter(is_invented=True) if one.website]
        contacts_of_real = ContactPoint.objects.filter(organisation__is_invented=False).count()
    assert unmarked == []
    assert [number for number in numbers if number and not FICTION.fullmatch(number)] == []
    assert [address for address in addresses if not address.endswith("@example.org")] == []
    assert [website for website in websites if not website.endswith(".example.org/")] == []
    assert contacts_of_real == 0


def test_no_figure_money_or_agreement_is_invented_for_a_real_office() -> None:
    with everything():
        real = Site.objects.filter(is_invented=False)
        assert Allotment.objects.filter(site__in=real).count() == 0
        assert Pot.objects.filter(payer__is_invented=False).count() == 0
        assert ReleasedFigure.objects.filter(site__in=real.values("pk")).count() == 0
        assert Offer.objects.filter(site__in=real, uses_programme_money=True).count() == 0
        assert Certificate.objects.filter(site__in=real).count() == 0
        assert Agreement.objects.filter(sites__in=real, is_invented=True).count() == 0
        assert Agreement.objects.filter(sites__in=real, source=None).count() == 0
        assert Signatory.objects.exclude(name="").filter(term__agreement__is_invented=True).count() == 0
        assert Mandate.objects.filter(site__in=real, source=None).count() == 0


def test_the_musterkreis_can_be_found_and_is_nowhere(today: date) -> None:
    with everything():
        codes = list(PostalCode.objects.filter(kreis__is_invented=True).values_list("code", flat=True))
        ending = Term.objects.get(agreement__slug="musterkreis-jobcenter-beispielkasse").runs.end
        over = Term.objects.get(agreement__slug="musterkreis-agentur-beispielkasse")
        duty = Offer.objects.select_related("site").exclude(reports_to="").get()
    assert [code[:2] for code in codes] == ["00", "00", "00"]
    months = (ending.latest.year - today.year) * 12 + ending.latest.month - today.month
    assert (months, ending.precision) == (5, Precision.DAY)
    assert over.runs.certainly_over(on=today)
    assert (duty.site.slug, duty.registration, duty.silence_confirmed_on) == ("musterkreis", "telephone", None)


def test_four_quarters_of_the_musterkreis_are_released_with_small_numbers_hidden() -> None:
    with everything():
        musterkreis = site("musterkreis").pk
        per_quarter = [Release.objects.count(), Release.objects.filter(is_invented=True).count()]
        small = ReleasedFigure.objects.filter(site=musterkreis, hidden=Hidden.SMALL, indicator="places_came")
        hidden_topics = set(small.values_list("topic", flat=True))
        betraying = ReleasedFigure.objects.filter(site=musterkreis, hidden=Hidden.BETRAYS).exists()
        shown = ReleasedFigure.objects.filter(site=musterkreis, value__isnull=False, indicator="visits").count()
    assert per_quarter == [4, 4]
    assert {"sucht", "tagesstruktur"} <= hidden_topics
    assert betraying
    assert shown >= 8


def test_bookable_offers_are_told_in_the_languages_of_the_pages_too() -> None:
    with everything():
        bookable = Offer.objects.filter(state=OfferState.PUBLISHED, registration=Registration.CARD)
        told: dict[int, set[tuple[str, str]]] = {offer.pk: set() for offer in bookable}
        for offer, language, field in OfferText.objects.filter(offer__in=bookable).values_list(
                "offer", "language", "field"):
            told[offer].add((language, field))
        languages = [language.code for language in KNOWN if language.code != "de"]
        assert all({(one, "title"), (one, "summary")} <= said for said in told.values() for one in languages)
        for letters, written in (("[\u0600-\u06FF]", ("ar", "fa")), ("[\u0400-\u04FF]", ("uk", "ru"))):
            bodies = OfferText.objects.filter(language__in=written).values_list("body", flat=True)
            assert all(re.search(letters, body) for body in bodies)


def test_published_offers_have_everybodys_yes_and_days_from_idea_to_page() -> None:
    with everything():
        published = Offer.objects.filter(is_invented=True, state=OfferState.PUBLISHED)
        days = sorted({(one.published_on - one.first_described_on).days for one in published})
        asked = {one.slug: set(one.approvals.values_list("is_lead", "answer")) for one in published}
        waiting = set(Approval.objects.filter(answer="").values_list("offer__slug", "is_lead"))
        moves = {one.slug: [move.after for move in one.moves.all()] for one in published}
    assert (days[0], days[-1]) == (2, 20)
    assert len(days) > 8
    assert asked["gemeinsam-gehen-musterkreis"] == {(False, "yes"), (True, "yes")}
    assert asked["gemeinsam-gehen-unstrut-hainich-kreis"] == {(False, "yes")}
    assert waiting == {("yoga-im-sitzen-unstrut-hainich-kreis", False), ("mut-tut-gut-musterkreis", False),
                       ("mut-tut-gut-musterkreis", True)}
    assert set(map(tuple, moves.values())) == {("idea", "concept", "approved", "published")}


def test_demo_accounts_are_functions_that_may_sit_at_their_desk() -> None:
    desks = {"koordination-unstrut-hainich": "coordination", "koordination-musterkreis": "coordination",
             "land-thueringen": "coordination", "anbieter-unstrut-hainich": "providers",
             "anbieter-musterkreis": "providers", "federfuehrung": "funders", "federfuehrung-musterkreis": "funders",
             "fachkraft-musterkreis": "counselling"}
    logins = demo.demo_logins()
    assert [email.removesuffix("@example.org") for _, email, _ in logins] == list(desks)
    with everything():
        for (_, email, password), desk in zip(logins, desks.values(), strict=True):
            account = Account.objects.get(email=email)
            assert account.check_password(password)
            assert "(Vorführung)" in account.name
            assert actor_for(account, chosen=None, desk=desk).permissions


# --- loading ----------------------------------------------------------------------------------------------------------


def test_loading_again_the_same_day_changes_nothing(today: date) -> None:
    before = _dump()
    five_places.load(today)
    assert _dump() == before


def test_loading_says_what_it_does(today: date) -> None:
    lines: list[str] = []
    five_places.load(today, lines.append)
    assert len(lines) == 10
    assert all(any(name in line for line in lines) for name in ("Kreis Steinfurt", "Musterkreis", "Freigaben"))


def test_runs_whose_dates_have_come_lie_ahead_again_and_nothing_booked_is_lost(today: date) -> None:
    later = today + timedelta(days=120)
    with everything():
        booked = Run.objects.get(offer__slug="guter-ruecken-mayen-koblenz")
        Seats.objects.filter(run=booked).update(taken=4)
        before = _sessions(booked)
        runs = Run.objects.count()
    five_places.load(later)
    with everything():
        ahead = Run.objects.filter(offer__slug="guter-ruecken-mayen-koblenz").exclude(pk=booked.pk).get()
        assert (_sessions(booked), booked.seats.taken) == (before, 4)
        assert ahead.starts_on > later
        assert Run.objects.count() == runs + 1  # all others were empty, and moved
        assert Run.objects.exclude(pk=booked.pk).filter(starts_on__lte=later).count() == 0
        stray = [run.pk for run in Run.objects.all() if _sessions(run)[0].date() != run.starts_on]
        assert stray == []


def test_what_a_coordinator_extended_stays_extended(today: date) -> None:
    with everything():
        agreement = Agreement.objects.get(slug="musterkreis-jobcenter-beispielkasse")
        first = agreement.terms.get()
        Term.objects.create(agreement=agreement, for_sites=agreement.for_sites, number=2, kind="extension",
                            runs=Period(KnownDay.unknown(), KnownDay.day(date(2029, 12, 31))))
        ended = first.runs
    five_places.load(today + timedelta(days=30))
    with everything():
        assert [term.runs.end for term in agreement.terms.all()] == [ended.end, KnownDay.day(date(2029, 12, 31))]


def test_outside_the_demonstration_the_load_is_refused_with_a_clear_sentence() -> None:
    before = _dump()
    with override_settings(VERZAHNT_DEMO=False), pytest.raises(CommandError, match="gehören nur in die Vorführung"):
        call_command("load_five_places", verbosity=0)
    assert _dump() == before


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("2024-12-19", KnownDay.day(date(2024, 12, 19))), ("2016-12", KnownDay.month(2016, 12)),
        ("2017", KnownDay.year(2017)), ("end 2021", KnownDay.end_of_year(2021)),
        ("month 9", KnownDay.month_without_year(9)), ("by 2020-01-13", KnownDay.not_later_than(date(2020, 1, 13))),
        ("", KnownDay.unknown()),
    ],
)
def test_the_data_files_tell_days_in_seven_ways(told: str, known: KnownDay) -> None:
    assert day(told) == known


@pytest.mark.parametrize("told", ["bald", "2024-13-01", "end", "by 2020"])
def test_what_is_no_day_is_refused(told: str) -> None:
    with pytest.raises(ValueError):
        day(told)


def _sessions(run: Run) -> list[Any]:
    return [session.starts_at for session in run.sessions.all()]


def _dump() -> dict[str, tuple[int, str]]:
    """Every table of ours with its number of rows and a hash of all of them."""
    with connection.cursor() as cursor, everything():
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
                       "AND relname NOT LIKE 'procrastinate%%' ORDER BY 1")
        dump = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows = sorted(row for (row,) in cursor.fetchall())
            dump[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        return dump
