"""When offers take place: what the listing knows of weekdays and hours, and what a search makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests.factories.offers import TODAY, a_run, a_run_at, a_text, a_venue, an_offer, an_organisation
from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers import ranking_sql, rules, search, search_sql
from verzahnt.programme.offers.listing import Listing
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.week import Week, week_of
from verzahnt.programme.reference.queries import locate

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
MO, TU, WE, TH, FR, SA, SU = (1 << number for number in range(7))
MONDAY = date(2026, 3, 9)


def ask(address: str) -> search.Results:
    with as_desk("portal"):
        return search.find(Question.from_address(QueryDict(f"ort=99974&{address}")), today=TODAY)


def slugs(address: str) -> list[str]:
    return sorted(hit.slug for hit in ask(address).hits)


def times() -> list[tuple[int, int, int, int]]:
    """Of every row: its weekdays, and the full hours in which dates begin and end."""
    with as_desk("portal"):
        rows = list(Listing.objects.order_by("id").values_list("weekdays", "begins_first", "begins_last", "ends_last"))
    return [(days, first // 60, last // 60, -(-end // 60)) for days, first, last, end in rows]


def the_week(address: str = "", *, monday: date = MONDAY, today: date = TODAY, reads: str = "de") -> Week:
    with as_desk("portal"):
        question = Question.from_address(QueryDict(f"ort=99974&{address}"), reads=reads)
        look = search.find(question, today=today).look
        assert look is not None
        return week_of(look, monday=monday)


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=BERLIN)


# The listing

def test_a_series_is_one_row_with_all_its_days_and_the_hours_around_them(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer), "2026-03-10 10:00-11:30", "2026-03-12 14:00-15:00", "2026-03-17 10:00-11:30")
    assert times() == [(TU | TH, 10, 14, 15)]


def test_where_one_may_come_any_time_each_weekly_time_is_a_row(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, kind="open_meeting"), "2026-03-10 10:00-11:00", "2026-03-12 14:00-15:00",
          "2026-03-17 10:00-11:00")
    assert times() == [(TU, 10, 10, 11), (TH, 14, 14, 15)]


def test_hours_are_those_of_berlin_on_both_sides_of_a_clock_change(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, kind="open_meeting"), "2026-03-24 10:00-11:00", "2026-03-31 10:00-11:00")
    assert times() == [(TU, 10, 10, 11)]


def test_a_date_that_is_cancelled_moved_or_gone_changes_the_row_in_the_same_deed(plant: Plant) -> None:
    run = plant(a_run_at, plant(an_offer), "2026-03-10 10:00-11:00", "2026-03-12 14:00-15:00")
    thursday = Session.objects.filter(run=run, starts_at=at("2026-03-12 14:00"))
    plant(thursday.update, is_cancelled=True)
    assert times() == [(TU, 10, 10, 11)]
    plant(thursday.update, is_cancelled=False, starts_at=at("2026-03-13 16:00"), ends_at=at("2026-03-13 17:00"))
    assert times() == [(TU | FR, 10, 16, 17)]
    plant(Session.objects.filter(run=run, starts_at=at("2026-03-13 16:00")).delete)
    assert times() == [(TU, 10, 10, 11)]


def test_rows_of_an_open_meeting_come_and_go_with_its_times(plant: Plant) -> None:
    offer = plant(an_offer, kind="open_meeting")
    run = plant(a_run_at, offer, "2026-03-10 10:00-11:00")
    plant(Session.objects.create, run=run, provider=offer.provider_id, starts_at=at("2026-03-11 18:00"),
          ends_at=at("2026-03-11 19:00"))
    assert times() == [(TU, 10, 10, 11), (WE, 18, 18, 19)]
    plant(Run.objects.filter(pk=run.pk).update, band="few")
    with as_desk("portal"):
        assert list(Listing.objects.values_list("band", flat=True)) == ["few", "few"]
    plant(Session.objects.filter(run=run).update, is_cancelled=True)
    assert times() == [(0, 0, 0, 0)]


def test_a_weekly_time_that_is_over_is_found_no_more(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, kind="open_meeting"), "2026-02-23 10:00-11:00", "2026-03-10 10:00-11:00",
          "2026-03-17 10:00-11:00")
    assert (slugs("tag=mo"), slugs("tag=di")) == ([], ["rueckenkurs"])


# Days and hours

@pytest.mark.parametrize(("address", "found"), [
    ("", ["dienstags", "mittags", "telefonisch", "treff", "zweimal"]),
    ("tag=di", ["dienstags"]),
    ("tag=do", ["treff"]),
    ("tag=di&tag=do", ["dienstags", "treff", "zweimal"]),
    ("tag=di&tag=do&zeit=9-13", ["dienstags"]),
    ("zeit=9-12", ["dienstags"]),
    ("zeit=11-12", []),
    ("zeit=vormittags", ["dienstags", "mittags"]),  # begins then
    ("zeit=schulzeit", ["dienstags", "mittags"]),
    ("zeit=nachmittags", ["treff"]),
    ("zeit=abends", ["treff"]),
    ("tag=fr&zeit=nachmittags", []),
    ("tag=sa&zeit=schulzeit", []),
])
def test_all_dates_of_a_series_must_fit_or_one_of_a_meeting(plant: Plant, address: str, found: list[str]) -> None:
    club = plant(an_organisation, "nordwind", lat=51.2, lon=10.45)
    plant(an_offer, "telefonisch", provider=club)
    plant(a_run_at, plant(an_offer, "dienstags"), "2026-03-10 10:00-11:30", "2026-03-17 10:00-11:30")
    plant(a_run_at, plant(an_offer, "zweimal"), "2026-03-10 10:00-11:30", "2026-03-12 14:00-15:30")
    plant(a_run_at, plant(an_offer, "mittags"), "2026-03-11 11:30-12:30")
    plant(a_run_at, plant(an_offer, "treff", kind="open_meeting"), "2026-03-12 14:00-15:30", "2026-03-13 20:00-22:00")
    assert slugs(address) == found


@pytest.mark.parametrize(("weeks", "found"), [
    (1, ["bald", "monatlich"]), (2, ["bald", "monatlich", "naechste-woche"]),
    (8, ["bald", "monatlich", "naechste-woche", "spaeter"])])
def test_it_begins_within_some_weeks_or_takes_place_again(plant: Plant, weeks: int, found: list[str]) -> None:
    plant(a_run, plant(an_offer, "bald"), starts_on=TODAY + timedelta(days=7))
    plant(a_run, plant(an_offer, "naechste-woche"), starts_on=TODAY + timedelta(days=8))
    plant(a_run, plant(an_offer, "spaeter"), starts_on=TODAY + timedelta(days=40))
    plant(a_run_at, plant(an_offer, "monatlich", kind="open_meeting"), "2026-02-04 10:00-11:00",
          "2026-03-04 10:00-11:00", "2026-04-01 10:00-11:00")
    assert slugs(f"wochen={weeks}") == found


def test_the_next_date_counts_and_not_one_long_ago(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, kind="open_meeting"), "2026-02-03 10:00-11:00", "2026-03-31 10:00-11:00")
    assert (slugs("wochen=2"), slugs("wochen=8")) == ([], ["rueckenkurs"])


def test_free_means_a_place_or_nothing_to_book(plant: Plant) -> None:
    for band in ("free", "few", "waiting"):
        plant(a_run, plant(an_offer, band), band=band)
    plant(a_run, plant(an_offer, "einfach-hingehen", registration="none"), band="waiting")
    found = ask("frei=1")
    assert sorted(hit.slug for hit in found.hits) == ["einfach-hingehen", "few", "free"]
    assert (found.counts["free"], ask("").counts["free"]) == ({"1": 3}, {"1": 3})


def test_my_kreis_ends_at_its_border_and_what_is_online_stays(plant: Plant) -> None:
    plant(a_run, plant(an_offer, "hier"))
    plant(a_run, plant(an_offer, "nah-und-anderswo"), venue=plant(a_venue, kreis="16061"))
    plant(a_run, plant(an_offer, "zu-hause"), online_how="Per Video.")
    assert slugs("umkreis=kreis") == ["hier", "zu-hause"]
    assert slugs("umkreis=5") == ["hier", "nah-und-anderswo", "zu-hause"]


def test_the_card_tells_the_dates_at_the_time_asked_for(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, kind="open_meeting"), "2026-03-03 10:00-11:00", "2026-03-05 14:00-15:00",
          "2026-03-10 10:00-11:00")
    [hit] = ask("tag=do").hits
    assert hit.dates is not None
    assert (hit.dates.starts_at, hit.dates.left) == (at("2026-03-05 14:00"), 1)
    assert (rules.Reason.MY_TIME, "") in hit.reasons


# What to try next

def test_another_day_and_the_waiting_list_are_offered(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, "dienstags", topics=["stress"]), "2026-03-10 10:00-11:30", band="waiting")
    by_day = {one.kind: (one.count, one.hit.slug, one.question) for one in ask("tag=fr&thema=stress").next_best}
    assert by_day["other_day"] == (1, "dienstags", by_day["other_day"][2])
    assert (by_day["other_day"][2].days, by_day["other_day"][2].topic) == ((), "stress")
    assert "waiting" not in by_day
    by_place = {one.kind: one.hit.band for one in ask("tag=di&frei=1").next_best}
    assert by_place["waiting"] == "waiting"


# A week

def test_a_week_shows_the_dates_of_what_fits_by_day_and_time(plant: Plant) -> None:
    course = plant(an_offer, "kurs")
    plant(a_run_at, course, "2026-03-10 10:00-11:30", "2026-03-11 08:00-09:00", "2026-03-17 10:00-11:30")
    plant(a_run_at, plant(an_offer, "treff", kind="open_meeting"), "2026-03-02 09:00-10:00", "2026-03-09 09:00-10:00",
          "2026-03-11 18:00-19:00")
    plant(a_run_at, plant(an_offer, "begonnen"), "2026-02-24 10:00-11:30", "2026-03-10 10:00-11:30")
    plant(a_text, course, "title", "en", "Back class")
    week = the_week()
    assert [(one.starts_at, one.hit.slug) for one in week.happenings] == [
        (at("2026-03-09 09:00"), "treff"), (at("2026-03-10 10:00"), "kurs"), (at("2026-03-11 08:00"), "kurs"),
        (at("2026-03-11 18:00"), "treff")]
    assert [len(dates) for _, dates in week.days] == [1, 1, 2, 0, 0, 0, 0]
    assert [one.hit.slug for one in the_week("tag=mo&art=treff").happenings] == ["treff"]
    assert {one.hit.title.body for one in the_week("art=kurs", reads="en").happenings} == {"Back class"}


def cancelled(plant: Plant, *dates: str) -> None:
    plant(Session.objects.filter(starts_at__in=[at(one) for one in dates]).update, is_cancelled=True)


def shown(week: Week) -> list[tuple[datetime, bool]]:
    return [(one.starts_at, one.is_cancelled) for one in week.happenings]


def test_past_dates_of_a_week_are_not_shown_and_cancelled_ones_say_so(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, kind="open_meeting"), "2026-03-10 10:00-11:00", "2026-03-12 10:00-11:00",
          "2026-03-13 10:00-11:00", "2026-03-20 10:00-11:00")
    cancelled(plant, "2026-03-13 10:00")
    assert shown(the_week(today=date(2026, 3, 11))) == [(at("2026-03-12 10:00"), False), (at("2026-03-13 10:00"), True)]


def test_a_cancelled_date_at_a_time_of_its_own_is_shown_once_and_not_where_another_day_is_asked_for(
        plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, kind="open_meeting"), "2026-03-10 10:00-11:00", "2026-03-11 15:00-16:00",
          "2026-03-12 10:00-11:00", "2026-03-13 17:00-18:00")
    cancelled(plant, "2026-03-13 17:00")
    days = [at("2026-03-10 10:00"), at("2026-03-11 15:00"), at("2026-03-12 10:00")]
    assert shown(the_week()) == [*((day, False) for day in days), (at("2026-03-13 17:00"), True)]
    assert shown(the_week("tag=di")) == [(days[0], False)]


def test_a_cancelled_date_of_a_course_is_shown_too(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, "kurs"), "2026-03-10 10:00-11:00", "2026-03-12 10:00-11:00")
    cancelled(plant, "2026-03-12 10:00")
    assert shown(the_week()) == [(at("2026-03-10 10:00"), False), (at("2026-03-12 10:00"), True)]


def test_a_full_week_says_truthfully_how_many_more_there_are(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verzahnt.programme.offers.week.MOST_DATES", 3)
    for number in range(5):
        plant(a_run_at, plant(an_offer, f"angebot-{number}"), f"2026-03-10 1{number}:00-1{number}:30")
    week = the_week()
    assert ([one.hit.slug for one in week.happenings], week.more) == (["angebot-0", "angebot-1", "angebot-2"], 2)


def test_a_week_costs_the_same_for_few_and_many(plant: Plant) -> None:
    plant(a_run_at, plant(an_offer, "eins"), "2026-03-10 10:00-11:00")
    few = _queries(lambda: the_week())
    for number in range(4):
        plant(a_run_at, plant(an_offer, f"noch-{number}"), "2026-03-10 10:00-11:00")
    assert _queries(lambda: the_week()) == few


def _queries(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        deed()
    return len(caught)


# Ranking

def test_the_points_of_the_database_are_those_of_the_rule(plant: Plant) -> None:
    bands, kinds = ["free", "few", "waiting"], ["course", "open_meeting"]
    expected = {}
    for number in range(24):
        checked = None if number == 7 else TODAY - timedelta(days=45 * number)
        offer = plant(an_offer, f"angebot-{number}", kind=kinds[number % 2], checked_on=checked,
                      languages=["de", "ar"][: 1 + number % 2], registration="none" if number % 5 == 0 else "card",
                      audiences=["frauen"] if number % 3 else ["alle"])
        venue = None if number == 11 else plant(a_venue, lat=51.2089 + number * 0.01)
        how = {"online_how": "Per Video."} if number == 11 else {}
        plant(a_run, offer, venue=venue, band=bands[number % 3], starts_on=TODAY + timedelta(days=5 * number), **how)
        expected[f"angebot-{number}"] = rules.Facts(
            is_online=number == 11, days_until_start=5 * number, any_time=number % 2 == 1, band=bands[number % 3],
            days_since_checked=None if checked is None else 45 * number, needs_registration=number % 5 != 0,
            in_my_language=number % 2 == 1, for_me=number % 3 != 0, at_my_time=True)
    question = Question.from_address(
        QueryDict("ort=99974&umkreis=50&fuer=frauen&zeit=vormittags"), reads="ar")
    found = {}
    with as_desk("portal"):
        spot = locate(question.place)
        assert spot is not None
        for page in (1, 2):
            look = search_sql.Look(question.but(page=page), spot.spots[0], TODAY)
            with connection.cursor() as cursor:
                cursor.execute(*search_sql.page(look))
                ranks = [row[0] for row in cursor.fetchall()[1:]]
            given = {ranking_sql.number_of(rank): ranking_sql.points_of(rank) for rank in ranks}
            hits = search.find(look.question, today=TODAY).hits
            found |= {hit.slug: (points, hit.km) for hit, points in zip(hits, given.values(), strict=True)}
    assert {slug: points for slug, (points, _) in found.items()} == {
        slug: rules.points(rules.Facts(**{**vars(facts), "km": found[slug][1]})) for slug, facts in expected.items()}


def test_an_offer_nobody_checked_for_a_year_sinks() -> None:
    fresh, stale, unknown = (rules.points(rules.Facts(days_since_checked=days)) for days in (10, 366, None))
    assert stale < unknown < fresh
