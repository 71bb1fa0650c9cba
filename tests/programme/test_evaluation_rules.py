"""What may leave, shown by attackers who know all that is shown and how we decide."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verzahnt.programme.evaluation.rules import (
    COUNTRY,
    Area,
    Count,
    Sum,
    Suppression,
    betrayed,
    may_release,
    next_quarter,
    path_of,
    quarter_of,
)
from verzahnt.programme.ledgers.tally import Kind

CAME, BOOKED, SEATS, GUESTS = Kind.PLACES_CAME, Kind.PLACES_BOOKED, Kind.SEATS_OFFERED, Kind.GUESTS
PROVIDERS = frozenset({1, 2, 3})
LAND, SITE = Area("16"), Area("16", 1)


def at(site: int, topic: str, land: str = "16") -> Area:
    return Area(land, site, topic)


def came(*runs: int, providers: frozenset[int] = PROVIDERS) -> dict[str, Count]:
    return {CAME: Count(sum(runs), max(runs), providers)}


def hidden(counts: dict[Area, dict[str, Count]]) -> tuple[set[Area], set[Area]]:
    found = Suppression(counts)
    return found.small, found.betrays


def test_a_figure_leaves_if_one_run_alone_has_five_places() -> None:
    assert hidden({at(1, "a"): came(5), at(1, "b"): came(9)}) == (set(), set())


def test_many_small_runs_do_not_make_a_large_one() -> None:
    small, betrays = hidden({at(1, "a"): came(4, 4, 4), at(1, "b"): came(9), at(1, "c"): came(20)})
    assert (small, betrays) == ({at(1, "a")}, {at(1, "b")})


def test_beside_one_small_topic_another_is_hidden_because_the_sum_would_betray_it() -> None:
    small, betrays = hidden({at(1, "a"): came(2), at(1, "b"): came(10), at(1, "c"): came(12)})
    assert (small, betrays) == ({at(1, "a")}, {at(1, "b")})


def test_what_hides_a_small_one_is_chosen_by_its_name_and_not_by_its_size() -> None:
    _small, betrays = hidden({at(1, "a"): came(30), at(1, "b"): came(10), at(1, "z"): came(1)})
    assert betrays == {at(1, "a")}


def test_where_nothing_large_stands_beside_it_the_sum_is_hidden_too() -> None:
    counts = {at(1, "a"): came(2), at(1, "b"): came(5), at(2, "a"): came(9), at(3, "a"): came(9)}
    small, betrays = hidden(counts)
    assert small == {at(1, "a")}
    # The site's sum goes; then its Land's would betray it, so a topic of the next site goes, with its sum.
    assert betrays == {SITE, at(2, "a"), Area("16", 2)}


def test_a_site_with_small_topics_alone_is_hidden_as_a_whole_and_another_with_it() -> None:
    small, betrays = hidden({at(1, "a"): came(2), at(1, "b"): came(4), at(2, "a"): came(9), at(3, "a"): came(9)})
    assert small == {at(1, "a"), at(1, "b"), SITE}
    assert betrays == {at(2, "a"), Area("16", 2)}


def test_nationally_three_providers_stand_behind_a_figure() -> None:
    two = frozenset({1, 2})
    counts = {at(1, "a"): came(9, providers=two), at(2, "a"): came(9, providers=two)}
    small, betrays = hidden(counts)
    assert small == {COUNTRY}
    # Its parts would add up to it.
    assert betrays == {at(1, "a"), SITE, LAND}
    assert hidden({at(1, "a"): came(9), at(2, "a"): came(9)}) == (set(), set())


def test_bookings_without_anybody_who_came_stay_hidden() -> None:
    counts = {at(1, "a"): {SEATS: Count(12, 12, PROVIDERS), BOOKED: Count(8, 8, PROVIDERS)}}
    assert Suppression(counts).hidden(at(1, "a"))


def test_visits_of_few_people_stay_hidden_however_many_they_are() -> None:
    few = {CAME: Count(3, 3, PROVIDERS), Kind.VISITS: Count(36, 3, PROVIDERS)}
    assert Suppression({at(1, "a"): few}).hidden(at(1, "a"))


def test_guests_without_a_place_are_counted_by_themselves() -> None:
    assert not Suppression({at(1, "a"): {GUESTS: Count(30, 12, PROVIDERS)}}).hidden(at(1, "a"))


def test_the_invented_land_never_enters_the_countrys_sum() -> None:
    assert path_of(at(1, "a", "99"), {"99"}) == [at(1, "a", "99"), Area("99", 1), Area("99")]
    assert path_of(at(1, "a", "16"), {"99"})[-1] == COUNTRY


# The attackers. They share no code with the rules: they try out every table that fits what is shown.

Tables = dict[Area, dict[str, Count]]


@st.composite
def tables(draw: st.DrawFn, kinds: tuple[str, ...] = (CAME,), largest: int = 12, leaves: int = 6) -> Tables:
    """Small countries: two Länder, up to three sites, up to three topics, runs of all sizes."""
    places = st.tuples(st.sampled_from(["15", "16"]), st.integers(1, 2), st.sampled_from("abc"))
    names = draw(st.lists(places, min_size=1, max_size=leaves, unique=True))
    providers = st.frozensets(st.integers(1, 4), min_size=1)
    counts: Tables = {}
    for land, site, topic in names:
        runs = draw(st.lists(st.integers(0, largest), min_size=1, max_size=2))
        more = draw(st.integers(0, 2))
        own = draw(providers)
        counts[Area(land, site + 10 * int(land), topic)] = {
            kind: Count(sum(runs) + n * more, max(runs) + n * more, own) for n, kind in enumerate(kinds)
        }
    return counts


def shown_sums(counts: Tables, kind: str, found: Suppression) -> list[tuple[list[Area], int]]:
    """What stands on the page: for each shown area the hidden topics below it, and what is left for them."""
    sums = []
    for area in {above for leaf in counts for above in path_of(leaf)}:
        if not found.hidden(area):
            below = [leaf for leaf in counts if area in path_of(leaf)]
            total = sum(counts[leaf][kind].total for leaf in below)
            unknown = [leaf for leaf in below if found.hidden(leaf)]
            sums.append((unknown, total - sum(counts[leaf][kind].total for leaf in below if leaf not in unknown)))
    return [(unknown, total) for unknown, total in sums if unknown]


def tables_that_fit(names: list[Area], bounds: dict[Area, tuple[int, int]], sums: list[tuple[list[Area], int]],
                    ) -> Iterator[dict[Area, int]]:
    """Every assignment of whole numbers to the hidden counts under which all shown sums hold."""
    if not names:
        if all(rest == 0 for _names, rest in sums):
            yield {}
        return
    name, *others = names
    low, high = bounds[name]
    for value in range(low, high + 1):
        left = [([n for n in of if n != name], rest - value * (name in of)) for of, rest in sums]
        if all(rest >= 0 and (of or rest == 0) for of, rest in left):
            for table in tables_that_fit(others, bounds, left):
                yield {name: value, **table}


def possible(name: Area, names: list[Area], bounds: dict[Area, tuple[int, int]], sums: list[tuple[list[Area], int]],
             enough: int = 3) -> set[int]:
    """Values the hidden count may have, as far as the attacker can tell; stops when there are enough."""
    found: set[int] = set()
    low, high = bounds[name]
    for value in range(low, high + 1):
        others = [other for other in names if other != name]
        left = [([n for n in of if n != name], rest - value * (name in of)) for of, rest in sums]
        if all(rest >= 0 for _of, rest in left) and next(tables_that_fit(others, bounds, left), None) is not None:
            found.add(value)
            if len(found) >= enough:
                break
    return found


@settings(max_examples=300, deadline=None)
@given(tables())
def test_whoever_adds_and_subtracts_all_shown_figures_learns_no_hidden_one(counts: Tables) -> None:
    found = Suppression(counts)
    names = [leaf for leaf in counts if found.hidden(leaf)]
    sums = shown_sums(counts, CAME, found)
    for name in names:
        assert len(possible(name, names, dict.fromkeys(names, (0, 60)), sums)) >= 3


@settings(max_examples=300, deadline=None)
@given(tables())
def test_nor_does_whoever_knows_that_what_is_hidden_for_others_is_at_least_five(counts: Tables) -> None:
    found = Suppression(counts)
    names = [leaf for leaf in counts if found.hidden(leaf)]
    sums = shown_sums(counts, CAME, found)
    bounds = {name: (0, 8) if name in found.small else (5, 60) for name in names}  # two runs of four at the most
    for name in names:
        assert len(possible(name, names, bounds, sums)) >= 3


@settings(max_examples=150, deadline=None)
@given(tables(kinds=(CAME, BOOKED), largest=8, leaves=4))
def test_nor_does_whoever_compares_how_many_came_with_how_many_were_booked(counts: Tables) -> None:
    found = Suppression(counts)
    names = [leaf for leaf in counts if found.hidden(leaf)]
    first, second = (shown_sums(counts, kind, found) for kind in (CAME, BOOKED))
    bounds = {name: (0, 8) if name in found.small else (5, 24) for name in names}
    wider = dict.fromkeys(names, (0, 28))

    def fits(table: dict[Area, int]) -> bool:
        """Some table of bookings has at least as many everywhere."""
        at_least = {name: (table[name], wider[name][1]) for name in names}
        return next(tables_that_fit(names, at_least, second), None) is not None

    for name in names:
        values: set[int] = set()
        for value in range(bounds[name][0], bounds[name][1] + 1):
            exactly = bounds | {name: (value, value)}
            if any(fits(table) for table in _some(tables_that_fit(names, exactly, first), 200)):
                values.add(value)
            if len(values) >= 3:
                break
        assert len(values) >= 3


@settings(max_examples=200, deadline=None)
@given(tables())
def test_a_national_figure_of_too_few_providers_cannot_be_added_up(counts: Tables) -> None:
    found = Suppression(counts)
    providers = {provider for kinds in counts.values() for provider in kinds[CAME].providers}
    if len(providers) < 3:
        free = [leaf for leaf in counts if all(found.hidden(area) for area in path_of(leaf))]
        assert free != []


@settings(max_examples=200, deadline=None)
@given(tables())
def test_small_counts_and_sums_of_small_counts_are_never_shown(counts: Tables) -> None:
    found = Suppression(counts)
    for area in {above for leaf in counts for above in path_of(leaf)}:
        below = [kinds[CAME] for leaf, kinds in counts.items() if area in path_of(leaf)]
        assert found.hidden(area) or max(count.largest_unit for count in below) >= 5


def _some(found: Iterator[dict[Area, int]], most: int) -> Iterator[dict[Area, int]]:
    for _number, table in zip(range(most), found, strict=False):
        yield table


# The ledger of all releases.

Q1, Q2, Q3, Q4 = "q1", "q2", "q3", "q4"


def test_a_years_sum_beside_three_shown_quarters_betrays_the_fourth() -> None:
    year = Sum(frozenset({Q1, Q2, Q3, Q4}), 40)
    shown = [Sum(frozenset({Q1}), 12), Sum(frozenset({Q2}), 10), Sum(frozenset({Q3}), 15)]
    assert betrayed([year, *shown])[Q4] == 3
    assert Q4 not in betrayed([year, *shown[:2]])


def test_sums_that_overlap_betray_what_none_of_them_shows() -> None:
    sums = [Sum(frozenset("ab"), 9), Sum(frozenset("bc"), 7), Sum(frozenset("ac"), 6)]
    assert betrayed(sums) == {"a": 4, "b": 5, "c": 2}


def test_a_sum_of_nothing_betrays_its_parts() -> None:
    assert betrayed([Sum(frozenset("ab"), 0), Sum(frozenset("cd"), 9)]) == {"a": 0, "b": 0}


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 3), min_size=2),
       st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1), max_size=5))
def test_the_ledger_check_finds_what_trying_out_finds_and_tells_true_values(
        truth: dict[str, int], sets: list[frozenset[str]]) -> None:
    sums = [Sum(frozenset(of & set(truth)), sum(truth[n] for n in of & set(truth))) for of in sets if of & set(truth)]
    told = betrayed(sums)
    assert {name: truth[str(name)] for name in told} == told


@settings(max_examples=150, deadline=None)
@given(tables())
def test_the_tables_we_show_pass_the_ledger_check(counts: Tables) -> None:
    found = Suppression(counts)
    assert betrayed([Sum(frozenset(of), rest) for of, rest in shown_sums(counts, CAME, found)]) == {}


# Time.

@pytest.mark.parametrize(
    ("quarter", "following"),
    [(date(2026, 1, 1), date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 7, 1)),
     (date(2026, 7, 1), date(2026, 10, 1)), (date(2026, 10, 1), date(2027, 1, 1))],
)
def test_quarters_follow_each_other(quarter: date, following: date) -> None:
    assert (next_quarter(quarter), quarter_of(following)) == (following, following)


def test_a_quarter_is_released_when_the_lists_of_all_its_runs_are_closed() -> None:
    third = date(2026, 7, 1)
    assert [may_release(third, on=day) for day in (date(2026, 9, 30), date(2026, 10, 15), date(2026, 10, 16))] == [
        False, False, True]
