"""Letters and the night: what is sent, to whom, in which words; what is counted and deleted."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from tests.factories.bookings import NOON, TODAY, a_run, some_keys
from verzahnt.desks.jobs import closing, sending
from verzahnt.kit.mail_folder import MailFolder
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import actions_reminders as reminders
from verzahnt.programme.bookings import queries as places
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.models import FailedTry, OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]


@pytest.fixture
def run(plant: Plant) -> Run:
    return plant(a_run, seats=1)


def test_whoever_left_a_mailbox_gets_a_confirmation_that_names_no_topic(run: Run) -> None:
    _book(run, contact="email:gast@example.org")

    assert sending.send_due(on=TODAY) == 1

    letter = mail.outbox[0]
    said = letter.subject + letter.body
    assert letter.to == ["gast@example.org"]
    assert "Haus am Park, Parkweg 3" in said
    assert [word for word in ("Sanft", "bewegen", "Jobcenter", "Termin", "Einladung") if word in said] == []
    assert _waiting() == []


def test_who_left_no_mailbox_gets_no_letter(run: Run) -> None:
    _book(run, contact="")

    assert (sending.send_due(on=TODAY), mail.outbox, _waiting()) == (0, [], [])


def test_a_place_given_back_is_reminded_of_nothing(run: Run) -> None:
    keys = _book(run, contact="email:gast@example.org")
    with places.holding(keys):
        bookings.withdraw_all(keys=keys, on=TODAY)

    reminders.remind_due(run.starts_on - timedelta(days=1))
    assert (sending.send_due(on=run.starts_on - timedelta(days=1)), mail.outbox, _waiting()) == (0, [], [])


def test_the_reminder_comes_the_week_and_the_day_before(run: Run) -> None:
    _book(run, contact="email:gast@example.org")
    sending.send_due(on=TODAY)

    sent = []
    for days in (8, 7, 6, 1):
        reminders.remind_due(run.starts_on - timedelta(days=days))
        sent.append(sending.send_due(on=run.starts_on - timedelta(days=days)))
    assert sent == [0, 1, 0, 1]
    assert [letter.body.splitlines()[2] for letter in mail.outbox[1:]] == ["Bald geht es los.", "Morgen geht es los."]


def test_who_moves_up_is_told_in_their_language(run: Run) -> None:
    first, second = _book(run), _book(run, contact="email:guest@example.org", language="en", may_wait=True)
    sending.send_due(on=TODAY)
    mail.outbox.clear()
    with places.holding(first):
        bookings.withdraw_all(keys=first, on=TODAY)

    assert sending.send_due(on=TODAY) == 1
    assert mail.outbox[0].to == ["guest@example.org"]
    assert second


def test_a_letter_that_cannot_go_out_waits_and_holds_up_no_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _book(run, contact="email:gast@example.org")
    monkeypatch.setattr(EmailMessage, "send", _broken)
    assert (sending.send_due(on=TODAY), len(_waiting())) == (0, 1)

    monkeypatch.undo()
    assert (sending.send_due(on=TODAY), len(_waiting())) == (1, 0)


def test_a_letter_sent_twice_is_one_file(tmp_path: Path, settings: Settings) -> None:
    settings.MAIL_FOLDER = tmp_path
    letter = EmailMessage("Dienstag", "Guten Tag", to=["gast@example.org"], headers={"Message-ID": "<1@verzahnt>"})
    MailFolder().send_messages([letter])
    MailFolder().send_messages([letter])

    assert [path.name for path in tmp_path.iterdir()] == ["1@verzahnt.eml"]


def test_the_night_leaves_nothing_of_a_list_that_has_closed(plant: Plant) -> None:
    run = plant(a_run, starts_on=TODAY, dates=1)
    _book(run, alias="Blaue Amsel")
    night = TODAY + timedelta(days=15)

    assert set(closing.close_the_day(on=night).values()) == {True}

    with acting_as(PLANTING):
        assert (Place.objects.count(), Particulars.objects.count()) == (0, 0)
        assert not OutboxItem.objects.exclude(place=None).exists()


def test_failed_tries_do_not_outlast_a_day(plant: Plant) -> None:
    plant(FailedTry.objects.create, client="x", what="card", at=NOON - timedelta(hours=23))
    plant(FailedTry.objects.create, client="y", what="card", at=NOON)

    assert limits.forget_old(at=NOON) == 1

    with acting_as(PLANTING):
        assert list(FailedTry.objects.filter(client__in="xy").values_list("client", flat=True)) == ["y"]


def _book(run: Run, *, contact: str = "", language: str = "de", alias: str = "Ruhige Linde",
          may_wait: bool = False) -> tuple[str, ...]:
    keys = some_keys()
    wishes = Wishes(alias=alias, language=language, contact=contact)
    with places.holding(keys):
        bookings.book(run.pk, keys=keys, wishes=wishes, on=TODAY, may_wait=may_wait)
    return keys


def _waiting() -> list[str]:
    with acting_as(PLANTING):
        return sorted(OutboxItem.objects.values_list("kind", flat=True))


def _broken(*_: object, **__: object) -> None:
    raise ConnectionRefusedError
