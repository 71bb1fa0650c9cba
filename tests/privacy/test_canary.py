"""A canary in every personal field: where it may be read, and that it is gone when its time is over.

The fields are listed from the models: a new one on a table about persons fails the first test until somebody has said
here whether it is sealed, or staff's, or no words at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.db import IntegrityError, connections, models, transaction

from tests.factories.bookings import NOON, TODAY, a_handed_card, a_leader_of, a_provider, a_run
from tests.factories.offers import an_offer
from tests.privacy.looking import (
    a_copy_of_the_database,
    asked,
    dump,
    files_in,
    files_of_the_database,
    found_in,
    letters,
    public_pages,
    servers_log,
    written_ahead,
)
from verzahnt.config.logs import NobodyIsQuoted
from verzahnt.desks.jobs import closing, sending
from verzahnt.kit.keeping import Keeping
from verzahnt.kit.roles import acting_as
from verzahnt.kit.sealed import KeyGone, MonthKeys, NotGenuine
from verzahnt.programme.attendance import actions_links
from verzahnt.programme.attendance.models import LeaderLink
from verzahnt.programme.attendance.queries import mailbox_bound_to
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.models import Particulars
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.bookings.sealing import bound_to, month_keys
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules as card_rules
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks
from verzahnt.programme.feedback.models import Remark
from verzahnt.programme.feedback.queries import bound_to as kept_as
from verzahnt.programme.feedback.queries import while_open
from verzahnt.programme.feedback.rules import month_of_remarks
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import JournalEntry, OpenAnswer
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.incoming_models import Upload
from verzahnt.programme.offers.models import Approval, Run
from verzahnt.programme.offers.states import OfferState
from verzahnt.programme.people.models import Account, Invitation

MAY_HOLD_WORDS = (models.CharField, models.TextField, models.BinaryField, models.JSONField, ArrayField)

# What participants and leaders tell: sealed before it reaches the database.
OF_PARTICULARS = ("alias", "needs", "language", "contact", "contact_for", "call_me")
SEALED = {f"bookings.Particulars.{name}" for name in OF_PARTICULARS} | {
    "attendance.LeaderLink.mailbox", "ledgers.OpenAnswer.remark", "feedback.Remark.text"}
# What staff leave in the clear, until the night in which it is due.
OF_STAFF = {"people.Account.email", "people.Account.name", "people.Account.password", "people.Invitation.email",
            "ledgers.JournalEntry.link", "ledgers.JournalEntry.note", "offers.Upload.file_name", "offers.Upload.head",
            "offers.Upload.rows", "offers.Upload.columns", "offers.Upload.sentences", "offers.Approval.note"}
# Keys, hashes, kinds and numbers: nobody can write words into them.
NO_WORDS = {"bookings.Place.key", "bookings.Place.stamp_key", "bookings.Particulars.key", "bookings.Stamp.key",
            "attendance.Mark.key", "attendance.LeaderLink.name", "attendance.LeaderLink.link_hash",
            "people.Invitation.token_hash", "offers.Approval.link_hash", "offers.OfferMove.desk",
            "ledgers.JournalEntry.deed", "ledgers.JournalEntry.object_kind", "ledgers.JournalEntry.object_id",
            "ledgers.OutboxItem.kind", "ledgers.OutboxItem.subject", "ledgers.OpenAnswer.token_hash",
            "ledgers.OpenAnswer.question"}

PERSONAL = [model for model in apps.get_models()
            if isinstance(getattr(model, "keeping", None), Keeping) and model.keeping.persons]


def canary(field: str) -> str:
    """A word that stands nowhere else, made from the field's name."""
    return "kanarie" + "".join(sign for sign in field.lower() if sign.isalpha())


CONTACT = f"{canary('contact')}@example.org"
MAILBOX = f"{canary('mailbox')}@example.org"
OWN_NUMBER = "4827"
STAFFS = [canary(field) for field in sorted(OF_STAFF)]


def test_every_personal_field_that_may_hold_words_is_known() -> None:
    fields = {f"{model._meta.label}.{field.name}" for model in PERSONAL for field in model._meta.concrete_fields
              if isinstance(field, MAY_HOLD_WORDS) and not field.choices}
    known = SEALED | OF_STAFF | NO_WORDS
    assert fields - known == set(), "say in which of the sets at the top it belongs, and plant a canary in it"
    assert known - fields == set(), "these are gone"


@pytest.fixture
def house(own_database: str, settings: Any, tmp_path: Path) -> Path:
    """Keys and letters in folders of the test's own; everything is committed."""
    settings.VERZAHNT_KEYS, settings.MAIL_FOLDER = tmp_path / "keys", tmp_path / "mail"
    settings.EMAIL_BACKEND = "verzahnt.kit.mail_folder.MailFolder"
    settings.MAIL_FOLDER.mkdir()
    return tmp_path


