"""Every table with an end: on the last day its row is there, the night after it is gone. And what has no end stays.

One row of each is planted so that all of them end on the same day. A new table that names an end fails the first test
until somebody has said here how a row of it comes to its end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as SignIn
from django.db import connection, models
from django.test import Client

from tests.factories import agreements, funding, offers, people, training
from tests.factories.bookings import BERLIN, a_provider, a_run
from verzahnt.desks.jobs import closing, keeping_report
from verzahnt.kit.keeping import After, Keeping, NoEnd, With
from verzahnt.kit.roles import acting_as
from verzahnt.programme.agreements.models import Agreement, AgreementDocument
from verzahnt.programme.attendance.models import Guests, LeaderLink, Mark, Tap
from verzahnt.programme.bookings.models import DateSeats, Gone, Notice, Particulars, Place, Stamp
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.evaluation.models import ReleasedAnswers
from verzahnt.programme.feedback.models import OpenQuestion, Remark
from verzahnt.programme.funding.models import Allotment, Commitment
from verzahnt.programme.ledgers.models import Answer, FailedTry, JournalEntry, OpenAnswer, OutboxItem, Tally
from verzahnt.programme.ledgers.roles import KEEPING, PLANTING
from verzahnt.programme.offers import actions_keeping
from verzahnt.programme.offers.models import (
    Approval,
    Inquiry,
    InquiryLink,
    Offer,
    OfferMove,
    OfferText,
    PreparedRun,
    Run,
    Session,
    Upload,
    Word,
)
from verzahnt.programme.offers.states import OfferState, RunState
from verzahnt.programme.people.models import Account, Invitation, Membership
from verzahnt.programme.people.states import Role
from verzahnt.programme.training.models import Certificate

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
Rows = list[models.Model]

LAST = date(2026, 12, 3)  # thirteen months after a Monday
THE_NIGHT_AFTER = LAST + timedelta(days=1)
A_DAY = timedelta(days=1)
KEPT = {model._meta.label: model.keeping for model in apps.get_models()
        if isinstance(getattr(model, "keeping", None), Keeping)}
KNOWN_BY = {"ledgers.OpenAnswer": "token_hash"}  # written anew under fresh numbers; all others by their own number
# Its triggers take rows out of the listing while an offer is changed; words are looked for in it, in a night.
MADE_BY_THE_DATABASE = {"offers.Listing", "offers.Word"}


def has_an_end(label: str) -> bool:
    until = KEPT[label].until
    return has_an_end(until.other) if isinstance(until, With) else not isinstance(until, NoEnd)


def begun(model: type[models.Model]) -> date:
    """The day from which a row of it is kept until the last day, and no longer."""
    kept: Keeping = KEPT[model._meta.label]
    return kept.gone_before(LAST)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BERLIN)


# One row of each

def of_a_list() -> Rows:
    """What ends with the list of a run."""
    run = a_run(starts_on=begun(Place), dates=1)
    session, provider, closes = run.sessions.get(), run.provider_id, closes_on(run.ends_on)
    place = Place.objects.create(run=run, provider=provider, key=uuid4().hex, state=PlaceState.TAKEN,
                                 given_on=run.starts_on, closes_on=closes)
    told = {"run": run.pk, "provider": provider, "key": place.key, "closes_on": closes}
    month = run.ends_on.replace(day=1)
    return [
        place,
        Particulars.objects.create(place=place, month=month, alias=b"sealed", **told),
        Mark.objects.create(session=session, place=place, **told),
        LeaderLink.objects.create(run=run, provider=provider, name="Link 1", link_hash=uuid4().hex, month=month,
                                  mailbox=b"sealed", made_on=run.starts_on, until=closes - A_DAY),
        Notice.objects.create(run=run, provider=provider, kind="room", words="Saal 2", told_on=run.starts_on),
        Gone.objects.create(run=run, booked=1),
        OpenAnswer.objects.create(run=run.pk, token_hash="a" * 64, question="mood", value=2),
        Tap.objects.create(pk=uuid4(), run=run, provider=provider, made_on=begun(Tap)),
        Stamp.objects.create(key=uuid4().hex, month=month, dates=3, until_on=LAST),
    ]


def of_a_run() -> Rows:
    """What goes with a run."""
    run = a_run(starts_on=begun(Run), dates=1, state=RunState.CLOSED)
    session, provider = run.sessions.get(), run.provider_id
    return [
        run, session, run.seats,
        DateSeats.objects.create(session=session, run=run, provider=provider, seats=3, whole=0, waiting_places=2,
                                 is_counted=True),
        Guests.objects.create(session=session, run=run.pk, provider=provider, number=2),
        OpenQuestion.objects.create(run=run, provider=provider),
    ]


def of_an_offer() -> Rows:
    """What goes with an offer that has ended."""
    offer = an_ended_offer(begun(Offer))
    return [
        offer, offer.moves.get(),
        offers.a_text(offer, "title", "en", "Back exercises"),
        Approval.objects.create(offer=offer, provider=offer.provider_id, asked=offer.provider, asked_at=noon(LAST),
                                answer="no", answered_at=noon(LAST), note="Bitte ohne Namen der Kursleitung."),
        PreparedRun.objects.create(offer=offer, provider=offer.provider_id, venue="Haus", postal_code="99974"),
    ]


def an_ended_offer(on: date, **changes: Any) -> Offer:
    facts = {"state": OfferState.ENDED, "first_described_on": on - 90 * A_DAY, "published_on": on - 80 * A_DAY}
    offer = offers.an_offer(f"beendet-{uuid4().hex[:8]}", **facts | changes)
    OfferMove.objects.create(offer=offer, provider=offer.provider_id, before=OfferState.PUBLISHED,
                             after=OfferState.ENDED, at=noon(on))
    return offer


def of_asking_and_tables() -> Rows:
    provider, offer = a_provider(), offers.an_offer("noch-da")
    run = a_run(starts_on=begun(Place) - 100 * A_DAY, dates=1, state=RunState.CLOSED)
    return [
        Inquiry.objects.create(offer=offer, provider=offer.provider_id, opened_on=begun(Inquiry),
                               asked_on=begun(Inquiry), closed_on=begun(Inquiry)),
        InquiryLink.objects.create(provider=provider, link_hash=uuid4().hex, made_at=noon(begun(InquiryLink))),
        Upload.objects.create(provider=provider, uploaded_at=noon(begun(Upload)), file_name="kurse.csv"),
        Remark.objects.create(run=run, provider=run.provider_id, closed_on=begun(Remark), text=b"sealed"),
    ]


def of_staff() -> Rows:
    """Days until which something holds are exclusive: the day before was the last."""
    office = people.a_jobcenter()
    site = people.a_site(office=office)
    left, stays = people.an_account(), people.an_account()
    people.a_membership(stays, office, Role.COUNSELLOR, site=site)
    since = date(2020, 1, 1)
    return [
        left, people.a_membership(left, office, Role.COUNSELLOR, site=site, from_on=since,
                                  until_on=begun(Membership) + A_DAY),
        training.a_certificate(site, office, valid_until=begun(Certificate) + A_DAY, account=stays),
        Invitation.objects.create(email="neu@example.org", organisation=office, role=Role.COUNSELLOR, site=site,
                                  token_hash=uuid4().hex, expires_at=noon(begun(Invitation))),
        WeeklyNumbers.objects.create(site=site, unit=office, units=[office.pk], week=begun(WeeklyNumbers),
                                     conversations=9, handouts=4, is_counted=True),
        JournalEntry.objects.create(at=noon(begun(JournalEntry)), deed="x", object_kind="run", object_id="1"),
        OutboxItem.objects.create(kind="tested", due_on=begun(OutboxItem)),
        FailedTry.objects.create(client="0" * 64, what="tested", at=noon(begun(FailedTry))),
    ]


def of_money_and_papers() -> Rows:
    allotment = funding.an_allotment(people.a_site(), from_on=date(2010, 1, 1), until_on=begun(Allotment) + A_DAY)
    agreement = agreements.an_agreement(agreements.days(date(2010, 1, 1), begun(AgreementDocument)))
    return [
        allotment, a_commitment(allotment),
        AgreementDocument.objects.create(agreement=agreement, site=agreement.for_sites[0], title="Vertrag",
                                         name="v.pdf", media_type="application/pdf", sha256="0" * 64, content=b"%PDF"),
    ]


def a_commitment(allotment: Allotment) -> Commitment:
    return Commitment.objects.create(allotment=allotment, site=allotment.site, payer=allotment.payer, purpose="Kurs",
                                     amount=Decimal(100), promised_on=allotment.from_on)


def one_row_of_each() -> dict[str, models.Model]:
    made = (of_a_list, of_a_run, of_an_offer, of_asking_and_tables, of_staff, of_money_and_papers)
    return {row._meta.label: row for rows in made for row in rows()}


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Path) -> None:
    settings.VERZAHNT_KEYS, settings.MAIL_FOLDER = tmp_path / "keys", tmp_path / "mail"


def there(rows: dict[str, models.Model]) -> set[str]:
    """Which of these rows stand there, read past every wall."""
    with acting_as(PLANTING):
        return {label for label, row in rows.items() for name in [KNOWN_BY.get(label, "pk")]
                if type(row)._default_manager.filter(**{name: getattr(row, name)}).exists()}


def the_night(on: date) -> None:
    assert set(closing.close_the_day(on=on).values()) == {True}


# What ends

def test_every_table_with_an_end_has_a_row_here(plant: Plant) -> None:
    assert {label for label in KEPT if has_an_end(label)} - MADE_BY_THE_DATABASE == set(plant(one_row_of_each))


def test_on_its_last_day_each_row_is_there_and_the_night_after_it_is_gone(plant: Plant) -> None:
    rows = plant(one_row_of_each)
    the_night(LAST)
    assert set(rows) - there(rows) == set(), "too soon"
    the_night(THE_NIGHT_AFTER)
    assert there(rows) == set(), "kept for longer than was said"


def test_the_report_says_beforehand_all_that_goes(plant: Plant) -> None:
    rows = plant(one_row_of_each)
    night = keeping_report.of_the_night(on=THE_NIGHT_AFTER)
    assert night.failed == []
    assert {row._meta.db_table for row in rows.values()} - set(night.rows) == set()
    assert there(rows) == set(rows)


def test_a_night_done_again_deletes_nothing_more(plant: Plant) -> None:
    plant(one_row_of_each)
    the_night(THE_NIGHT_AFTER)
    ours = {model._meta.db_table for model in apps.get_models() if model._meta.label in KEPT}
    assert set(keeping_report.of_the_night(on=THE_NIGHT_AFTER).rows) & ours == set()


def test_keeping_times_are_said_as_they_are_counted() -> None:
    assert str(After("dem Ende", years=5)) == "5 Jahre nach dem Ende"
    assert str(After("Ablauf", years=1, months=1)) == "1 Jahr und 1 Monat nach Ablauf"
    assert str(After("dem Tag", days=14, sooner="bis zum Versand")) == "bis zum Versand, längstens 14 Tage nach dem Tag"
    assert After("dem Ende", years=1).before(date(2028, 2, 29)) == date(2027, 2, 28)
    with pytest.raises(TypeError):
        Keeping("Tatsachen").gone_before(LAST)


# What hangs on it, and what stays

def test_an_offer_stays_as_long_as_its_last_run_and_then_goes_with_everything(plant: Plant) -> None:
    offer = plant(an_ended_offer, begun(Offer) - 700 * A_DAY)
    run = plant(offers.a_run, offer, starts_on=begun(Run), dates=1, state=RunState.CLOSED)
    rows = {"offer": offer, "run": run}
    the_night(LAST)
    assert there(rows) == {"offer", "run"}
    the_night(THE_NIGHT_AFTER)
    assert there(rows) == set()


def test_an_offer_that_goes_on_an_open_run_and_money_in_use_stay(plant: Plant) -> None:
    long_ago = begun(Allotment) - 700 * A_DAY
    allotment = plant(funding.an_allotment, plant(people.a_site), from_on=long_ago, until_on=long_ago + 90 * A_DAY)
    commitment = plant(a_commitment, allotment)
    young = plant(a_run, starts_on=LAST - 30 * A_DAY, commitment=commitment, state=RunState.CLOSED)
    never_ended = plant(offers.an_offer, "alt-und-da", first_described_on=long_ago, published_on=long_ago)
    touched = plant(an_ended_offer, LAST - 90 * A_DAY, first_described_on=long_ago, published_on=long_ago)
    rows = {"allotment": allotment, "commitment": commitment, "run": young, "offer": never_ended, "touched": touched}
    the_night(THE_NIGHT_AFTER)
    assert there(rows) == set(rows)


def test_the_job_cannot_delete_what_is_not_over(plant: Plant) -> None:
    run = plant(a_run, starts_on=begun(Run) - 90 * A_DAY)
    with acting_as(KEEPING), connection.cursor() as cursor:
        cursor.execute("DELETE FROM offers_offer WHERE id = %s", [run.offer_id])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM offers_run WHERE id = %s", [run.pk])
        assert cursor.rowcount == 0


def test_many_go_some_at_a_time(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions_keeping, "AT_A_TIME", 2)
    for _ in range(3):
        plant(a_run, starts_on=begun(Run) - A_DAY, dates=1, state=RunState.CLOSED)
    assert [actions_keeping.delete_due_runs(LAST) for _ in range(2)] == [3, 0]
    with acting_as(PLANTING):
        assert (Run.objects.count(), Session.objects.count()) == (0, 0)


def test_what_was_counted_released_and_agreed_stays(plant: Plant, client: Client) -> None:
    rows = plant(one_row_of_each)
    run, offer = rows["offers.Run"], rows["offers.Offer"]
    facts = plant(lambda: {
        "tally": Tally.objects.create(kind="booked", month=date(2021, 12, 1), total=9, units=1, largest_unit=9),
        "answer": Answer.objects.create(run=run.pk, provider=1, question="mood", value=3),
        "released": ReleasedAnswers.objects.create(provider=1, question="mood", runs=[run.pk], answers=7, face=3,
                                                   released_on=LAST),
        "journal": JournalEntry.objects.create(at=noon(LAST), deed="x", object_kind="run", object_id=str(run.pk)),
        "agreement": rows["agreements.AgreementDocument"].agreement,
        "venue": run.venue,
        "provider": offer.provider,
    })
    the_night(THE_NIGHT_AFTER)
    assert there(facts) == set(facts)
    with acting_as(PLANTING):
        assert Agreement.objects.get().terms.count() == 1
        assert not OfferText.objects.filter(offer=offer.pk).exists()
    assert client.get(f"/angebote/{offer.slug}/").status_code == 404
    for address in ("/angebote/", "/standorte/", "/sitemap.xml"):
        assert client.get(address).status_code == 200


def test_a_word_is_forgotten_once_it_stands_in_no_offer(plant: Plant) -> None:
    offer = plant(offers.an_offer, "quitten", title="Quittengelee kochen", first_described_on=LAST - A_DAY,
                  published_on=LAST - A_DAY, checked_on=LAST - A_DAY)
    plant(offers.an_offer, "kochen", title="Suppe kochen", checked_on=LAST - A_DAY)
    known = Word.objects.filter(word__in=["quittengelee", "kochen", "suppe"]).values_list("word", flat=True)
    the_night(LAST)
    assert plant(lambda: set(known.all())) == {"quittengelee", "kochen", "suppe"}
    plant(Offer.objects.filter(pk=offer.pk).update, state=OfferState.ENDED)
    the_night(THE_NIGHT_AFTER)
    assert plant(lambda: set(known.all())) == {"kochen", "suppe"}


# What libraries keep

def test_a_sign_in_that_ran_out_is_forgotten_and_the_account_of_who_stays_is_not(plant: Plant) -> None:
    for key, ends in (("over", noon(LAST) - A_DAY), ("holds", noon(LAST))):
        plant(SignIn.objects.create, session_key=key, session_data="", expire_date=ends)
    person = plant(people.a_coordinator)
    the_night(LAST)
    with acting_as(PLANTING):
        assert list(SignIn.objects.values_list("session_key", flat=True)) == ["holds"]
        assert Account.objects.filter(pk=person.pk).exists()
