"""An offer's life beside its states: copies, texts in other languages, dates moved and called off, quality."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import bookings as of_bookings
from tests.factories.offers import NOW, TODAY, a_run, a_site, a_text, a_venue, an_offer, an_organisation
from verzahnt.kit.roles import acting_as
from verzahnt.kit.texts import TextState, german_hash
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries as places
from verzahnt.programme.bookings.actions_ending import end_with_the_run
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes, closes_on
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers import (
    actions,
    actions_approval,
    actions_copy,
    actions_run,
    actions_session,
    actions_texts,
    of_provider,
    queries,
    refusals,
)
from verzahnt.programme.offers.actions import Description
from verzahnt.programme.offers.models import Listing, Offer, OfferMove, OfferText, Run, Session, Venue, VenueText
from verzahnt.programme.offers.quality import Criterion, Told, quality
from verzahnt.programme.offers.quality import Place as Where
from verzahnt.programme.offers.states import OfferState, Readers, RunState, readers_of
from verzahnt.programme.offers.translating import progress
from verzahnt.programme.partners.models import Organisation, Site

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]
HOUR = timedelta(hours=1)


@pytest.fixture
def club(plant: Plant) -> Organisation:
    return plant(an_organisation, "nordwind")


@pytest.fixture
def site(plant: Plant) -> Site:
    return plant(a_site)


@pytest.fixture
def offer(plant: Plant, club: Organisation, site: Site) -> Offer:
    return plant(an_offer, provider=club, site=site, what_to_bring="Eine Decke")


@pytest.fixture
def run(plant: Plant, offer: Offer) -> Run:
    return plant(a_run, offer)


def provider(club: Organisation) -> Actor:
    return Actor("providers", account=1, organisations=(club.pk,))


def coordination(site: Site) -> Actor:
    return Actor("coordination", account=2, sites=(site.pk,))


def doing(deed: Callable[..., object], *args: object, actor: Actor, at: datetime = NOW, **told: object) -> object:
    with as_desk(actor.desk, actor):
        return deed(*args, actor=actor, at=at, **told)


def fresh(row: object) -> object:
    with acting_as(PLANTING):
        return type(row).objects.get(pk=row.pk)


def dates_of(run: Run) -> list[Session]:
    with acting_as(PLANTING):
        return list(run.sessions.order_by("starts_at"))


def deeds() -> list[str]:
    with acting_as(PLANTING):
        return list(JournalEntry.objects.order_by("at", "pk").values_list("deed", flat=True))


def book(run: Run) -> Place:
    keys = of_bookings.some_keys()
    with as_desk("portal"), places.holding(keys):
        return bookings.book(run.pk, keys=keys, wishes=Wishes("Linde", (), "de"), on=of_bookings.TODAY)


# Who reads an offer and its texts


@pytest.mark.parametrize(("state", "was_published", "readers"), [
    (OfferState.IDEA, False, Readers.PROVIDER), (OfferState.CONCEPT, False, Readers.ASKED),
    (OfferState.APPROVED, False, Readers.ASKED), (OfferState.PUBLISHED, True, Readers.ALL),
    (OfferState.PAUSED, True, Readers.ALL), (OfferState.ENDED, True, Readers.ALL),
    (OfferState.ENDED, False, Readers.PROVIDER), (OfferState.NAMED, False, Readers.ALL),
])
def test_the_database_and_the_code_say_alike_who_reads_an_offer(
        plant: Plant, club: Organisation, state: str, was_published: bool, readers: str) -> None:
    offer = plant(an_offer, provider=club, state=state, published_on=TODAY if was_published else None)
    assert fresh(offer).readers == readers == readers_of(state, was_published=was_published)


def test_a_text_is_seen_by_whoever_sees_its_offer_at_every_step(plant: Plant, club: Organisation, site: Site) -> None:
    by, asked = provider(club), coordination(site)

    def seen() -> list[str]:
        found = []
        for actor in (by, asked, Actor("portal")):
            with as_desk(actor.desk, actor):
                found += [actor.desk] if OfferText.objects.filter(language="en").exists() else []
        return found

    description = Description(title="Sanft bewegen", kind="course", summary="Leicht.", topics=["bewegung"],
                              telephone="0361 5550123")
    offer = doing(actions.describe, description, actor=by, silence_confirmed=True)
    doing(actions_texts.write_texts, offer, language="en", bodies={"title": "Move gently"}, state="checked", actor=by)
    assert seen() == ["providers"]

    description.site_id = site.pk
    doing(actions.describe, description, offer=offer, actor=by, silence_confirmed=True)
    doing(actions.hand_in, offer, actor=by)
    assert seen() == ["providers", "coordination"]

    with as_desk("coordination", asked):
        actions_approval.say_yes(queries.approvals_asked_of(asked).get(), actor=asked, at=NOW)
    assert seen() == ["providers", "coordination", "portal"]


def test_a_move_says_for_which_organisation_and_in_which_function(plant: Plant, club: Organisation, site: Site) -> None:
    by, office = provider(club), plant(site.offices.get)
    asked = Actor("coordination", account=2, sites=(site.pk,), organisations=(office.pk,))
    offer = doing(actions.describe, Description(title="Sanft", kind="course", summary="Leicht.", topics=["bewegung"],
                                                telephone="0361 5550123", site_id=site.pk),
                  actor=by, silence_confirmed=True)
    doing(actions.hand_in, offer, actor=by)
    with as_desk("coordination", asked):
        actions_approval.say_no(queries.approvals_asked_of(asked).get(), note="Wann?", actor=asked, at=NOW + HOUR)

    with as_desk("providers", by):
        assert [(move.after, move.by_id, move.desk) for move in of_provider.moves_of(offer)] == [
            (OfferState.IDEA, club.pk, "providers"), (OfferState.CONCEPT, club.pk, "providers"),
            (OfferState.IDEA, office.pk, "coordination")]


def test_a_trait_is_not_there_and_denied_at_once(plant: Plant, club: Organisation) -> None:
    with pytest.raises(IntegrityError, match="offer_trait_yes_or_no"), transaction.atomic():
        plant(an_offer, provider=club, traits=["begleitung"], denied_traits=["begleitung"])


# Copies


def test_a_copy_takes_the_description_and_the_texts_but_no_state_no_dates_and_no_confirmation(
        plant: Plant, club: Organisation, offer: Offer, run: Run) -> None:
    tested = plant(a_text, offer, "title", "de-simple", "Rücken-Kurs")
    plant(OfferText.objects.filter(pk=tested.pk).update, state=TextState.TESTED)
    plant(a_text, offer, "summary", "en", "Easy exercises")

    copied = fresh(doing(actions_copy.copy, offer, actor=provider(club)))

    assert Description.of(copied) == Description.of(offer)
    assert (copied.state, copied.published_on, copied.checked_on, copied.silence_confirmed_on) == (
        OfferState.IDEA, None, None, None)
    assert (copied.first_described_on, copied.slug) == (TODAY, "rueckenkurs-am-vormittag")
    with acting_as(PLANTING):
        assert not Run.objects.filter(offer=copied).exists()
        assert list(OfferText.objects.filter(offer=copied).order_by("language").values_list(
            "language", "field", "body", "state", "readers")) == [
            ("de-simple", "title", "Rücken-Kurs", TextState.CHECKED, Readers.PROVIDER),
            ("en", "summary", "Easy exercises", TextState.CHECKED, Readers.PROVIDER)]
        assert OfferMove.objects.filter(offer=copied).count() == 1
    assert fresh(offer).state == OfferState.PUBLISHED


def test_nobody_copies_what_is_anothers(plant: Plant, offer: Offer) -> None:
    stranger = provider(plant(an_organisation, "suedwind"))
    with pytest.raises(refusals.NotYours):
        doing(actions_copy.copy, offer, actor=stranger)


# Texts


def write(offer: Offer, club: Organisation, language: str = "en", *, state: str = "checked",
          still_fits: frozenset[str] = frozenset(), **bodies: str) -> None:
    doing(actions_texts.write_texts, offer, language=language, bodies=bodies, state=state, still_fits=still_fits,
          actor=provider(club))


def texts(offer: Offer, language: str = "en") -> dict[str, OfferText]:
    with acting_as(PLANTING):
        return {text.field: text for text in OfferText.objects.filter(offer=offer, language=language)}


def change_german(offer: Offer, club: Organisation, **changes: object) -> Offer:
    description = Description.of(fresh(offer))
    for name, value in changes.items():
        setattr(description, name, value)
    return doing(actions.describe, description, offer=offer, actor=provider(club))


def test_an_edit_of_the_german_marks_exactly_what_became_out_of_date(
        plant: Plant, club: Organisation, offer: Offer) -> None:
    write(offer, club, title="Back course", summary="Easy exercises.", what_to_bring="A blanket")
    write(offer, club, "ar", title="دورة للظهر")
    offer = change_german(offer, club, summary="Leichte Übungen im Sitzen.")

    german = of_provider.german_of(offer)
    assert progress(german, texts(offer).values()).outdated == ("summary",)
    assert progress(german, texts(offer, "ar").values()).outdated == ()
    assert texts(offer)["summary"].german == "Leichte Übungen für den Rücken."

    write(offer, club, title="Back course", summary="Easy exercises.", what_to_bring="A blanket")
    assert progress(german, texts(offer).values()).outdated == ("summary",), "saved again is not compared"

    write(offer, club, title="Back course", summary="Easy exercises.", what_to_bring="A blanket",
          still_fits=frozenset({"summary"}))
    assert progress(german, texts(offer).values()).outdated == ()
    assert texts(offer)["summary"].german_hash == german_hash("Leichte Übungen im Sitzen.")


def test_a_text_made_empty_goes_and_one_without_german_does_not_come(club: Organisation, offer: Offer) -> None:
    write(offer, club, title="Back course", summary="Easy")
    write(offer, club, title="", summary="Easy")
    assert list(texts(offer)) == ["summary"]
    with pytest.raises(refusals.NoText):
        write(offer, club, cost_note="Nothing")
    with pytest.raises(refusals.TextTooLong):
        write(offer, club, title="x" * 201)
    with pytest.raises(refusals.UnknownLanguage):
        write(offer, club, "de", title="Kurs")
    assert list(texts(offer)) == ["summary"], "nothing half done"


def test_the_least_far_text_says_how_far_a_language_has_come(plant: Plant, offer: Offer) -> None:
    german = of_provider.german_of(offer)
    title = plant(a_text, offer, "title", "en", "Back course")
    assert not progress(german, [title]).is_there, "a name alone is not enough to be shown"
    summary = plant(a_text, offer, "summary", "en", "Easy")
    summary.state = TextState.MACHINE
    come = progress(german, [title, summary])
    assert (come.there, come.of, come.state, come.is_complete) == (2, 3, TextState.MACHINE, False)


def test_the_way_to_a_venue_is_there_in_other_languages_too(plant: Plant, club: Organisation, offer: Offer) -> None:
    venue = plant(a_venue, provider=club, way="Eingang vom Hof.")
    doing(actions_texts.write_way, venue, language="en", body="Through the yard.", state="checked",
          actor=provider(club))
    with as_desk("portal"):
        assert of_provider.ways_in([venue], "en")[venue.pk].body == "Through the yard."
    with pytest.raises(refusals.NotYourVenue):
        doing(actions_texts.write_way, venue, language="en", body="x", state="checked",
              actor=provider(plant(an_organisation, "suedwind")))
    with acting_as(PLANTING):
        assert VenueText.objects.count() == 1


# Dates moved and called off


def test_a_moved_date_remembers_when_it_was_first_to_begin_and_the_run_follows(
        plant: Plant, club: Organisation, run: Run) -> None:
    first = dates_of(run)[0]
    before = first.starts_at
    for days in (-2, -1):
        first = dates_of(run)[0]
        doing(actions_session.move_session, first, starts_at=first.starts_at + timedelta(days=days),
              ends_at=first.ends_at + timedelta(days=days), actor=provider(club))
    moved = dates_of(run)[0]
    assert (moved.moved_from, moved.starts_at, moved.changes) == (before, before - timedelta(days=3), 2)
    assert fresh(run).starts_on == moved.starts_at.date()
    with acting_as(PLANTING):
        assert Listing.objects.get(run=run).starts_on == moved.starts_at.date()


def test_a_date_called_off_stays_to_be_read_and_the_last_one_calls_off_the_run(club: Organisation, run: Run) -> None:
    actor, last = provider(club), dates_of(run)[-1]
    doing(actions_session.cancel_session, last, actor=actor)
    assert [session.is_cancelled for session in dates_of(run)] == [False, False, False, True]
    assert fresh(run).ends_on == dates_of(run)[2].starts_at.date()
    with pytest.raises(refusals.SessionIsOff):
        doing(actions_session.cancel_session, last, actor=actor)

    for session in dates_of(run)[:3]:
        doing(actions_session.cancel_session, session, actor=actor)
    assert fresh(run).state == RunState.CANCELLED
    with acting_as(PLANTING):
        assert not Listing.objects.filter(run=run).exists()
        assert Session.objects.filter(run=run).count() == 4
    with pytest.raises(refusals.RunOver):
        doing(actions_session.add_session, run, starts_at=NOW + 40 * HOUR, ends_at=NOW + 41 * HOUR, actor=actor)


def test_a_run_that_has_begun_ends_with_what_took_place(club: Organisation, run: Run) -> None:
    """It stays open, so that its list is closed and counted as any other."""
    second = dates_of(run)[1].starts_at
    doing(actions_session.cancel_run, run, actor=provider(club), at=second + HOUR)
    assert (fresh(run).state, fresh(run).ends_on) == (RunState.OPEN, second.date())
    assert [session.is_cancelled for session in dates_of(run)] == [False, False, True, True]


def test_a_run_not_yet_begun_is_called_off_as_a_whole(club: Organisation, run: Run) -> None:
    doing(actions_session.cancel_run, run, actor=provider(club))
    assert fresh(run).state == RunState.CANCELLED
    assert all(session.is_cancelled for session in dates_of(run))
    assert deeds()[-1] == "cancel_run"


@pytest.mark.parametrize(("hours", "refused"), [
    (-24 * 400, refusals.InThePast), (0, refusals.SameTime), (7 * 24, refusals.DatesOverlap)])
def test_a_date_moves_only_to_where_it_fits(club: Organisation, run: Run, hours: int, refused: type) -> None:
    first = dates_of(run)[0]
    with pytest.raises(refused):
        doing(actions_session.move_session, first, starts_at=first.starts_at + hours * HOUR,
              ends_at=first.ends_at + hours * HOUR, actor=provider(club))
    assert dates_of(run)[0].starts_at == first.starts_at


def test_a_date_added_where_one_was_called_off_needs_another_time(club: Organisation, run: Run) -> None:
    off = dates_of(run)[1]
    doing(actions_session.cancel_session, off, actor=provider(club))
    with pytest.raises(refusals.TimeOfACancelledOne):
        doing(actions_session.add_session, run, starts_at=off.starts_at, ends_at=off.ends_at, actor=provider(club))
    added = doing(actions_session.add_session, run, starts_at=off.starts_at + HOUR, ends_at=off.ends_at + HOUR,
                  actor=provider(club))
    assert not added.is_cancelled


@pytest.fixture
def run_ahead(plant: Plant, club: Organisation) -> Run:
    """Of real days to come: what persons tell is sealed under keys of months that have not gone by."""
    return plant(of_bookings.a_run, provider=club, dates=4)


def test_where_places_are_taken_no_date_comes_after_the_month_under_whose_key_people_told_who_they_are(
        club: Organisation, run_ahead: Run) -> None:
    last = dates_of(run_ahead)[-1]
    later = {"starts_at": last.starts_at + timedelta(days=32), "ends_at": last.ends_at + timedelta(days=32)}
    place = book(run_ahead)
    month_ends = (run_ahead.ends_on.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    with pytest.raises(refusals.AfterTheListCloses, match=f"{month_ends.day}. .* {month_ends.year}"):
        doing(actions_session.move_session, last, actor=provider(club), at=of_bookings.NOON, **later)
    with as_desk("portal"):
        bookings.withdraw(place.pk, keys=[place.key], on=of_bookings.TODAY)
    doing(actions_session.move_session, last, actor=provider(club), at=of_bookings.NOON, **later)
    assert fresh(run_ahead).ends_on == later["starts_at"].date()


def test_no_place_outlives_a_run_that_ends_sooner(club: Organisation, run_ahead: Run) -> None:
    place = book(run_ahead)
    for session in dates_of(run_ahead)[2:]:
        doing(actions_session.cancel_session, session, actor=provider(club), at=of_bookings.NOON)
    assert fresh(place).closes_on == closes_on(run_ahead.ends_on), "the end it was given"
    with as_desk("providers", provider(club)):
        assert end_with_the_run(run_ahead.pk) == 1
        assert end_with_the_run(run_ahead.pk) == 0
    assert fresh(place).closes_on == closes_on(fresh(run_ahead).ends_on)
    assert fresh(run_ahead).ends_on == run_ahead.ends_on - timedelta(weeks=2)


def test_nobody_touches_anothers_dates(plant: Plant, run: Run) -> None:
    stranger = provider(plant(an_organisation, "suedwind"))
    session = dates_of(run)[0]
    for deed, told in (
        (actions_session.cancel_session, {"session": session}), (actions_session.cancel_run, {"run": run}),
        (actions_session.move_session, {"session": session, "starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR}),
        (actions_session.add_session, {"run": run, "starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR}),
    ):
        with pytest.raises(refusals.NotYourRun):
            doing(deed, actor=stranger, **told)
    assert [session.is_cancelled for session in dates_of(run)] == [False] * 4


# Venues


def test_a_venue_described_anew_moves_its_point_only_with_the_postal_code(plant: Plant, club: Organisation) -> None:
    venue = plant(a_venue, provider=club)
    told = {"name": venue.name, "street": "Weg 2", "town": "", "way": "Vom Hof.", "stop": "Markt", "step_free": "no"}
    doing(actions_run.change_venue, venue, postal_code="99974", actor=provider(club), **told)
    same = fresh(venue)
    assert (same.lat, same.town, same.way, same.step_free, same.toilet) == (
        venue.lat, "Mühlhausen", "Vom Hof.", "no", "not_checked")
    doing(actions_run.change_venue, venue, postal_code="99734", actor=provider(club), **told)
    assert (fresh(venue).kreis, fresh(venue).town) == ("16062", "Nordhausen")
    with pytest.raises(refusals.NotYourVenue):
        doing(actions_run.change_venue, venue, postal_code="99974",
              actor=provider(plant(an_organisation, "suedwind")), **told)
    with acting_as(PLANTING):
        assert Venue.objects.count() == 1


# Quality


def test_quality_is_named_criteria_of_what_can_be_said_now() -> None:
    idea = quality(Told(), on=TODAY)
    assert [one for one, _fulfilled in idea] == [
        Criterion.LEADER, Criterion.BRING, Criterion.HOURS, Criterion.CHILDCARE, Criterion.COMPANION,
        Criterion.IN_SIMPLE, Criterion.IN_ANOTHER]
    assert not any(fulfilled for _one, fulfilled in idea)


def test_every_criterion_can_be_fulfilled_and_a_no_settles_as_a_yes_does() -> None:
    told = Told(
        cost="voucher", certificate="KU-BE-1", led_by="Übungsleiterin", what_to_bring="nichts", telephone_hours="9–12",
        traits=["kind-darf-mit"], denied_traits=["begleitung"], takes_place=True, has_dates=True, checked_on=TODAY,
        places=[Where("Durch den Hof.", "Markt", ("yes", "no", "no"))], texts={"de-simple": True, "en": True})
    assert dict(quality(told, on=TODAY)) == dict.fromkeys(Criterion, True)


def test_a_place_not_checked_and_a_year_gone_by_are_open() -> None:
    told = Told(takes_place=True, checked_on=TODAY - timedelta(days=365), texts={"en": False},
                places=[Where("Hof", "Markt", ("yes", "yes", "yes")), Where("", "", ("yes", "not_checked", "no"))])
    open_ones = {one for one, fulfilled in quality(told, on=TODAY) if not fulfilled}
    assert {Criterion.WAY, Criterion.STOP, Criterion.ACCESS, Criterion.LOOKED_AT, Criterion.UP_TO_DATE,
            Criterion.DATES, Criterion.IN_SIMPLE} <= open_ones


def test_the_criteria_see_the_offer_as_it_is(plant: Plant, club: Organisation, offer: Offer, run: Run) -> None:
    write(offer, club, title="Back course", summary="Easy")
    with as_desk("providers", provider(club)):
        told = of_provider.told(fresh(offer), on=TODAY)
    assert (told.has_dates, told.takes_place, told.texts) == (True, True, {"en": True})
    assert told.places == [Where("", "", ("not_checked",) * 3)]


def test_the_database_moves_texts_with_their_offer_without_any_desk(plant: Plant, offer: Offer) -> None:
    """Also where the offer changes in bare SQL: nobody can forget it."""
    text = plant(a_text, offer, "title", "en", "Back course")
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("UPDATE offers_offer SET state = 'idea' WHERE id = %s", [offer.pk])
    assert fresh(text).readers == Readers.PROVIDER
