"""A quarter in which all dates move to the telephone: nobody loses a place, all who can be reached are told, the list
goes on, and in the end seats and figures agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail

from tests.factories import people
from tests.factories.bookings import TODAY, a_run, some_keys
from tests.stories.visitor import Visitor
from verzahnt.desks.jobs import sending
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions_closing
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes, closes_on
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.listing import Listing
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
WEEKS, SEATS = 12, 8
NUMBER = "0361 5550199"


def test_a_quarter_in_which_all_dates_move_to_the_telephone(plant: Callable[..., object]) -> None:
    club = plant(people.an_organisation)
    site = plant(people.a_site, is_invented=True)
    run = plant(a_run, provider=club, starts_on=TODAY, dates=WEEKS, seats=SEATS, site=site,
                offer={"certificate": "ZPP 20260001"})
    account = plant(people.an_account)
    plant(people.a_membership, account, club, Role.PROVIDER)
    office, way = Visitor(), f"/anbieter/durchgaenge/{run.pk}/"
    plant(office.client.force_login, account)

    # Three took a place with a card: one hears by letter, one wants a call, one looks under the card. One rang up.
    keys = {alias: some_keys() for alias in ("Ahorn", "Birke", "Linde")}
    writes = take_a_place(run, keys["Ahorn"], Wishes("Ahorn", contact="email:ahorn@example.org"))
    wants_a_call = take_a_place(run, keys["Birke"], Wishes("Birke", call_me="0361 5550144"))
    looks = take_a_place(run, keys["Linde"], Wishes("Linde"))
    office.open(way)
    office.follow("Jemanden eintragen, der angerufen hat")
    assert "Eingetragen." in office.press("Eintragen", alias="Eiche", call_me="0361 5550155")
    sending.send_due(on=TODAY)
    mail.outbox.clear()

    # The first date is in the room, as planned.
    first, *others = dates_of(run)
    mark(office, run, first, writes, wants_a_call, looks)

    # Then the room is closed for the whole quarter. All dates move in one deed, and it is said before whom it reaches.
    office.open(way + "aendern/")
    said = office.follow("ans Telefon oder online legen")
    for words in ("Fragen Sie vorher die Prüfstelle", "Eine Person bekommt eine Nachricht.", "Birke: 0361 5550144",
                  "Eiche: 0361 5550155", "Eine Person hat nichts hinterlassen."):
        assert words in said
    assert "welche Nummer man wählt" in office.press("Alle Termine dorthin legen", where="telephone")
    assert mail.outbox == []
    assert "finden jetzt dort statt" in office.press("Alle Termine dorthin legen", where="telephone", words=NUMBER)

    # The letter says how; whoever left nothing reads it under the card; nobody else learns the number.
    assert sending.send_due(on=TODAY) == 1
    assert (mail.outbox[0].to, NUMBER in mail.outbox[0].body) == (["ahorn@example.org"], True)
    with as_desk("portal"), queries.holding(keys["Linde"]):
        (held,) = queries.held_under(keys["Linde"])
    assert [(notice.kind, notice.words) for notice in held.notices] == [("telephone", NUMBER)]
    assert (held.run.venue, held.run.online_how) == (
        None, "Am Telefon. Die Nummer bekommen alle, die einen Platz haben.")
    anybody = Visitor()
    page = anybody.open(f"/angebote/{run.offer.slug}/")
    assert ("Am Telefon." in page, "Haus am Park" in page, NUMBER in page) == (True, False, False)
    with as_desk("portal"):
        assert set(Listing.objects.filter(run=run).values_list("is_online", flat=True)) == {True}

    # Whoever has to be called stands on the list with the number, and the list goes on as before.
    listed = office.open(way)
    assert ("0361 5550144" in listed, "0361 5550155" in listed) == (True, True)
    with acting_as(PLANTING):
        rang_up = Place.objects.get(run=run, key=None)
    mark(office, run, first, rang_up)

    # Back into the room for the last dates: told once more, by the next date.
    office.open(way + "ort/")
    with acting_as(PLANTING):
        venue = str(run.venue_id)
    assert "finden jetzt dort statt" in office.press("Alle Termine dorthin legen", where=venue)
    assert sending.send_due(on=TODAY) == 1
    assert "Parkweg 3" in mail.outbox[1].body

    # In the end it was one quarter: as many seats, places and visits as if nothing had moved.
    assert queries.lies() == []
    actions_closing.close_run(run.pk, closes_on(run.ends_on))
    with acting_as(PLANTING):
        counted = dict(Tally.objects.filter(site=site.pk).values_list("kind", "total"))
    assert counted == {"seats_offered": SEATS, "places_booked": 4, "places_came": 4, "visits": 4}
    assert len(others) == WEEKS - 1


def take_a_place(run: Run, keys: tuple[str, ...], wishes: Wishes) -> Place:
    with as_desk("portal"), queries.holding(keys):
        return actions.book(run.pk, keys=keys, wishes=wishes, on=TODAY)


def dates_of(run: Run) -> list[Session]:
    with acting_as(PLANTING):
        return list(run.sessions.order_by("starts_at"))


def mark(office: Visitor, run: Run, session: Session, *places: Place) -> None:
    """One tap each, as the page offers it."""
    for place in places:
        office.open(f"/anbieter/durchgaenge/{run.pk}/?termin={session.pk}")
        number = next(n for n, form in enumerate(form for form in office.forms if form.action.endswith("/da/"))
                      if form.fields["place"].values == [str(place.pk)])
        office.press("war da", nth=number)
