"""What people with a place are told, and on which way: only what they asked for, and nothing that names a topic."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.desks.jobs import sending
from verzahnt.desks.jobs.letters_places import fitted, is_neutral
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import actions_dates as dates
from verzahnt.programme.bookings import actions_ending as ending
from verzahnt.programme.bookings import actions_reminders as reminders
from verzahnt.programme.bookings import actions_telephone as telephone
from verzahnt.programme.bookings import queries as places
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Session, Venue

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
Phone = Callable[[], list[str]]
A_DAY = timedelta(days=1)
NUMBER = "+4915100000000"


@pytest.fixture
def run(plant: Plant) -> Run:
    return plant(a_run, seats=1)


@pytest.fixture
def phone(tmp_path: Path, settings: Settings) -> Phone:
    """What has come to mobile phones: the texts, oldest file name first."""
    settings.SMS_FOLDER = tmp_path
    return lambda: [path.read_text().partition("\n\n")[2].strip() for path in sorted(tmp_path.glob("*.sms"))]


def test_a_short_message_tells_day_place_and_how_to_give_it_back(run: Run, phone: Phone) -> None:
    _book(run, contact=f"sms:{NUMBER}")

    assert (sending.send_due(on=TODAY), mail.outbox) == (1, [])
    [text] = phone()
    assert text.startswith("Ihr Platz ist reserviert. ")
    assert "10 bis 11:30 Uhr" in text
    assert text.count("/karte/") == 1
    assert len(text) <= 160


def test_whoever_waits_is_not_told_that_they_have_a_place(run: Run) -> None:
    _book(run)
    _book(run, contact="email:gast@example.org", may_wait=True)

    assert sending.send_due(on=TODAY) == 1
    assert "Sie stehen auf der Warteliste." in mail.outbox[0].body


@pytest.mark.parametrize(("wished", "heard"), [(("reminder",), [1, 0]), (("change",), [0, 1])])
def test_a_contact_is_used_just_for_what_it_was_left_for(run: Run, wished: tuple[str, ...], heard: list[int]) -> None:
    _book(run, contact="email:gast@example.org", contact_for=wished)
    sending.send_due(on=TODAY)
    day_before = run.starts_on - A_DAY

    reminders.remind_due(day_before)
    reminded = sending.send_due(on=day_before)
    _cancel(_first(run))
    assert [reminded, sending.send_due(on=TODAY)] == heard


def test_a_letter_already_asked_for_is_not_sent_when_its_purpose_was_taken_back(run: Run) -> None:
    keys = _book(run, contact="email:gast@example.org")
    sending.send_due(on=TODAY)
    _cancel(_first(run))
    place = _place(run)
    with as_desk("portal"), places.holding(keys):
        bookings.change_wishes(place.pk, keys=keys, wishes=Wishes("Linde", contact="email:gast@example.org",
                                                                  contact_for=("reminder",)))
    assert (sending.send_due(on=TODAY), _waiting()) == (0, [])


def test_an_offered_place_says_until_when_and_how_to_say_yes(run: Run, phone: Phone) -> None:
    first = _book(run)
    _book(run, contact=f"sms:{NUMBER}", may_wait=True)
    _ask_for_a_yes(run)
    sending.send_due(on=TODAY)
    before = set(phone())
    _give_back(first)

    assert sending.send_due(on=TODAY) == 1
    [text] = set(phone()) - before
    assert "Möchten Sie ihn?" in text
    assert "/karte/ (" in text
    assert "10 bis 11:30 Uhr" in text
    assert len(text) <= 160


def test_a_place_that_lapsed_is_told_without_blame_and_only_once(run: Run) -> None:
    first = _book(run)
    _book(run, contact="email:gast@example.org", may_wait=True)
    _ask_for_a_yes(run)
    _give_back(first)
    sending.send_due(on=TODAY)
    mail.outbox.clear()

    late = TODAY + timedelta(days=3)
    ending.lapse_due(late)
    assert sending.send_due(on=late) == 1
    assert "Das ist in Ordnung." in mail.outbox[0].body
    assert sending.send_due(on=late) == 0


def test_a_date_called_off_names_the_next_one(run: Run) -> None:
    _book(run, contact="email:gast@example.org")
    sending.send_due(on=TODAY)
    _cancel(_first(run))

    assert sending.send_due(on=TODAY) == 1
    assert "findet leider nicht statt" in mail.outbox[-1].body
    assert "Der nächste ist am" in mail.outbox[-1].body


def test_a_moved_date_tells_the_new_hour_and_reminds_of_it(run: Run) -> None:
    _book(run, contact="email:gast@example.org")
    sending.send_due(on=TODAY)
    session = _first(run)
    later, actor = A_DAY + timedelta(hours=4), a_leader_of(run)
    with as_desk("providers", actor):
        dates.move_session(session.pk, starts_at=session.starts_at + later, ends_at=session.ends_at + later,
                           actor=actor, at=NOON)

    assert sending.send_due(on=TODAY) == 1
    assert "14 bis 15:30 Uhr" in mail.outbox[-1].body
    reminders.remind_due(run.starts_on - A_DAY)
    assert sending.send_due(on=run.starts_on - A_DAY) == 0
    reminders.remind_due(run.starts_on)
    assert sending.send_due(on=run.starts_on) == 1


def test_a_run_called_off_leads_to_what_else_there_is(run: Run) -> None:
    _book(run, contact="email:gast@example.org")
    sending.send_due(on=TODAY)
    actor = a_leader_of(run)
    with as_desk("providers", actor):
        dates.cancel_run(run.pk, actor=actor, at=NOON)

    assert sending.send_due(on=TODAY) == 1
    assert "/angebote/\n" in mail.outbox[-1].body


def test_a_message_to_all_reaches_whoever_has_a_place_once(run: Run, phone: Phone) -> None:
    _book(run, contact=f"sms:{NUMBER}")
    sending.send_due(on=TODAY)
    before = set(phone())
    _tell_all(run, "bring", "ein Handtuch")

    assert [sending.send_due(on=TODAY), sending.send_due(on=TODAY)] == [1, 0]
    [text] = set(phone()) - before
    assert text.startswith("Bitte bringen Sie mit: ein Handtuch (")


def test_a_providers_words_that_name_an_office_or_the_offer_stay_under_the_card(run: Run, plant: Plant) -> None:
    plant(Venue.objects.filter(pk=run.venue_id).update, name="Jobcenter Musterkreis", way="Neben dem Job-Center links")
    _book(run, contact="email:gast@example.org")
    _tell_all(run, "entrance", "Jobcenter, Haus B")
    _tell_all(run, "bring", "Lust auf Sanft bewegen")

    assert sending.send_due(on=TODAY) == 3
    said = "".join(letter.subject + letter.body + letter.from_email for letter in mail.outbox)
    assert [word for word in ("obcenter", "ob-Center", "Sanft", "bewegen") if word in said] == []
    assert "Parkweg 3" in said


def test_every_message_is_neutral_and_none_sounds_like_a_summons(run: Run) -> None:
    first = _book(run)
    _book(run, contact="email:gast@example.org", may_wait=True)
    _give_back(first)
    for kind in (outbox.PLACE_CONFIRMED, outbox.PLACE_PROMOTED, outbox.SESSION_MOVED, outbox.PLACE_REMINDER):
        _post(run, kind, str(_first(run).pk))

    assert sending.send_due(on=TODAY) >= 4
    for letter in mail.outbox:
        said = letter.subject + letter.body
        assert [word for word in ("Sanft", "Jobcenter", "müssen", "Pflicht", "Einladung", "erscheinen", "!")
                if word in said] == []
        assert letter.subject.count(",") == 2  # a weekday, a day, an hour


def test_a_gateway_that_fails_loses_nothing_and_holds_up_no_letter(plant: Plant, settings: Settings) -> None:
    run = plant(a_run, seats=3)
    settings.SMS_FOLDER, settings.SMS_GATEWAY = None, "http://127.0.0.1:9/"  # nobody listens there
    _book(run, contact=f"sms:{NUMBER}")
    _book(run, contact="sms:+4915100000001")
    _book(run, contact="email:gast@example.org")

    assert sending.send_due(on=TODAY) == 1
    assert len(_waiting()) == 2


def test_a_message_sent_again_is_one_file(run: Run, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    _book(run, contact=f"sms:{NUMBER}")
    monkeypatch.setattr(outbox, "done", lambda item: None)  # we die between sending and forgetting
    assert (sending.send_due(on=TODAY), _waiting()) == (1, [outbox.PLACE_CONFIRMED])
    monkeypatch.undo()

    assert sending.send_due(on=TODAY) == 1
    assert len(phone()) == 1


def test_a_letter_nobody_can_write_holds_up_no_other(run: Run, plant: Plant) -> None:
    plant(OutboxItem.objects.create, kind="unheard_of", due_on=TODAY - A_DAY)
    _book(run, contact="email:gast@example.org")

    assert sending.send_due(on=TODAY) == 1
    assert _waiting() == ["unheard_of"]


def test_what_does_not_fit_is_left_out_but_never_the_first_words() -> None:
    assert fitted(("Morgen geht es los.", "x" * 150, "Ja.")) == "Morgen geht es los. Ja."
    assert fitted(("x" * 200, "Ja.")) == "x" * 200


@pytest.mark.parametrize(("words", "neutral"), [
    ("Raum 3, zweiter Stock", True), ("im Job-Center", False), ("JOBCENTER", False), ("Agentur für Arbeit", False)])
def test_words_that_name_an_office_are_found(words: str, neutral: bool) -> None:
    assert is_neutral(words) is neutral


def _book(run: Run, *, contact: str = "", contact_for: tuple[str, ...] = ("reminder", "change"),
          may_wait: bool = False) -> tuple[str, ...]:
    keys = some_keys()
    wishes = Wishes("Ruhige Linde", contact=contact, contact_for=contact_for)
    with as_desk("portal"), places.holding(keys):
        bookings.book(run.pk, keys=keys, wishes=wishes, on=TODAY, may_wait=may_wait)
    return keys


def _give_back(keys: tuple[str, ...]) -> None:
    with as_desk("portal"), places.holding(keys):
        bookings.withdraw_all(keys=keys, on=TODAY)


def _ask_for_a_yes(run: Run) -> None:
    actor = a_leader_of(run)
    with as_desk("providers", actor):
        telephone.set_answer_days(run.pk, 2, actor=actor, at=NOON, on=TODAY)


def _tell_all(run: Run, kind: str, words: str) -> None:
    actor = a_leader_of(run)
    with as_desk("providers", actor):
        dates.tell_all(run.pk, kind=kind, words=words, actor=actor, at=NOON)


def _cancel(session: Session) -> None:
    actor = a_leader_of(Run(provider_id=session.provider))
    with as_desk("providers", actor):
        dates.cancel_session(session.pk, actor=actor, at=NOON)


def _first(run: Run) -> Session:
    with acting_as(PLANTING):
        return Session.objects.filter(run=run, is_cancelled=False).order_by("starts_at")[0]


def _place(run: Run) -> Place:
    with acting_as(PLANTING):
        return Place.objects.get(run=run, state=PlaceState.TAKEN)


def _post(run: Run, kind: str, subject: str) -> None:
    with acting_as(PLANTING):
        place = Place.objects.get(run=run, state=PlaceState.TAKEN)
        OutboxItem.objects.create(kind=kind, place=place.pk, subject=subject, due_on=TODAY)


def _waiting() -> list[str]:
    with acting_as(PLANTING):
        return sorted(OutboxItem.objects.values_list("kind", flat=True))
