"""Finding offers: may come and is near are two questions, counts are right, and ranking is fair."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.offers import TODAY, a_run, a_run_at, a_text, a_venue, an_offer
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers import rules, search
from verzahnt.programme.offers.question import WEEKS
from verzahnt.programme.offers.search import Question, Results

Plant = Callable[..., object]
BAD_LANGENSALZA = {"postal_code": "99947", "town": "Bad Langensalza", "lat": 51.108, "lon": 10.647}  # some 18 km away


def ask(address: str, *, reads: str = "de") -> Results:
    with as_desk("portal"):
        return search.find(Question.from_address(QueryDict(address), reads=reads), today=TODAY)


def slugs(results: Results) -> list[str]:
    return [hit.slug for hit in results.hits]


@pytest.mark.django_db
def test_what_is_near_is_found_and_what_is_far_is_not(plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer)
    far = plant(an_offer, "weit-weg")
    plant(a_run, far, venue=plant(a_venue, postal_code="20095", town="Hamburg", kreis="02000", lat=53.55, lon=10.0))
    found = ask("ort=99974")
    assert (slugs(found), found.count) == ([offer.slug], 1)
    assert found.hits[0].km == pytest.approx(0.5, abs=1.5)


@pytest.mark.django_db
def test_near_is_not_enough_where_somebody_may_not_come(plant: Plant) -> None:
    for slug, reach in (("eigener-kreis", ["16064"]), ("anderer-kreis", ["16061"])):
        plant(a_run, plant(an_offer, slug, reach="kreise", reach_areas=reach))
    plant(a_run, plant(an_offer, "im-land", reach="laender", reach_areas=["16"]))
    assert sorted(slugs(ask("ort=99974"))) == ["eigener-kreis", "im-land"]


@pytest.mark.django_db
def test_what_is_done_from_home_is_near_everywhere(plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer, online_how="Per Telefon.")
    found = ask("ort=Hamburg&umkreis=5")
    assert [(hit.slug, hit.is_online, hit.km) for hit in found.hits] == [(offer.slug, True, None)]


@pytest.mark.django_db
def test_for_all_matches_every_audience(plant: Plant) -> None:
    for slug, audiences in (("fuer-alle", ["alle"]), ("fuer-frauen", ["frauen"]), ("ohne-angabe", [])):
        plant(a_run, plant(an_offer, slug, audiences=audiences))
    assert sorted(slugs(ask("ort=99974&fuer=frauen"))) == ["fuer-alle", "fuer-frauen", "ohne-angabe"]
    assert sorted(slugs(ask("ort=99974&fuer=ab-50"))) == ["fuer-alle", "ohne-angabe"]
    assert ask("ort=99974").counts["audience"] == {"alle": 2, "frauen": 3}


TIMES_OF_DAY = ("09:00-10:30", "11:30-12:30", "14:00-15:30", "18:00-20:00")


def _a_bit_of_everything(plant: Plant) -> None:
    """Offers that differ in all that can be filtered by, some with two runs."""
    dice = Random("filters")
    far = plant(a_venue, step_free="yes", kreis="16061", **BAD_LANGENSALZA)
    near = plant(a_venue)
    for number in range(30):
        offer = plant(an_offer, f"angebot-{number}", kind=dice.choice(["course", "training", "open_meeting"]),
                      topics=dice.sample(["bewegung", "stress", "kontakte"], dice.randint(1, 2)),
                      audiences=dice.choice([[], ["alle"], ["frauen"], ["ab-50", "frauen"]]),
                      traits=dice.sample(["schnuppern", "kinderbetreuung"], dice.randint(0, 2)),
                      languages=["de", "ar"] if number % 4 == 0 else ["de"],
                      registration=dice.choice(["card", "card", "none"]),
                      cost=dice.choice(["free", "free", "refunded"]))
        for _ in range(dice.choice([0, 1, 1, 2])):
            first = TODAY + timedelta(days=dice.randint(1, 40))
            hours = dice.choice(TIMES_OF_DAY)
            days = [first + timedelta(weeks=week, days=extra) for week in range(3)
                    for extra in ([0, 1] if number % 6 == 0 else [0])]
            other = dice.choice(TIMES_OF_DAY) if number % 5 == 0 else hours
            dates = [f"{day} {hours if place else other}" for place, day in enumerate(days)]
            plant(a_run_at, offer, *dates, venue=dice.choice([near, near, far]),
                  band=dice.choice(["free", "few", "waiting"]))


def _with(question: Question, filter_: str, entry: str) -> Question:
    """The question with this entry chosen as well."""
    match filter_:
        case "trait":
            return question.but(traits=tuple(sorted({*question.traits, entry})))
        case "day":
            return question.but(days=tuple(day for day in rules.WEEKDAYS if day in {*question.days, entry}))
        case "weeks":
            return question.but(weeks=int(entry))
        case "free":
            return question.but(free=True)
        case _:
            return question.but(**{filter_: entry})


@pytest.mark.django_db
def test_every_count_is_what_one_gets_by_choosing_it(plant: Plant) -> None:
    _a_bit_of_everything(plant)
    asked = ("", "&thema=stress", "&merkmal=schnuppern", "&art=kurs&sprache=ar", "&tag=mo", "&zeit=schulzeit",
             "&tag=mo&tag=di&zeit=vormittags", "&zeit=9-13&wochen=4", "&frei=1&fuer=frauen", "&wochen=2&art=treff",
             "&umkreis=kreis&merkmal=stufenlos", "&tag=mi&frei=1&merkmal=kinderbetreuung&sortierung=nah",
             "&thema=stress&tag=do&wochen=8&sortierung=bald")
    nonzero = set()
    for address in asked:
        question = Question.from_address(QueryDict(f"ort=99974{address}"))
        with as_desk("portal"):
            results = search.find(question, today=TODAY)
            assert len(slugs(results)) == min(results.count, 20)
            for filter_, counts in results.counts.items():
                for entry, count in counts.items():
                    chosen = _with(question, filter_, entry)
                    found = search.find(chosen, today=TODAY, with_next_best=False).count
                    assert (address, filter_, entry, found) == (address, filter_, entry, count)
                nonzero |= {(filter_, entry) for entry in counts}
    assert {name for name, _ in nonzero} == {"kind", "topic", "audience", "language", "trait", "day", "time", "weeks",
                                             "free"}


@pytest.mark.django_db
def test_what_is_not_counted_gives_nothing(plant: Plant) -> None:
    _a_bit_of_everything(plant)
    entries = [*(("day", day) for day in rules.WEEKDAYS), *(("time", time) for time in rules.TIMES),
               *(("weeks", str(weeks)) for weeks in WEEKS), ("free", "1"), ("topic", "sucht"), ("kind", "coaching")]
    for address in ("", "&tag=sa&thema=stress", "&zeit=abends&art=kurs"):
        question = Question.from_address(QueryDict(f"ort=99974{address}"))
        with as_desk("portal"):
            counts = search.find(question, today=TODAY).counts
            for filter_, entry in entries:
                if entry not in counts[filter_]:
                    assert search.find(_with(question, filter_, entry), today=TODAY, with_next_best=False).count == 0


@pytest.mark.django_db
def test_an_offer_with_two_runs_is_one_result_at_its_nearest_venue(plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer, venue=plant(a_venue, **BAD_LANGENSALZA))
    near = plant(a_run, offer)
    found = ask("ort=99974&umkreis=50")
    assert [(hit.slug, hit.run) for hit in found.hits] == [(offer.slug, near.pk)]


@pytest.mark.django_db
def test_a_course_that_has_begun_is_over_for_newcomers_and_an_open_meeting_is_not(plant: Plant) -> None:
    begun = TODAY - timedelta(days=7)
    plant(a_run, plant(an_offer, "kurs"), starts_on=begun)
    plant(a_run, plant(an_offer, "treff", kind="open_meeting"), starts_on=begun)
    found = ask("ort=99974")
    assert slugs(found) == ["treff"]
    dates = found.hits[0].dates
    assert dates is not None
    assert (dates.left, dates.weekly) == (3, True)


@pytest.mark.django_db
def test_what_must_be_paid_first_is_not_shown_unasked(plant: Plant) -> None:
    for slug, cost in (("frei", "free"), ("gutschein", "voucher"), ("erst-zahlen", "refunded")):
        plant(a_run, plant(an_offer, slug, cost=cost))
    assert sorted(slugs(ask("ort=99974"))) == ["frei", "gutschein"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Rücken", "rückenkurs vormittag", "Übung", "Rükenkurs"])
def test_words_are_found_by_their_stem_their_beginning_and_with_a_slip(plant: Plant, text: str) -> None:
    plant(a_run, plant(an_offer))
    plant(a_run, plant(an_offer, "kochen", title="Zusammen kochen", summary="Günstig und gut.", topics=["ernaehrung"]))
    assert slugs(ask(f"ort=99974&suche={text}")) == ["rueckenkurs"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["😀", "'; DROP TABLE offers_offer; --", "& | ! ( ) :*", "\x00", "a" * 5000,
                                  "und", "%"])
def test_whatever_is_typed_is_no_error(plant: Plant, text: str) -> None:
    plant(a_run, plant(an_offer))
    query = QueryDict(mutable=True)
    query.update({"ort": "99974", "suche": text, "thema": text, "umkreis": text, "seite": text})
    assert ask(query.urlencode()).unknown_place is False
    query["ort"] = text
    assert isinstance(ask(query.urlencode()), Results)


@pytest.mark.django_db
def test_nothing_found_leads_on(plant: Plant) -> None:
    plant(a_run, plant(an_offer, topics=["stress"]))
    plant(a_run, plant(an_offer, "weiter"), venue=plant(a_venue, **BAD_LANGENSALZA))
    plant(a_run, plant(an_offer, "zu-hause", topics=["stress"]), online_how="Per Video.")
    found = ask("ort=99974&umkreis=5&thema=bewegung")
    assert [(one.kind, one.count, one.hit.slug, one.question.radius) for one in found.next_best] == [
        ("wider", 1, "weiter", 20), ("all_topics", 2, found.next_best[1].hit.slug, 5), ("from_home", 1, "zu-hause", 5)]


@pytest.mark.django_db
def test_among_very_many_we_ask_where_and_show_what_can_be_done_from_home(
        plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(a_run, plant(an_offer))
    plant(a_run, plant(an_offer, "zu-hause"), online_how="Per Video.")
    assert (ask("").asks_where, sorted(slugs(ask("")))) == (False, ["rueckenkurs", "zu-hause"])
    monkeypatch.setattr(search, "TOO_MANY", 1)
    assert (ask("").asks_where, slugs(ask("")), ask("ort=99974").count) == (True, ["zu-hause"], 2)


@pytest.mark.django_db
def test_titles_are_in_the_readers_language_else_german(plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer)
    plant(a_text, offer, "title", "en", "Morning back class")
    hit = ask("ort=99974", reads="en").hits[0]
    assert [(text.body, text.language) for text in (hit.title, hit.summary)] == [
        ("Morning back class", "en"), ("Leichte Übungen für den Rücken.", "de")]


@pytest.mark.django_db
def test_an_unknown_place_is_said_and_a_page_too_far_is_the_last(plant: Plant) -> None:
    for number in range(21):
        plant(a_run, plant(an_offer, f"angebot-{number}"))
    assert ask("ort=Xyzzyhausen-am-Nirgendwo").unknown_place
    last = ask("ort=99974&seite=99")
    assert (last.page, last.pages, len(last.hits)) == (2, 2, 1)


@pytest.mark.django_db
def test_the_database_ranks_as_the_rule_says(plant: Plant) -> None:
    bands, kinds = ["free", "few", "waiting"], ["course", "open_meeting"]
    for number in range(24):
        offer = plant(an_offer, f"angebot-{number}", kind=kinds[number % 2], languages=["de", "ar"][: 1 + number % 2],
                      registration="none" if number % 5 == 0 else "card",
                      audiences=["frauen"] if number % 3 else ["alle"], checked_on=TODAY - timedelta(days=40 * number))
        venue = plant(a_venue, lat=51.2089 + number * 0.005, lon=10.4522)
        run = plant(a_run, offer, venue=venue, band=bands[number % 3], starts_on=TODAY + timedelta(days=5 * number))
        assert run
    results = ask("ort=99974&umkreis=50&fuer=frauen", reads="ar")
    second = ask("ort=99974&umkreis=50&fuer=frauen&seite=2", reads="ar")
    hits = [*results.hits, *second.hits]
    assert len(hits) == 24

    def rank(hit: search.Hit) -> tuple[int, int]:
        number = int(hit.slug.rpartition("-")[2])
        facts = rules.Facts(
            km=hit.km, days_until_start=5 * number, any_time=number % 2 == 1, band=hit.band,
            days_since_checked=40 * number, needs_registration=number % 5 != 0, in_my_language=number % 2 == 1,
            for_me=number % 3 != 0)
        return -rules.points(facts), rules.shuffled(hit.offer, on=TODAY)

    assert [hit.slug for hit in hits] == [hit.slug for hit in sorted(hits, key=rank)]


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_equals_change_places_from_day_to_day(one: int, other: int) -> None:
    firsts = {rules.shuffled(one, on=TODAY + timedelta(days=n)) < rules.shuffled(other, on=TODAY + timedelta(days=n))
              for n in range(60)}
    assert firsts == {True, False} or one == other


@pytest.mark.parametrize(("typed", "kept"), [
    ("نمی\u200cخواهم", "نمی\u200cخواهم"), ("\u200c", ""), (" Yoga\u200c ", "Yoga"), ("Yoga\x00\nQigong", "Yoga Qigong"),
])
def test_what_parts_a_persian_word_stays_in_it_and_other_signs_nobody_sees_go(typed: str, kept: str) -> None:
    params = QueryDict(mutable=True)
    params["suche"] = typed
    assert Question.from_address(params).text == kept


@given(st.dictionaries(st.sampled_from(["ort", "umkreis", "thema", "art", "fuer", "sprache", "suche", "seite",
                                        "sortierung", "merkmal"]), st.text(max_size=200)))
def test_a_question_asked_again_by_its_address_is_the_same(params: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(params)
    question = Question.from_address(query)
    assert Question.from_address(QueryDict(question.address().removeprefix("?"))) == question


def test_at_most_three_reasons_and_what_was_asked_for_comes_first() -> None:
    facts = rules.Facts(km=1, days_until_start=3, traits=("stufenlos", "kinderbetreuung", "schnuppern"))
    assert rules.reasons(facts, wished=("stufenlos",)) == [
        (rules.Reason.TRAIT, "stufenlos"), (rules.Reason.VERY_NEAR, ""), (rules.Reason.SOON, "")]


def test_without_a_place_nothing_is_near_not_even_what_is_done_from_home() -> None:
    here, at_home = rules.Facts(km=1.0), rules.Facts(is_online=True)
    assert rules.points(here) > rules.points(at_home) > rules.points(rules.Facts(km=60.0))
    nowhere = rules.Facts(place_is_known=False)
    assert rules.points(nowhere) == rules.points(rules.Facts(place_is_known=False, is_online=True))
