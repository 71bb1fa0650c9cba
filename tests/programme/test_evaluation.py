"""The release of a quarter: once, frozen, by its own role, with small numbers hidden in the database itself."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from tests.factories.evaluation import AFTER_IT, LAST_QUARTER, counted
from tests.factories.people import a_site
from verzahnt.kit.roles import acting_as, current_role
from verzahnt.programme.evaluation import actions, queries
from verzahnt.programme.evaluation.models import Release, ReleasedFigure
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import DESK_ROLES
from verzahnt.programme.ledgers.tally import Kind
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference.models import Land

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]


@pytest.fixture
def three_sites(plant: Plant) -> list[Site]:
    """Two sites in Thuringia with a small topic at the first; one more in Saxony."""
    def make() -> list[Site]:
        saxony = Land.objects.get(name="Sachsen")
        sites = [a_site(name="Aue"), a_site(name="Bach"), a_site(name="Celle", land=saxony)]
        counted(sites[0], "bewegung", 12)
        counted(sites[0], "bewegung", 6, month=date(2026, 8, 1))
        counted(sites[0], "ernaehrung", 3)
        counted(sites[0], "stress", 9)
        counted(sites[1], "bewegung", 8)
        counted(sites[2], "bewegung", 20)
        counted(sites[2], "bewegung", 50, month=date(2026, 10, 1))  # the next quarter's
        return sites
    return plant(make)  # type: ignore[return-value]


def came(site: Site) -> dict[str, tuple[int | None, str]]:
    with as_desk("overview"):
        release = Release.objects.first()
        assert release is not None
        lines = queries.table_of(release, site)
        return {line.name: (figure.value, figure.why.split(":")[0].split(",")[0])
                for line in lines for figure in [line.figures[Kind.PLACES_CAME]] if figure}


def test_a_release_shows_what_is_large_enough_and_hides_what_would_betray_the_rest(three_sites: list[Site]) -> None:
    actions.release(LAST_QUARTER, on=AFTER_IT)

    assert came(three_sites[0]) == {
        "Bewegung": (None, "Verborgen"),
        "Ernährung": (None, "Zu kleine Zahl"),
        "Stress- und Ressourcenmanagement": (9, ""),
        "Zusammen": (30, ""),
    }
    assert came(three_sites[1]) == {"Bewegung": (8, ""), "Zusammen": (8, "")}


def test_sums_go_up_to_the_land_and_the_country(three_sites: list[Site]) -> None:
    actions.release(LAST_QUARTER, on=AFTER_IT)

    with as_desk("overview"):
        sums = dict(ReleasedFigure.objects.filter(site=None, indicator=Kind.PLACES_CAME).values_list("land", "value"))
        [national] = queries.national()
    assert sums == {"": 58, "14": 20, "16": 38}
    assert (national.name, national.figures[Kind.PLACES_CAME].value) == ("3. Quartal 2026", 58)


def test_a_hidden_figure_has_no_value_in_the_database(three_sites: list[Site]) -> None:
    actions.release(LAST_QUARTER, on=AFTER_IT)

    with as_desk("overview"):
        hidden = ReleasedFigure.objects.exclude(hidden="")
        assert hidden.count() == 8  # two topics, four indicators
        assert not hidden.filter(value__isnull=False).exists()


def test_each_figure_knows_its_denominator(plant: Plant) -> None:
    site = plant(a_site)
    plant(counted, site, "bewegung", 9, booked=10, seats=12)
    actions.release(LAST_QUARTER, on=AFTER_IT)

    with as_desk("funders"):
        [quarter] = queries.figures_of(site)
    figures = {key: (figure.value, figure.of, figure.share) for key, figure in quarter.figures.items()}
    assert figures == {"visits": (18, None, None), "places_came": (9, 10, 90), "places_booked": (10, 12, 83),
                       "seats_offered": (12, None, None)}


def test_a_quarter_is_released_once(three_sites: list[Site], plant: Plant) -> None:
    actions.release(LAST_QUARTER, on=AFTER_IT)
    before = came(three_sites[1])
    plant(counted, three_sites[1], "ernaehrung", 30)

    with pytest.raises(actions.AlreadyReleased):
        actions.release(LAST_QUARTER, on=date(2027, 5, 1))
    assert came(three_sites[1]) == before


@pytest.mark.parametrize("on", [date(2026, 8, 15), date(2026, 10, 1), date(2026, 10, 15)])
def test_a_quarter_whose_lists_may_still_be_open_is_not_released(three_sites: list[Site], on: date) -> None:
    with pytest.raises(actions.NotOverYet):
        actions.release(LAST_QUARTER, on=on)


def test_a_quarter_begins_on_one_of_four_days() -> None:
    with pytest.raises(actions.NotAQuarter):
        actions.release(date(2026, 8, 1), on=date(2027, 1, 1))


def test_what_is_due_is_released_quarter_by_quarter(three_sites: list[Site]) -> None:
    assert [made.quarter for made in actions.release_due(on=AFTER_IT)] == [LAST_QUARTER]
    assert [made.quarter for made in actions.release_due(on=date(2027, 1, 20))] == [date(2026, 10, 1)]
    assert actions.release_due(on=date(2027, 1, 20)) == []


def test_a_later_release_that_would_betray_an_earlier_one_does_not_happen(
        three_sites: list[Site], plant: Plant) -> None:
    actions.release(LAST_QUARTER, on=AFTER_IT)
    earlier = Release.objects.only("pk")

    def betray() -> None:
        """Somebody wrote a hidden topic into the table by another way."""
        ReleasedFigure.objects.filter(release__in=earlier, site=three_sites[0].pk, topic="bewegung").update(
            value=18, hidden="")
    plant(betray)

    with pytest.raises(actions.WouldBetray):
        actions.release(date(2026, 10, 1), on=date(2027, 1, 20))
    with as_desk("overview"):
        assert [one.quarter for one in Release.objects.all()] == [LAST_QUARTER]


def test_invented_figures_never_enter_a_sum_of_real_ones(plant: Plant) -> None:
    def make() -> tuple[Site, Site]:
        return a_site(), a_site(land=Land.objects.get(is_invented=True))
    real, invented = plant(make)  # type: ignore[misc]
    plant(counted, real, "bewegung", 9)
    plant(counted, invented, "bewegung", 30)

    assert actions.release(LAST_QUARTER, on=AFTER_IT).is_invented is False
    with as_desk("overview"):
        assert queries.national()[0].figures[Kind.PLACES_CAME].value == 9
        assert queries.figures_of(invented)[0].figures[Kind.PLACES_CAME].value == 30


def test_a_release_of_invented_sites_alone_says_so(plant: Plant) -> None:
    site = plant(lambda: a_site(land=Land.objects.get(is_invented=True)))
    plant(counted, site, "bewegung", 9)
    assert actions.release(LAST_QUARTER, on=AFTER_IT).is_invented is True


def test_the_release_is_done_in_its_own_role_and_comes_back(three_sites: list[Site]) -> None:
    with as_desk("overview"):
        before = current_role()
        actions.release(LAST_QUARTER, on=AFTER_IT)
        assert current_role() == before


@pytest.mark.parametrize("role", DESK_ROLES)
@pytest.mark.parametrize("statement", [
    "SELECT total FROM ledgers_tally",
    "INSERT INTO evaluation_release (quarter, released_on, is_invented) VALUES ('2020-01-01', '2020-05-01', false)",
    "UPDATE evaluation_releasedfigure SET value = 1",
    "DELETE FROM evaluation_release",
])
def test_no_desk_reads_the_tally_or_writes_a_figure(role: str, statement: str) -> None:
    with (pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), acting_as(role),
          connection.cursor() as cursor):
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["bookings_place", "bookings_particulars", "attendance_mark", "offers_seats",
                                   "people_account", "people_membership"])
def test_the_releasing_role_reads_nothing_that_knows_a_person(table: str) -> None:
    with (pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), acting_as("release"),
          connection.cursor() as cursor):
        cursor.execute(f"SELECT * FROM {table}")
