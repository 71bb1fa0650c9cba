"""An offer's way from idea to published: who may do what, who must say yes, and what is written down."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tests.factories.offers import NOW, a_site, a_venue, an_offer, an_organisation
from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.kit.roles import acting_as
from verzahnt.programme.agreements.models import Mandate
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.offers import actions, actions_approval, actions_run, queries, refusals, rules
from verzahnt.programme.offers.actions import Description
from verzahnt.programme.offers.models import Approval, Offer, OfferMove, Run
from verzahnt.programme.partners.models import Organisation, Site

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]
LATER = NOW + timedelta(days=3)


@pytest.fixture
def club(plant: Plant) -> Organisation:
    return plant(an_organisation, "nordwind")


@pytest.fixture
def site(plant: Plant) -> Site:
    return plant(a_site)


@pytest.fixture
def lead(plant: Plant, site: Site) -> Organisation:
    organisation = plant(an_organisation, "kasse", kind="insurer")
    plant(Mandate.objects.create, site=site, organisation=organisation,
          runs=Period(KnownDay.day(NOW.date() - timedelta(days=100)), OPEN))
    return organisation


def provider(club: Organisation) -> Actor:
    return Actor("providers", account=1, name="Anbieterin", organisations=(club.pk,))


def coordination(site: Site) -> Actor:
    return Actor("coordination", account=2, name="Koordination", sites=(site.pk,))


def funder(lead: Organisation) -> Actor:
    return Actor("funders", account=3, name="Kasse", organisations=(lead.pk,))


def complete(site: Site, **changes: object) -> Description:
    return Description(**{"title": "Rückenkurs für Ältere", "kind": "course", "summary": "Leichte Übungen.",
                          "topics": ["bewegung"], "telephone": "0361 5550123", "site_id": site.pk, **changes})


def handed_in(club: Organisation, site: Site, **changes: object) -> Offer:
    actor = provider(club)
    with as_desk("providers", actor):
        offer = actions.describe(complete(site, **changes), actor=actor, at=NOW, silence_confirmed=True)
        actions.hand_in(offer, actor=actor, at=NOW)
    return offer


def state_of(offer: Offer, plant: Plant) -> tuple[str, object]:
    return plant(Offer.objects.values_list("state", "published_on").get, pk=offer.pk)


def asked(actor: Actor) -> Approval:
    with as_desk(actor.desk, actor):
        return queries.approvals_asked_of(actor).get()


def test_the_sites_yes_publishes_in_the_same_deed(plant: Plant, club: Organisation, site: Site) -> None:
    offer, actor = handed_in(club, site), coordination(site)
    with as_desk("coordination", actor):
        actions_approval.say_yes(queries.approvals_asked_of(actor).get(), actor=actor, at=LATER)
        assert queries.days_to_publish(queries.visible_to(actor)) == [3]
    assert state_of(offer, plant) == ("published", LATER.date())
    moves = plant(lambda: list(OfferMove.objects.order_by("at", "after").values_list("before", "after", "account")))
    assert sorted(moves) == sorted([("", "idea", 1), ("idea", "concept", 1), ("concept", "approved", 2),
                                    ("approved", "published", 2)])
    assert plant(lambda: sorted(OutboxItem.objects.values_list("kind", flat=True))) == [
        "approval_asked", "offer_published"]
    assert plant(JournalEntry.objects.filter(object_kind="offer", object_id=str(offer.pk)).count) == 4


@pytest.mark.parametrize("first", ["site", "lead"])
def test_where_programme_money_pays_both_must_say_yes(plant: Plant, club: Organisation, site: Site, lead: Organisation,
                                                      first: str) -> None:
    offer = handed_in(club, site, uses_programme_money=True)
    both = [coordination(site), funder(lead)]
    for actor, state in zip(both if first == "site" else both[::-1], ["concept", "published"], strict=True):
        approval = asked(actor)
        with as_desk(actor.desk, actor):
            actions_approval.say_yes(approval, actor=actor, at=LATER)
        assert state_of(offer, plant)[0] == state


def test_a_no_sends_it_back_with_a_reason_and_it_can_be_handed_in_again(plant: Plant, club: Organisation,
                                                                        site: Site) -> None:
    offer, actor = handed_in(club, site), coordination(site)
    with as_desk("coordination", actor):
        approval = queries.approvals_asked_of(actor).get()
        with pytest.raises(refusals.SayWhy):
            actions_approval.say_no(approval, note="  ", actor=actor, at=LATER)
        actions_approval.say_no(approval, note="Bitte mit Kinderbetreuung.", actor=actor, at=LATER)
    with as_desk("providers", provider(club)):
        assert queries.last_no(offer).note == "Bitte mit Kinderbetreuung."
        actions.hand_in(offer, actor=provider(club), at=LATER)
    with as_desk("coordination", actor):
        with pytest.raises(refusals.NotAsked):
            actions_approval.say_yes(approval, actor=actor, at=LATER)
        actions_approval.say_yes(queries.approvals_asked_of(actor).get(), actor=actor, at=LATER)
    assert state_of(offer, plant)[0] == "published"


def test_a_mailed_link_says_yes_once_and_only_its_hash_is_kept(plant: Plant, club: Organisation, site: Site,
                                                              lead: Organisation) -> None:
    offer = handed_in(club, site, uses_programme_money=True)
    approval = plant(Approval.objects.get, offer=offer, is_lead=True)
    with transaction.atomic(), acting_as("sending"):
        token = actions_approval.link_for(approval.pk)
    assert token not in str(plant(Approval.objects.filter(pk=approval.pk).values().get))
    with as_desk("funders"):
        assert actions_approval.by_link(token, at=LATER).offer == offer
        actions_approval.answer_by_link(token, yes=True, at=LATER)
        for again in (token, "erfunden"):
            with pytest.raises(refusals.LinkOver):
                actions_approval.by_link(again, at=LATER)
    assert plant(Approval.objects.values_list("answer", "account").get, pk=approval.pk) == ("yes", None)
    assert plant(JournalEntry.objects.filter(link=f"approval-{approval.pk}").count) == 0  # it moved nothing yet
    actor = coordination(site)
    with as_desk("coordination", actor):
        actions_approval.say_yes(queries.approvals_asked_of(actor).get(), actor=actor, at=LATER)
    assert state_of(offer, plant)[0] == "published"


def test_a_link_ends_after_thirty_days(plant: Plant, club: Organisation, site: Site, lead: Organisation) -> None:
    offer = handed_in(club, site, uses_programme_money=True)
    with transaction.atomic(), acting_as("sending"):
        token = actions_approval.link_for(Approval.objects.get(offer=offer, is_lead=True).pk)
    with as_desk("funders"), pytest.raises(refusals.LinkOver):
        actions_approval.by_link(token, at=NOW + timedelta(days=30))


@pytest.mark.parametrize("changes", [
    {"title": " "}, {"summary": ""}, {"topics": []}, {"telephone": ""}, {"site_id": None}, {"cost": "refunded"},
    {"registration": "website"}])
def test_what_is_missing_is_said_before_anybody_is_asked(club: Organisation, site: Site,
                                                         changes: dict[str, object]) -> None:
    actor = provider(club)
    with as_desk("providers", actor):
        offer = actions.describe(complete(site, **changes), actor=actor, at=NOW, silence_confirmed=True)
        with pytest.raises(refusals.StillMissing) as no:
            actions.hand_in(offer, actor=actor, at=NOW)
    assert len(no.value.missing) == 1


def test_who_reports_cannot_take_cards(club: Organisation, site: Site) -> None:
    actor = provider(club)
    with as_desk("providers", actor), pytest.raises(refusals.NoCardWithReport):
        actions.describe(complete(site, reports_to="Jobcenter"), actor=actor, at=NOW)


def test_cards_need_the_yearly_word_that_nobody_learns_who_comes(plant: Plant, club: Organisation, site: Site) -> None:
    offer = plant(an_offer, provider=club, site=site, silence_confirmed_on=NOW.date() - timedelta(days=365))
    venue, actor = plant(a_venue, provider=club), provider(club)
    times = [(LATER, LATER + timedelta(hours=1))]
    with as_desk("providers", actor):
        with pytest.raises(refusals.SilenceNotConfirmed):
            actions_run.add_run(offer, times=times, seats=8, venue=venue, actor=actor, at=NOW)
        actions.confirm_silence(offer, actor=actor, at=NOW)
        run = actions_run.add_run(offer, times=times, seats=8, venue=venue, actor=actor, at=NOW)
        assert (run.seats.seats, run.site_id, run.starts_on, run.sessions.count()) == (8, site.pk, LATER.date(), 1)


def hours(*starts: int) -> list[tuple[datetime, datetime]]:
    return [(LATER + timedelta(hours=start), LATER + timedelta(hours=start + 2)) for start in starts]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"times": []}, refusals.NoDates),
        ({"times": hours(0, 1)}, refusals.DatesOverlap),
        ({"times": [(LATER, LATER)]}, refusals.DatesOverlap),
        ({"times": hours(-100)}, refusals.InThePast),
        ({"seats": 0}, refusals.NoSeats),
        ({"venue": None}, refusals.SayWhere),
    ],
)
def test_a_run_that_cannot_be_is_refused(plant: Plant, club: Organisation, changes: dict[str, object],
                                         refusal: type[Exception]) -> None:
    offer, actor = plant(an_offer, provider=club), provider(club)
    given = {"times": hours(0), "seats": 8, "venue": plant(a_venue, provider=club)} | changes
    with as_desk("providers", actor), pytest.raises(refusal):
        actions_run.add_run(offer, **given, actor=actor, at=NOW)
    assert plant(Run.objects.count) == 0


def test_an_idea_has_no_run_yet(plant: Plant, club: Organisation) -> None:
    offer, actor = plant(an_offer, provider=club, state="idea", published_on=None), provider(club)
    with as_desk("providers", actor), pytest.raises(refusals.NotYetAgreed):
        actions_run.add_run(offer, times=hours(0), seats=8, online_how="Per Video.", actor=actor, at=NOW)


def test_foreign_offers_stay_foreign(plant: Plant, club: Organisation, site: Site) -> None:
    foreign = plant(an_offer)
    other = plant(a_site, "anderswo", kreis="16061")
    with as_desk("providers", provider(club)):
        for deed in (actions.hand_in, actions.pause, actions.end):
            with pytest.raises(refusals.NotYours):
                deed(foreign, actor=provider(club), at=NOW)
        assert list(queries.visible_to(provider(club))) == []
    handed_in(club, site)
    with as_desk("coordination", coordination(other)):
        assert list(queries.visible_to(coordination(other))) == []


def test_what_was_agreed_upon_stays_and_texts_may_change(plant: Plant, club: Organisation, site: Site) -> None:
    offer, actor = plant(an_offer, provider=club, site=site), provider(club)
    with as_desk("providers", actor):
        wanted = Description.of(offer)
        wanted.summary = "Neu gesagt."
        assert actions.describe(wanted, actor=actor, at=NOW, offer=offer).checked_on == NOW.date()
        wanted.cost = "voucher"
        with pytest.raises(refusals.NeedsANewYes):
            actions.describe(wanted, actor=actor, at=NOW, offer=offer)


def test_while_it_is_read_it_stays_as_it_is_until_taken_back(plant: Plant, club: Organisation, site: Site) -> None:
    offer, actor = handed_in(club, site), provider(club)
    with as_desk("providers", actor):
        with pytest.raises(refusals.BeingRead):
            actions.describe(complete(site, summary="Anders."), actor=actor, at=NOW, offer=offer)
        actions.take_back(offer, actor=actor, at=NOW)
        actions.describe(complete(site, summary="Anders."), actor=actor, at=NOW, offer=offer)
    with as_desk("coordination", coordination(site)):
        assert list(queries.approvals_asked_of(coordination(site))) == []


def test_two_offers_of_one_name_have_two_addresses(plant: Plant, club: Organisation, site: Site) -> None:
    plant(an_offer, "rueckenkurs-fuer-aeltere", state="idea", published_on=None)  # unseen by this provider
    actor = provider(club)
    with as_desk("providers", actor):
        offer = actions.describe(complete(site), actor=actor, at=NOW)
    assert offer.slug == "rueckenkurs-fuer-aeltere-2"


@pytest.mark.parametrize(("before", "deed", "after"), [
    ("published", actions.pause, "paused"), ("paused", actions.resume, "published"), ("paused", actions.end, "ended"),
    ("ended", actions.resume, None), ("idea", actions.pause, None), ("named", actions.end, None)])
def test_offers_move_by_the_table_alone(plant: Plant, club: Organisation, before: str, deed: Callable[..., None],
                                        after: str | None) -> None:
    offer = plant(an_offer, provider=club, state=before)
    with as_desk("providers", provider(club)):
        if after is None:
            with pytest.raises(refusals.WrongMove):
                deed(offer, actor=provider(club), at=NOW)
        else:
            deed(offer, actor=provider(club), at=NOW)
    assert state_of(offer, plant)[0] == (after or before)


def test_silence_holds_for_a_year() -> None:
    on = datetime(2026, 3, 2, tzinfo=UTC).date()
    days = [None, on + timedelta(days=1), on, on - timedelta(days=364), on - timedelta(days=365)]
    assert [rules.silence_holds(day, on=on) for day in days] == [False, False, True, True, False]


@pytest.mark.parametrize("is_invented", [True, False])
def test_what_an_invented_organisation_offers_is_invented_too(plant: Plant, is_invented: bool) -> None:
    provider = plant(an_organisation, is_invented=is_invented)
    actor = Actor("providers", account=1, organisations=(provider.pk,))
    with as_desk("providers", actor):
        offer = actions.describe(Description(title="Sanft bewegen", kind="course"), actor=actor, at=NOW)
    assert offer.is_invented is is_invented
