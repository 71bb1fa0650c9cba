"""Somebody leaves: what they held ends at once, and whoever may invite for a role may end it, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import localdate, now

from tests.factories import people as factory
from tests.factories.people import PASSWORD
from tests.stories.visitor import words_of
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.people import actions_leaving as leaving
from verzahnt.programme.people import queries
from verzahnt.programme.people.models import Account, Membership
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
LONG_AGO = localdate() - timedelta(days=400)


@pytest.fixture
def club(plant: Plant) -> Any:
    return plant(factory.an_organisation, name="Verein am Fluss (Beispiel)")


@pytest.fixture
def chair(plant: Plant, club: Any) -> Membership:
    return plant(_member, "vorstand@example.org", club, Role.PROVIDER)


@pytest.fixture
def leader(plant: Plant, club: Any) -> Membership:
    return plant(_member, "leitung@example.org", club, Role.LEADER)


def _member(email: str, organisation: Any, role: str, **more: Any) -> Membership:
    account = factory.an_account(email=email, name=email.split("@")[0].title())
    return factory.a_membership(account, organisation=organisation, role=role, **{"from_on": LONG_AGO, **more})


def signed_in(email: str) -> Client:
    client = Client()
    client.post("/konto/anmelden/", {"login": email, "password": PASSWORD})
    return client


def read(answer: HttpResponse) -> str:
    return words_of(answer.content.decode())


def still_holds(membership: Membership) -> bool:
    with acting_as(PLANTING):
        return queries.memberships_of(membership.account_id, on=localdate()).filter(pk=membership.pk).exists()


def address(membership: Membership) -> str:
    return f"/konto/zugang/{membership.pk}/beenden/"


def test_a_club_ends_what_its_leader_held_and_the_next_click_opens_nothing(chair: Membership,
                                                                           leader: Membership) -> None:
    there = signed_in("leitung@example.org")
    assert there.get("/anbieter/").status_code == 200
    client = signed_in("vorstand@example.org")
    assert address(leader) in client.get("/konto/einladen/").content.decode()
    asked = client.get(address(leader))
    assert "auch keine Listen" in read(asked)
    assert still_holds(leader), "looking ends nothing"
    answer = client.post(address(leader), follow=True)
    assert "Der Zugang von Leitung ist beendet" in read(answer)
    assert not still_holds(leader)
    assert there.get("/anbieter/").status_code == 302, "also where they are signed in just now"
    with acting_as(PLANTING):
        [noted] = JournalEntry.objects.filter(deed="Zugang beendet")
    assert (noted.object_id, noted.organisation, noted.note) == (str(leader.pk), leader.organisation_id, "Kursleitung")
    assert "gibt es nicht mehr" in read(client.post(address(leader), follow=True)), "twice does no harm"


def test_nobody_ends_what_they_could_not_give(plant: Plant, club: Any, chair: Membership, leader: Membership) -> None:
    other = plant(_member, "anderer-verein@example.org", plant(factory.an_organisation), Role.PROVIDER)
    second = plant(_member, "zweiter@example.org", club, Role.PROVIDER)
    for email, wanted in (("anderer-verein@example.org", leader), ("leitung@example.org", chair),
                          ("vorstand@example.org", second), ("vorstand@example.org", other)):
        answer = signed_in(email).post(address(wanted), follow=True)
        assert "gibt es nicht mehr, oder Sie können ihn nicht beenden" in read(answer)
        assert still_holds(wanted)
        assert email == "leitung@example.org" or "leitung@" not in answer.content.decode()
    with as_desk("entrance"):
        actor = queries.actor_for(Account.objects.get(email="leitung@example.org"), chosen=None, desk="providers")
        with pytest.raises(leaving.NotYoursToEnd):
            leaving.end(chair, by=actor, at=now())


def test_one_leaves_by_oneself_but_not_as_the_last_who_answers(plant: Plant, club: Any, chair: Membership,
                                                               leader: Membership) -> None:
    signed_in("leitung@example.org").post(address(leader))
    assert not still_holds(leader)
    last = signed_in("vorstand@example.org")
    assert "die letzte Person" in read(last.post(address(chair), follow=True))
    assert still_holds(chair)
    plant(_member, "zweiter@example.org", club, Role.PROVIDER)
    assert "Ihr Zugang ist beendet" in read(last.post(address(chair), follow=True))
    assert not still_holds(chair)


def test_a_coordination_ends_counsellors_and_partners_of_its_own_site_alone(plant: Plant) -> None:
    office, club = plant(factory.a_jobcenter), plant(factory.an_organisation)
    here, there = plant(factory.a_site, club, office=office), plant(factory.a_site, office=plant(factory.a_jobcenter))
    plant(_member, "koordination@example.org", office, Role.SITE_COORDINATION, site=here)
    partner = plant(_member, "verein@example.org", club, Role.PROVIDER)
    inside = plant(_member, "fachkraft@example.org", office, Role.COUNSELLOR, site=here)
    outside = plant(_member, "woanders@example.org", office, Role.COUNSELLOR, site=there)
    client = signed_in("koordination@example.org")
    shown = client.get("/konto/einladen/").content.decode()
    assert [address(one) in shown for one in (partner, inside, outside)] == [True, True, False]
    for one in (partner, inside, outside):
        client.post(address(one))
    assert [still_holds(one) for one in (partner, inside, outside)] == [False, False, True]


def test_what_was_given_by_mistake_today_is_gone_today(plant: Plant, club: Any, chair: Membership) -> None:
    wrong = plant(_member, "falsch@example.org", club, Role.LEADER, from_on=localdate())
    signed_in("vorstand@example.org").post(address(wrong))
    with acting_as(PLANTING):
        assert not Membership.objects.filter(pk=wrong.pk).exists()


def test_the_operator_ends_any(chair: Membership, leader: Membership) -> None:
    said = StringIO()
    call_command("end_access", "vorstand@example.org", stdout=said)
    assert said.getvalue() == "Beendet: Anbieter, Verein am Fluss (Beispiel)\n"
    assert (still_holds(chair), still_holds(leader)) == (False, True)
    with pytest.raises(CommandError, match="keinen solchen Zugang"):
        call_command("end_access", "vorstand@example.org")
