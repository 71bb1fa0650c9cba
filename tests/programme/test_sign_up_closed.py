"""A run that takes nobody new: sign-up alone is closed, all else goes on. And seats that become fewer in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.desks.test_providers import Staff
from tests.factories import people
from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, queries, refusals
from verzahnt.programme.bookings import actions_telephone as deeds
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.listing import Listing
from verzahnt.programme.offers.models import Run, Seats
from verzahnt.programme.offers.states import OfferKind

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]


def book(run: Run, alias: str, keys: tuple[str, ...] = (), *, may_wait: bool = False) -> Place:
    keys = keys or some_keys()
    with as_desk("portal"), queries.holding(keys):
        return actions.book(run.pk, keys=keys, wishes=Wishes(alias), on=TODAY, may_wait=may_wait)


def leave(place: Place) -> None:
    with as_desk("portal"), queries.holding([place.key or ""]):
        actions.withdraw(place.pk, keys=[place.key or ""], on=TODAY)


def close(run: Run) -> None:
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        deeds.close_sign_up(run.pk, actor=leader, at=NOON, on=TODAY)


def reopen(run: Run) -> None:
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        deeds.open_sign_up(run.pk, actor=leader, at=NOON, on=TODAY)


def fewer(run: Run, seats: int) -> None:
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        deeds.change_seats(run.pk, seats, actor=leader, at=NOON, on=TODAY, in_time=True)


def stands(run: Run) -> tuple[int, int | None, int, int]:
    with acting_as(PLANTING):
        row = Seats.objects.get(pk=run.pk)
        assert queries.lies() == []
        return row.seats, row.fewer_to, row.taken, row.waiting


def can_be_found(run: Run) -> bool:
    with as_desk("portal"):
        return Listing.objects.filter(run=run, join_until__gte=TODAY).exists()


def test_nobody_new_gets_in_and_whoever_waits_still_moves_up(plant: Plant) -> None:
    run = plant(a_run, seats=1, waiting_places=5)
    first, second = book(run, "Ahorn"), book(run, "Birke", may_wait=True)
    close(run)
    for may_wait in (False, True):
        with pytest.raises(refusals.SignUpClosed):
            book(run, "Linde", may_wait=may_wait)
    leader = a_leader_of(run)
    with as_desk("providers", leader), pytest.raises(refusals.SignUpClosed):
        deeds.book_by_telephone(run.pk, wishes=Wishes("Eiche"), actor=leader, at=NOON, on=TODAY)
    assert stands(run) == (1, None, 1, 1)
    leave(first)
    assert stands(run) == (1, None, 1, 0)
    with acting_as(PLANTING):
        assert Place.objects.get(run=run).pk == second.pk
    reopen(run)
    assert book(run, "Linde", may_wait=True).turn > 0


def test_closing_twice_is_closing_once_and_only_the_own_run(plant: Plant) -> None:
    run, foreign = plant(a_run), plant(a_run)
    close(run)
    close(run)
    reopen(run)
    with acting_as(PLANTING):
        entries = JournalEntry.objects.filter(object_id=str(run.pk)).order_by("at", "id")
        assert sorted(entries.values_list("deed", flat=True)) == ["close_sign_up", "open_sign_up"]
    stranger = a_leader_of(foreign)
    with as_desk("providers", stranger), pytest.raises(refusals.NotYours):
        deeds.close_sign_up(run.pk, actor=stranger, at=NOON, on=TODAY)
    over = plant(a_run, starts_on=TODAY - timedelta(days=30), dates=2)
    with pytest.raises(refusals.RunOver):
        close(over)


@pytest.mark.parametrize("kind", [OfferKind.COURSE, OfferKind.OPEN_MEETING])
def test_it_leaves_the_search_and_comes_back_also_when_its_dates_change(kind: str, plant: Plant) -> None:
    run = plant(a_run, offer={"kind": kind})
    assert can_be_found(run)
    close(run)
    assert not can_be_found(run)
    with acting_as(PLANTING):
        run.sessions.order_by("starts_at").first().delete()
    assert not can_be_found(run)
    reopen(run)
    assert can_be_found(run)


def test_pages_say_it_and_lead_nowhere(plant: Plant, client: Client) -> None:
    run = plant(a_run, offer={"telephone": "0361 5550123"})
    way = f"/angebote/{run.offer.slug}/"
    assert "Platz nehmen" in unescape(client.get(way).content.decode())
    form = unescape(client.get(f"{way}platz/{run.pk}/").content.decode())
    assert "Wunschname" in form or "nennen" in form
    close(run)
    page = unescape(client.get(way).content.decode())
    assert ("Anmeldung geschlossen" in page, "Platz nehmen" in page, "0361 5550123" in page) == (True, False, True)
    for answer in (client.get(f"{way}platz/{run.pk}/"), client.post(f"{way}platz/{run.pk}/", {"wunschname": "Ahorn"})):
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{way}#durchgang-{run.pk}")
    with acting_as(PLANTING):
        assert not Place.objects.filter(run=run).exists()


def test_a_course_that_has_begun_offers_no_button_that_leads_nowhere(plant: Plant, client: Client) -> None:
    run = plant(a_run, starts_on=TODAY - timedelta(days=7), dates=3)
    page = unescape(client.get(f"/angebote/{run.offer.slug}/").content.decode())
    assert ("hat schon begonnen" in page, "Platz nehmen" in page) == (True, False)


def test_the_provider_closes_and_opens_on_the_page_of_its_seats(plant: Plant) -> None:
    club = plant(people.an_organisation)
    run = plant(a_run, provider=club)
    staff, way = Staff(club), f"/anbieter/durchgaenge/{run.pk}/"
    assert "Jemanden eintragen, der angerufen hat" in staff.reads(way)
    page = staff.sends(way + "anmeldung/", deed="close")
    assert "Die Anmeldung ist geschlossen. Wer einen Platz hat, behält ihn" in page
    assert "Anmeldung wieder öffnen" in page
    assert "Jemanden eintragen, der angerufen hat" not in staff.reads(way)
    assert "Dann öffnen Sie sie unter" in staff.sends(way + "eintragen/", alias="Eiche")
    assert "Die Anmeldung ist wieder offen." in staff.sends(way + "anmeldung/", deed="open")
    assert "Eingetragen." in staff.sends(way + "eintragen/", alias="Eiche")
    copied = staff.reads(f"/anbieter/angebote/{run.offer.slug}/durchgang/?wie={run.pk}")
    assert "geschlossen" not in copied


def test_fewer_seats_in_time_take_nobodys_place(plant: Plant) -> None:
    run = plant(a_run, seats=4, waiting_places=5)
    places = [book(run, alias) for alias in ("Ahorn", "Birke", "Linde", "Eiche")]
    book(run, "Esche", may_wait=True)
    fewer(run, 2)
    assert stands(run) == (4, 2, 4, 1)
    leave(places[0])
    assert stands(run) == (3, 2, 3, 1)
    leave(places[1])
    assert stands(run) == (2, None, 2, 1)
    leave(places[2])
    assert stands(run) == (2, None, 2, 0)


def test_the_no_to_fewer_seats_offers_to_wait(plant: Plant) -> None:
    club = plant(people.an_organisation)
    run = plant(a_run, provider=club, seats=5)
    for alias in ("Ahorn", "Birke", "Linde"):
        book(run, alias)
    staff, way = Staff(club), f"/anbieter/durchgaenge/{run.pk}/plaetze/"
    no = staff.sends(way, seats=2, waiting_places=2)
    assert "Es sind schon 3 Plätze vergeben. Niemand verliert seinen Platz." in no
    assert "Warten: weniger, sobald Plätze zurückkommen" in no
    assert stands(run) == (5, None, 3, 0)
    assert "Es werden 2 Plätze" in staff.sends(way, seats=2, waiting_places=2, in_time="1")
    assert stands(run) == (3, 2, 3, 0)
    staff.sends(way, seats=4, waiting_places=2)
    assert stands(run) == (4, None, 3, 0)
