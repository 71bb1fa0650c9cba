"""Sites, organisations and who works together."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories.partners import a_member
from tests.factories.people import a_jobcenter, a_site, an_organisation
from verzahnt.kit.days import KnownDay
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.partners import queries
from verzahnt.programme.partners.models import NetworkMembership
from verzahnt.programme.partners.states import PartnerRole, SiteState

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]


def test_a_network_names_organisations_and_kinds_that_a_source_names(plant: Plant) -> None:
    club = plant(an_organisation)
    site = plant(a_site, office=plant(a_jobcenter))
    plant(a_member, site, club)
    plant(a_member, site, wording="Selbsthilfegruppen", kind_named="self_help")
    with as_desk("portal"):
        named = [(member.organisation, member.wording) for member in queries.network_of(site)]
    assert named == [(club, ""), (None, "Selbsthilfegruppen")]


def test_nobody_is_both_an_organisation_and_a_mere_kind(plant: Plant) -> None:
    site, club = plant(a_site), plant(an_organisation)
    with pytest.raises(IntegrityError, match="network_names_an_organisation_or_a_kind"), transaction.atomic():
        plant(a_member, site, club, kind_named="sports_club")
    with pytest.raises(IntegrityError, match="network_names_an_organisation_or_a_kind"), transaction.atomic():
        plant(a_member, site, None, kind_named="")


def test_those_to_be_won_come_last_and_parts_are_told_apart(plant: Plant) -> None:
    site = plant(a_site)
    plant(a_member, site, wording="Kommunale Träger", is_planned=True)
    companion = plant(an_organisation)
    plant(a_member, site, companion, role=PartnerRole.ACCOMPANYING)
    plant(a_member, site, wording="Vereine")
    with as_desk("portal"):
        in_order = [member.wording or member.organisation.name for member in queries.network_of(site)]
        parts = {part: len(members) for part, members in queries.network_by_part(site).items()}
    assert in_order == [companion.name, "Vereine", "Kommunale Träger"]
    assert parts == {PartnerRole.MEMBER: 2, PartnerRole.ACCOMPANYING: 1}


def test_new_members_are_those_known_to_have_come_since(plant: Plant) -> None:
    site = plant(a_site)
    plant(a_member, site, wording="seit 2024")
    late = plant(a_member, site, wording="seit Mai", joined=KnownDay.month(2026, 5))
    plant(a_member, site, wording="unbekannt", joined=KnownDay.unknown())
    with as_desk("coordination"):
        assert list(queries.newest_members(site, since=date(2026, 1, 1))) == [late]


def test_sites_a_source_merely_names_can_be_left_out(plant: Plant) -> None:
    active = plant(a_site, office=plant(a_jobcenter))
    named = plant(a_site, state=SiteState.NAMED)
    with as_desk("portal"):
        assert {active, named} <= set(queries.sites())
        assert named not in queries.sites(with_named=False)


def test_the_rows_for_what_no_source_names_are_no_partners(plant: Plant) -> None:
    plant(an_organisation, slug="anbieter-nicht-genannt")
    plant(an_organisation, slug="zeitung-nicht-genannt")
    club = plant(an_organisation)
    with as_desk("portal"):
        assert list(queries.organisations()) == [club]


def test_a_site_keeps_its_own_network_and_no_other(plant: Plant) -> None:
    own, other = plant(a_site), plant(a_site)
    actor = Actor("coordination", account=1, sites=(own.pk,))
    with transaction.atomic(), as_desk("coordination", actor):
        a_member(own)
    with pytest.raises(Exception, match="row-level security"), transaction.atomic(), as_desk("coordination", actor):
        a_member(other)
    with as_desk("portal"):
        assert [member.site_id for member in NetworkMembership.objects.filter(site__in=[own, other])] == [own.pk]