def test_what_is_told_is_never_in_the_clear_and_in_the_end_nowhere(
        house: Path, plant: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    begun = asked("SELECT pg_current_wal_lsn()::text")
    run, card = plant(a_run, starts_on=TODAY, dates=1, seats=9), a_handed_card()
    keys = card_rules.keys_of(cards.root(card, OWN_NUMBER))
    told = _tell(run, plant(a_run, starts_on=TODAY, dates=1), keys)
    plant(_plant_staff)

    secret = [*told, card.digits, card.grouped]
    assert found_in(files_of_the_database(), STAFFS) == set(STAFFS), "the search would find them"
    assert found_in(written_ahead(str(begun)), STAFFS) == set(STAFFS)
    assert found_in(dump(), STAFFS) == set(STAFFS)
    assert found_in(files_of_the_database(), secret) == set()
    assert found_in(written_ahead(str(begun)), secret) == set()
    assert found_in(dump(), secret) == set()
    assert found_in(public_pages(), [*secret, *STAFFS]) == set()

    sending.send_due(on=TODAY)
    assert found_in(letters(house), [CONTACT, MAILBOX]) == {CONTACT, MAILBOX}
    assert found_in(letters(house), secret) == {canary("contact"), canary("mailbox")}, "it says where it goes, no more"

    sealed = _sealed()
    with transaction.atomic(), as_desk("portal"), queries.holding(keys):
        actions.withdraw_all(keys=keys, on=TODAY)
    assert found_in(dump(), [one.hex() for one in sealed["bookings_particulars"]]) == set(), "gone at once"

    assert set(closing.close_the_day(on=TODAY + timedelta(days=60)).values()) == {True}
    assert _opened() == {canary("remark")}, "parted from its token, words are kept for a year"
    sealed |= {"kept": _sealed()["feedback_remark"]}
    assert found_in(files_of_the_database(), secret) == set()
    assert found_in(written_ahead(str(begun)), secret) == set()
    for years in (3, 6):
        assert set(closing.close_the_day(on=TODAY + timedelta(days=years * 366)).values()) == {True}
    whole = [*secret, *STAFFS, *(one.hex() for rows in sealed.values() for one in rows)]
    assert found_in(dump(), whole) == set()
    assert found_in(files_in(house), whole) == set(), "neither letters nor keys"
    assert found_in([caplog.text.encode(), repr(_cached()).encode()], [*told, card.digits, *STAFFS]) == set()
    assert found_in(public_pages(), whole) == set()


def test_what_waits_for_its_night_is_still_there_the_night_before(house: Path, plant: Callable[..., Any]) -> None:
    """Otherwise the test above would hold for a house that keeps nothing at all."""
    run, card = plant(a_run, starts_on=TODAY, dates=1, seats=9), a_handed_card()
    keys = card_rules.keys_of(cards.root(card, OWN_NUMBER))
    _tell(run, plant(a_run, starts_on=TODAY, dates=1), keys)
    closing.close_the_day(on=TODAY + timedelta(days=14))
    with transaction.atomic(), as_desk("portal"), queries.holding(keys):
        assert {one.wishes.alias for one in queries.held_under(keys)} == {canary("alias")}


def test_without_the_months_key_a_copy_from_before_stays_shut(
        house: Path, plant: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    begun = asked("SELECT pg_current_wal_lsn()::text")
    run, card = plant(a_run, starts_on=TODAY, dates=1, seats=9), a_handed_card()
    keys = card_rules.keys_of(cards.root(card, OWN_NUMBER))
    _tell(run, plant(a_run, starts_on=TODAY, dates=1), keys)
    month_keys().seal("another month", TODAY + timedelta(days=300), bound_to="x")
    key = (house / "keys" / "months" / f"{TODAY:%Y-%m}.key").read_bytes()
    assert found_in(files_in(house), [key]) == {key}, "the search would find it"
    assert len(_opened()) == 8 + len({"de"}), "with the key all of it can be read"
    with a_copy_of_the_database() as into_the_copy:
        connections.close_all()
        closing.close_the_day(on=TODAY + timedelta(days=60))
        into_the_copy()
        assert len(_sealed()["bookings_particulars"]) == 2 * 6, "the copy still holds all that was sealed"
        assert _opened() == set()
        assert _opened(with_other_keys_of=house) == set()
    with pytest.raises(KeyGone):
        month_keys().seal("no new key for that month", TODAY, bound_to="x")
    assert found_in([*files_in(house), caplog.text.encode(), repr(_cached()).encode()], [key]) == set()
    for wherever in (files_of_the_database(), written_ahead(str(begun)), dump()):
        assert found_in(wherever, [key]) == set(), "it was never in the database"


def test_a_statement_that_fails_puts_nobody_into_a_log(house: Path) -> None:
    """By themselves a server's log and Python's would quote what somebody had typed."""
    word = canary("typed")
    with transaction.atomic(), acting_as(PLANTING):
        Account.objects.create(email=word)
    with pytest.raises(IntegrityError) as no, transaction.atomic(), acting_as(PLANTING):
        Account.objects.create(email=word)
    assert word in str(no.value), "it is told to whoever asked"
    servers = b"".join(servers_log())
    assert b"people_account_email" in servers or not servers, "that is where it would be"
    assert word.encode() not in servers
    said = NobodyIsQuoted().formatException((no.type, no.value, no.tb))
    assert "people_account_email" in said
    assert word not in said


# Planting

def _tell(run: Run, other: Run, keys: tuple[str, ...]) -> list[str]:
    """A canary in every sealed field, by the deeds people do; what was told."""
    by_letter = Wishes(canary("alias"), (canary("needs"),), canary("language"), f"email:{CONTACT}", ("reminder",
                       canary("contactfor")))
    by_call = Wishes(canary("alias"), call_me=canary("callme"))
    with transaction.atomic(), as_desk("portal"), queries.holding(keys):
        for one, wishes in ((run, by_letter), (other, by_call)):
            actions.book(one.pk, keys=keys, wishes=wishes, on=TODAY)
    leader = a_leader_of(run)
    with transaction.atomic(), as_desk("providers", leader):
        actions_links.make_link(run.pk, actor=leader, at=NOON, email=MAILBOX)
        actions_remarks.ask_for_words(run, actor=leader, at=NOON)
    with transaction.atomic(), as_desk("portal"):
        for token in feedback.slips(run, 5):
            feedback.answer(token, {"again": 3}, on=TODAY)
        feedback.remark(token, canary("remark"), proof=feedback.proof_of_answer(token), on=TODAY)
    return [canary(name) for name in ("alias", "needs", "language", "contact", "contactfor", "callme", "mailbox",
                                      "remark")]


def _plant_staff() -> None:
    """Rows of staff that are due: a canary in each of their fields."""
    Account.objects.create(**{name: canary(f"people.Account.{name}") for name in ("email", "name", "password")})
    provider = a_provider()
    Invitation.objects.create(email=canary("people.Invitation.email"), organisation=provider, role="provider",
                              token_hash="0" * 64, expires_at=NOON)
    JournalEntry.objects.create(at=NOON, deed="tested", object_kind="run", object_id="1",
                                **{name: canary(f"ledgers.JournalEntry.{name}") for name in ("link", "note")})
    Upload.objects.create(provider=provider, uploaded_at=NOON, file_name=canary("offers.Upload.file_name"),
                          **{name: [canary(f"offers.Upload.{name}")] for name in ("head", "rows", "columns",
                                                                                  "sentences")})
    offer = an_offer("beendet", provider=provider, state=OfferState.ENDED)
    Approval.objects.create(offer=offer, provider=provider.pk, asked=provider, asked_at=NOON, answer="no",
                            answered_at=NOON, note=canary("offers.Approval.note"))


# Looking

def _cached() -> list[object]:
    return [vars(cache) for cache in caches.all(initialized_only=True)]


def _sealed() -> dict[str, list[bytes]]:
    """All that is sealed, as it is stored."""
    with transaction.atomic(), acting_as(PLANTING):
        told = [bytes(value) for row in Particulars.objects.values_list(*OF_PARTICULARS) for value in row]
        return {"bookings_particulars": told,
                "ledgers_openanswer": [bytes(one.remark) for one in OpenAnswer.objects.filter(question="remark")],
                "feedback_remark": [bytes(one) for one in Remark.objects.values_list("text", flat=True)],
                "attendance_leaderlink": [bytes(one) for one in LeaderLink.objects.values_list("mailbox", flat=True)]}


def _opened(with_other_keys_of: Path | None = None) -> set[str]:
    """What can be read of it: with the keys that are there, or with each of them tried for every month."""
    with transaction.atomic(), acting_as(PLANTING):
        texts = [(bytes(getattr(row, name)), row.month, bound_to(row.place_id, name))
                 for row in Particulars.objects.all() for name in OF_PARTICULARS]
        texts += [(bytes(row.mailbox), row.month, mailbox_bound_to(row.pk)) for row in LeaderLink.objects.all()]
        texts += [(bytes(row.remark), row.month, while_open(row.run))
                  for row in OpenAnswer.objects.filter(question="remark")]
        texts += [(bytes(row.text), month_of_remarks(row.closed_on), kept_as(row.pk)) for row in Remark.objects.all()]
        assert texts
    sets = [month_keys()]
    if with_other_keys_of:
        sets = list(_keys_tried(with_other_keys_of, {month for _text, month, _bound in texts}))
    return {text for keys in sets for text in (_open(keys, *sealed) for sealed in texts) if text}


def _keys_tried(house: Path, months: set[date]) -> Iterator[MonthKeys]:
    """Every key that is left, under the name of the months that are wanted."""
    for number, path in enumerate((house / "keys" / "months").glob("*.key")):
        folder = house / f"tried {number}"
        folder.mkdir()
        for month in months:
            (folder / f"{month:%Y-%m}.key").write_bytes(path.read_bytes())
        yield MonthKeys(folder)


def _open(keys: MonthKeys, sealed: bytes, month: date, bound: str) -> str:
    try:
        return keys.open(sealed, month, bound_to=bound)
    except (KeyGone, NotGenuine):
        return ""
