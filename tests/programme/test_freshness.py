"""Offers ask their provider whether they are still right: when, how often, by which link, and what each answer does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from tests.factories import offers as factory
from verzahnt.desks.jobs import sending
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers import actions, fresh
from verzahnt.programme.offers import actions_fresh as deeds
from verzahnt.programme.offers.fresh_models import Inquiry, InquiryLink
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.partners.models import ContactPoint

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
TODAY = NOW.date()
Plant = Callable[..., object]


@pytest.fixture
def offer(plant: Plant) -> Offer:
    """Nobody has looked at it for half a year; its provider has a mailbox."""
    found = plant(factory.an_offer, site=plant(factory.a_site), checked_on=TODAY - timedelta(days=180))
    plant(ContactPoint.objects.create, organisation=found.provider, function="Büro", email="verein@example.org")
    return found


@pytest.fixture
def provider(offer: Offer) -> Actor:
    return Actor("providers", account=1, organisations=(offer.provider_id,))


@pytest.fixture
def coordination(offer: Offer) -> Actor:
    return Actor("coordination", account=2, sites=(offer.site_id,), permissions=frozenset({"offers.approve"}))


def letters() -> list[tuple[str, str]]:
    """What went out since last asked: to whom, and the subject."""
    sending.send_due(on=TODAY + timedelta(days=400))
    sent = [(one.to[0], one.subject) for one in mail.outbox]
    mail.outbox.clear()
    return sent


def asked() -> list[tuple[str, int, str, bool]]:
    with acting_as(PLANTING):
        return [(one.offer.slug, one.times_asked, one.answer, one.closed_on is None)
                for one in Inquiry.objects.select_related("offer").order_by("offer__slug", "opened_on")]


# When


@pytest.mark.parametrize(("days", "due"), [(179, False), (180, True), (400, True), (None, True)])
def test_an_offer_is_asked_about_half_a_year_after_somebody_looked(days: int | None, due: bool, offer: Offer) -> None:
    with acting_as(PLANTING):
        Offer.objects.update(checked_on=None if days is None else TODAY - timedelta(days=days))
    assert deeds.ask_due(TODAY) == due


def test_who_does_not_answer_is_asked_after_two_and_four_weeks_and_then_called() -> None:
    two_weeks, a_week = TODAY - timedelta(days=14), TODAY - timedelta(days=7)
    again = [fresh.is_due_again(times, on, on=TODAY) for times in (1, 2, 3) for on in (a_week, two_weeks)]
    assert again == [False, True, False, True, False, False]
    call = [fresh.needs_a_call(times, on, answer=answer, has_mailbox=True, on=TODAY)
            for times, on, answer in (
                (2, two_weeks, ""), (3, a_week, ""), (3, two_weeks, ""), (1, two_weeks, "changed"))]
    assert call == [False, False, True, True]
    assert fresh.needs_a_call(1, TODAY, answer="", has_mailbox=False, on=TODAY)


def test_one_letter_lists_all_offers_of_a_provider_and_comes_three_times(offer: Offer, plant: Plant) -> None:
    plant(factory.an_offer, "chor", title="Chor", provider=offer.provider, checked_on=None)
    plant(factory.an_offer, "jung", title="Jung", provider=offer.provider, checked_on=TODAY - timedelta(days=9))
    plant(factory.an_offer, "idee", title="Idee", provider=offer.provider, state="idea", checked_on=None)
    sent = []
    for day in range(60):
        deeds.ask_due(TODAY + timedelta(days=day))
        sent += [(day, *letter) for letter in letters()]
    assert sent == [(day, "verein@example.org", "Stimmen Ihre 2 Angebote noch?") for day in (0, 14, 28)]
    assert asked() == [("chor", 3, "", True), ("rueckenkurs", 3, "", True)]


def test_the_letter_is_plain_and_its_link_works_without_an_account(offer: Offer, provider: Actor) -> None:
    deeds.ask_due(TODAY)
    sending.send_due(on=TODAY)
    [letter] = mail.outbox
    token = letter.body.split("/anbieter/stimmt-noch/")[1].split("/")[0]
    assert "- Rückenkurs am Vormittag" in letter.body
    assert "Jobcenter" not in letter.body + letter.subject
    with acting_as(PLANTING):
        [link] = InquiryLink.objects.all()
        assert token not in (link.link_hash, str(link.pk)), "of a link only the hash is kept"
    assert deeds.by_link(token, at=link.made_at).organisations == provider.organisations


def test_nobody_is_written_to_about_what_was_answered_meanwhile(offer: Offer, provider: Actor) -> None:
    deeds.ask_due(TODAY)
    with as_desk("providers", provider):
        actions.confirm_still_right(offer, actor=provider, at=NOW)
    assert letters() == []
    assert deeds.ask_due(TODAY + timedelta(days=14)) == 0
    assert asked() == [("rueckenkurs", 1, "", False)]


def test_without_a_mailbox_no_letter_goes_out(offer: Offer) -> None:
    with acting_as(PLANTING):
        ContactPoint.objects.all().delete()
    deeds.ask_due(TODAY)
    assert letters() == []


# The link


@pytest.fixture
def token(offer: Offer) -> str:
    deeds.ask_due(TODAY)
    with acting_as(PLANTING):
        OutboxItem.objects.all().delete()
        return deeds.link_for(offer.provider_id, at=NOW)


def test_a_link_holds_thirty_days_and_an_invented_one_never(token: str) -> None:
    deeds.by_link(token, at=NOW + timedelta(days=29))
    with pytest.raises(deeds.LinkTooOld):
        deeds.by_link(token, at=NOW + timedelta(days=30))
    with pytest.raises(deeds.LinkUnknown):
        deeds.by_link("erfunden", at=NOW)


def test_an_old_link_brings_a_new_letter_to_the_address_on_file_once_a_day(token: str) -> None:
    later = NOW + timedelta(days=31)
    for _ in range(5):
        with as_desk("providers"):
            deeds.send_again(token, at=later)
    assert letters() == [("verein@example.org", "Stimmt Ihr Angebot noch?")]
    with as_desk("providers"):
        deeds.send_again(token, at=later + timedelta(days=1))
    assert len(letters()) == 1


def test_an_old_link_sends_nothing_when_nothing_is_open(token: str, offer: Offer, provider: Actor) -> None:
    with as_desk("providers", provider):
        actions.confirm_still_right(offer, actor=provider, at=NOW)
    with as_desk("providers"):
        deeds.send_again(token, at=NOW + timedelta(days=31))
    assert letters() == []


# The answers


def the_inquiry() -> Inquiry:
    with acting_as(PLANTING):
        return Inquiry.objects.select_related("offer").get()


def test_still_right_means_looked_at_today(token: str, provider: Actor) -> None:
    with as_desk("providers", provider):
        deeds.still_right(the_inquiry(), actor=provider, at=NOW, link="link-abc")
    assert asked() == [("rueckenkurs", 1, "right", False)]
    assert the_inquiry().offer.checked_on == TODAY
    with acting_as(PLANTING):
        assert JournalEntry.objects.get(deed="answered_by_link").link == "link-abc"
    with as_desk("providers", provider), pytest.raises(deeds.NotAskedAbout):
        deeds.still_right(the_inquiry(), actor=provider, at=NOW)


def test_changed_keeps_asking_until_it_is_described_anew(token: str, offer: Offer, provider: Actor) -> None:
    with as_desk("providers", provider):
        deeds.has_changed(the_inquiry(), note="Neue Uhrzeit", actor=provider, at=NOW)
    assert asked() == [("rueckenkurs", 1, "changed", True)]
    assert deeds.ask_due(TODAY + timedelta(days=14)) == 1
    later = NOW + timedelta(days=15)
    with as_desk("providers", provider):
        offer.refresh_from_db()
        actions.describe(actions.Description.of(offer), actor=provider, at=later, offer=offer)
        assert list(fresh.asked_of(provider)) == []
    assert deeds.ask_due(later.date()) == 0
    assert asked() == [("rueckenkurs", 2, "changed", False)]


def test_ended_ends_the_offer(token: str, provider: Actor) -> None:
    with as_desk("providers", provider):
        deeds.is_over(the_inquiry(), actor=provider, at=NOW)
    assert the_inquiry().offer.state == "ended"
    assert asked() == [("rueckenkurs", 1, "ended", False)]


def test_coordination_calls_or_asks_again_once_a_day(token: str, coordination: Actor) -> None:
    with as_desk("coordination", coordination):
        with pytest.raises(deeds.AskedToday):
            deeds.ask_again(the_inquiry(), actor=coordination, at=NOW)
        deeds.ask_again(the_inquiry(), actor=coordination, at=NOW + timedelta(days=1))
        deeds.still_right(the_inquiry(), actor=coordination, at=NOW + timedelta(days=2), called=True)
    assert asked() == [("rueckenkurs", 2, "right", False)]
    with acting_as(PLANTING):
        assert JournalEntry.objects.filter(deed="called_still_right", account=2).count() == 1


def test_nobody_answers_for_another(token: str, plant: Plant) -> None:
    other = Actor("providers", account=3, organisations=(plant(factory.an_organisation, "anderer").pk,))
    inquiry = the_inquiry()
    with as_desk("providers", other), pytest.raises(deeds.NotAskedAbout):
        deeds.still_right(inquiry, actor=other, at=NOW)
    elsewhere = Actor("coordination", account=4, sites=(plant(factory.a_site, "anderswo").pk,))
    with as_desk("coordination", elsewhere), pytest.raises(deeds.NotAskedAbout):
        deeds.still_right(inquiry, actor=elsewhere, at=NOW, called=True)


def test_answers_go_after_two_years_and_links_after_one(token: str, provider: Actor) -> None:
    with as_desk("providers", provider):
        deeds.is_over(the_inquiry(), actor=provider, at=NOW)
    deeds.delete_due(TODAY + timedelta(days=366))
    with acting_as(PLANTING):
        assert (Inquiry.objects.count(), InquiryLink.objects.count()) == (1, 0)
    deeds.delete_due(TODAY + timedelta(days=732))
    with acting_as(PLANTING):
        assert Inquiry.objects.count() == 0
