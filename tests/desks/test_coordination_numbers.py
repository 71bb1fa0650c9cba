"""Asks, weekly numbers and training at the coordination desk: sums, small ones hidden, never a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.offers import an_offer
from tests.factories.people import PASSWORD, a_jobcenter, a_membership, a_site, an_account, an_organisation
from tests.factories.training import a_certificate, a_course, a_course_date, a_unit
from tests.stories.visitor import Visitor
from verzahnt.kit.months import first_of_month, months_after, months_before
from verzahnt.kit.roles import acting_as
from verzahnt.programme.evaluation import actions_months
from verzahnt.programme.evaluation.rules import Stretch, Sum, betrayed, stretches
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import DESK_ROLES, PLANTING
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people.states import Role
from verzahnt.programme.reference.models import Kreis, Land
from verzahnt.programme.training.models import Certificate, Course, CourseDate, Staffing

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
TODAY = timezone.localdate()
MONTHS = [months_before(first_of_month(TODAY), back) for back in range(14)]  # MONTHS[1] is the one before this
LATER = TODAY + timedelta(days=40)  # by then the months before this one are complete


@dataclass
class Place:
    site: Site
    units: list[Organisation]
    colleague: int


@pytest.fixture
def place(plant: Plant) -> Place:
    def make() -> Place:
        office = a_jobcenter(name="Jobcenter Beispiel")
        site = a_site(an_organisation(), office=office, name="Beispielort", slug="beispielort")
        site.kreise.set(Kreis.objects.filter(key="16064"))
        a_membership(an_account("koordination@example.org"), office, Role.SITE_COORDINATION, site=site)
        units = [a_unit(site, number, name=name) for number, name in
                 ((9, "Vermittlung (Beispiel)"), (6, "Fallmanagement (Beispiel)"), (3, "Reha-Team (Beispiel)"))]
        colleague = an_account("fachkraft@example.org", name="Toni Beispiel")
        a_membership(colleague, units[0], Role.COUNSELLOR, site=site)
        return Place(site, units, colleague.pk)
    return plant(make)


@pytest.fixture
def desk(place: Place) -> Visitor:
    visitor = Visitor()
    visitor.sign_in("koordination@example.org", PASSWORD)
    return visitor


def counted(kind: str, topic: str, *numbers: int, site: Site | None = None, kreis: str = "") -> None:
    """So many each month: the last is the month before this one."""
    for back, number in enumerate(reversed(numbers), 1):
        if number:
            Tally.objects.create(kind=kind, month=MONTHS[back], topic=topic, site=site.pk if site else None,
                                 kreis=kreis, total=number, units=number, largest_unit=1)


# What leaves

def told(*counts: int, since: date = date(2014, 1, 1)) -> list[tuple[date, date, int]]:
    months = [date(2026, month, 1) for month in range(1, len(counts) + 1)]
    found = stretches({month: (number, number) for month, number in zip(months, counts, strict=True)}, since=since,
                      end=date(2027, 1, 1))
    return [(one.first, one.end, one.value) for one in found]


def test_months_add_up_until_they_are_no_small_number() -> None:
    assert told(2, 2, 3, 9, 4) == [(date(2025, 4, 1), date(2026, 4, 1), 7), (date(2026, 4, 1), date(2026, 5, 1), 9)]
    assert told(4, 0, 0, 0) == []


def test_nothing_reaches_further_back_than_a_year() -> None:
    counts = {date(2025, 1, 1): (4, 4), date(2026, 1, 1): (4, 4)}
    assert stretches(counts, since=date(2014, 1, 1), end=date(2027, 1, 1)) == []
    counts[date(2026, 12, 1)] = (1, 1)
    assert stretches(counts, since=date(2014, 1, 1), end=date(2027, 1, 1)) == [
        Stretch(date(2026, 1, 1), date(2027, 1, 1), 5, 5)]


def test_all_that_is_told_together_betrays_no_small_month() -> None:
    """Whatever the months hold: what can be worked out from all numbers is a month told by itself, five or more."""
    for seed in range(4 ** 6):
        counts = [(seed // 4 ** place) % 4 * 2 for place in range(6)]
        months = [date(2026, month, 1) for month in range(1, 7)]
        found = stretches({month: (number, number) for month, number in zip(months, counts, strict=True) if number},
                          since=date(2014, 1, 1), end=date(2027, 1, 1))
        covered: list[date] = []
        sums = []
        for one in found:
            month, parts = one.first, set()
            while month < one.end:
                parts.add(month)
                month = months_after(month, 1)
            sums.append(Sum(frozenset(parts), one.value))
            covered += parts
        assert len(covered) == len(set(covered)), "no month is told twice"
        assert all(value >= 5 for value in betrayed(sums).values())


def test_a_month_is_told_once_its_weeks_are_counted(place: Place, plant: Plant) -> None:
    plant(counted, "wishes", "stress", 7, kreis="16064")
    end = first_of_month(TODAY)
    assert actions_months.release_months(on=end + timedelta(days=14)) == []
    assert len(actions_months.release_months(on=end + timedelta(days=15))) == 1
    assert actions_months.release_months(on=end + timedelta(days=15)) == [], "and once only"


def test_what_waited_is_told_with_the_next_and_what_was_told_never_changes(place: Place, plant: Plant) -> None:
    plant(counted, "wishes", "stress", 3, 0, kreis="16064")
    assert actions_months.release_months(on=LATER) == []
    plant(counted, "wishes", "stress", 4, kreis="16064")
    [one] = actions_months.release_months(on=LATER)
    assert (one.value, one.end) == (7, first_of_month(TODAY))
    plant(lambda: Tally.objects.filter(kind="wishes").update(total=99))
    assert actions_months.release_months(on=LATER) == []


def test_the_database_itself_takes_no_small_number_and_no_month_twice(place: Place, plant: Plant) -> None:
    plant(counted, "wishes", "stress", 7, kreis="16064")
    [one] = actions_months.release_months(on=LATER)
    for change in ("value = 4", "first_month = first_month + 1"):
        with pytest.raises(DatabaseError, match="months_"), transaction.atomic(), acting_as(PLANTING), \
                connection.cursor() as cursor:
            cursor.execute(f"UPDATE evaluation_releasedmonths SET {change} WHERE id = %s", [one.pk])
    with pytest.raises(DatabaseError, match="months_are_told_once"), transaction.atomic(), acting_as(PLANTING), \
            connection.cursor() as cursor:
        cursor.execute("INSERT INTO evaluation_releasedmonths (kind, site, kreis, topic, first_month, \"end\", value, "
                       "reports) SELECT kind, site, kreis, topic, first_month, \"end\", 9, 9 "
                       "FROM evaluation_releasedmonths")


def test_no_desk_reads_the_tally_and_only_coordination_reads_what_was_told() -> None:
    with acting_as(PLANTING), connection.cursor() as cursor:
        for table, readers in (("ledgers_tally", set()),
                               ("evaluation_releasedmonths", {"desk_coordination"})):
            cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND "
                           "has_any_column_privilege(rolname, %s, 'SELECT')", [list(DESK_ROLES), table])
            assert {name for (name,) in cursor.fetchall()} == readers


# The page of asks

def test_an_empty_page_says_when_numbers_come(desk: Visitor) -> None:
    said = desk.open("/koordination/beispielort/gefragt/")
    assert "Noch keine Zahl, die gezeigt werden kann" in said
    assert "Noch keine Wochenzahlen" in said


def test_asks_stand_as_a_picture_and_a_table_and_small_ones_nowhere(desk: Visitor, place: Place, plant: Plant) -> None:
    def make() -> None:
        counted("wishes", "stress", 3, 4, 0, kreis="16064")
        counted("wishes", "bewegung", 8, kreis="16064")
        counted("wishes", "sucht", 0, 4, kreis="16064")  # small: must appear nowhere
        counted("wishes", "ernaehrung", 61, kreis="16061")  # another Kreis
        an_offer("gehen", site=place.site, topics=["bewegung"])
    plant(make)
    actions_months.release_months(on=LATER)
    said = desk.open("/koordination/beispielort/gefragt/")
    assert re.search(r"Nachfragen nach Thema, letzte 12 Monate Thema Nachfragen Bewegen 8 Entspannen 7", said)
    assert "Es sind Nachfragen, keine Menschen." in said
    assert '<svg class="bar"' in desk.page
    assert not re.search(r"\b(61|4)\b", said), "neither another Kreis nor a small number"
    main = said.split("Am Portal")[1].split("In der Beratung")[0]
    assert "Weniger rauchen" not in main
    assert "Bewegen 8 1" in main, "one offer today"
    assert "Entspannen 7 keins" in main


def test_the_cockpit_lists_what_is_asked_for_and_not_on_offer(desk: Visitor, place: Place, plant: Plant) -> None:
    def make() -> None:
        counted("wishes", "stress", 9, kreis="16064")
        counted("wishes", "bewegung", 12, kreis="16064")
        an_offer("gehen", site=place.site, topics=["bewegung"])
    plant(make)
    actions_months.release_months(on=LATER)
    said = desk.open("/koordination/beispielort/")
    assert "Gefragt und nicht gefunden: Entspannen 9 Nachfragen in 12 Monaten" in said
    assert "nicht gefunden: Bewegen" not in said


def test_weekly_numbers_are_the_sites_sum_by_month(desk: Visitor, place: Place, plant: Plant) -> None:
    def make() -> None:
        counted("conversations", "", 41, 3, site=place.site)
        counted("handouts", "", 23, site=place.site)
        counted("missed", "sucht", 5, site=place.site)
        counted("missed", "stress", 4, site=place.site)
        counted("conversations", "", 77, site=a_site())
    plant(make)
    actions_months.release_months(on=LATER)
    said = desk.open("/koordination/beispielort/gefragt/").split("In der Beratung")[1]
    assert "41" in said
    assert "23" in said
    assert "Nennungen Weniger rauchen oder trinken 5" in said
    assert not re.search(r"\b(77|3|4)\b", said.split("Was diese Zahlen")[0])


def test_a_foreign_sites_pages_do_not_exist(desk: Visitor, plant: Plant) -> None:
    plant(a_site, slug="anderswo")
    for page in ("gefragt", "qualifizierung"):
        desk.open(f"/koordination/anderswo/{page}/", status=404)
        assert desk.client.get(f"/koordination/beispielort/{page}/").status_code == 200


def test_pages_cost_as_many_questions_for_ten_rows_as_for_two(desk: Visitor, place: Place, plant: Plant) -> None:
    def questions() -> list[int]:
        found = []
        for page in ("gefragt", "qualifizierung"):
            with CaptureQueriesContext(connection) as asked:
                desk.open(f"/koordination/beispielort/{page}/")
            found.append(len(asked))
        return found

    def more(topic: str) -> None:
        counted("wishes", topic, 7, 8, kreis="16064")
        a_certificate(place.site, a_unit(place.site, 8), valid_until=LATER, course=Course.objects.first() or a_course())
        a_course_date(place.site, LATER, course=Course.objects.first())

    plant(more, "stress")
    actions_months.release_months(on=LATER)
    few = questions()
    for topic in ("bewegung", "sucht", "kontakte", "ernaehrung"):
        plant(more, topic)
    actions_months.release_months(on=LATER)
    assert questions() == few


# Training

def test_coverage_is_shown_by_unit_and_a_small_unit_only_together(desk: Visitor, place: Place, plant: Plant) -> None:
    def make() -> None:
        for unit, number in zip(place.units, (4, 1, 2), strict=True):
            for _one in range(number):
                a_certificate(place.site, unit, valid_until=TODAY + timedelta(days=400))
        a_certificate(place.site, place.units[0], valid_until=TODAY - timedelta(days=1))  # lapsed
    plant(make)
    said = desk.open("/koordination/beispielort/qualifizierung/")
    assert "Ganzer Standort 7 von 18" in said
    assert "Vermittlung (Beispiel) 4 von 9" in said
    assert "Fallmanagement (Beispiel) und Reha-Team (Beispiel) 3 von 9" in said
    assert "Reha-Team (Beispiel) 2 von 3" not in said


def test_a_site_of_fewer_than_five_shows_nothing(desk: Visitor, place: Place, plant: Plant) -> None:
    def make() -> None:
        Staffing.objects.exclude(unit=place.units[2]).delete()
        a_certificate(place.site, place.units[2], valid_until=TODAY + timedelta(days=60))
    plant(make)
    said = desk.open("/koordination/beispielort/qualifizierung/")
    assert "arbeiten zusammen weniger als fünf Fachkräfte" in said
    assert "1 von 3" not in said
    assert "läuft bald ab" not in said
    assert "Qualifizierung auffrischen" not in desk.open("/koordination/beispielort/")


def test_a_certificate_is_entered_for_a_colleague_renewed_and_taken_back(desk: Visitor, place: Place,
                                                                       plant: Plant) -> None:
    course = plant(a_course, valid_months=36)
    desk.open("/koordination/beispielort/qualifizierung/")
    told = {"zertifikat-account": place.colleague, "zertifikat-unit": place.units[0].pk, "zertifikat-course": course.pk}
    said = desk.press("Zertifikat eintragen", **told, **{"zertifikat-completed_on": TODAY - timedelta(days=1000)})
    assert "Eingetragen: Toni Beispiel" in said
    assert "Ganzer Standort 1 von 18" in said
    assert "Bei einer Fachkraft endet die Gültigkeit in den nächsten 90 Tagen" not in said
    desk.press("Zertifikat eintragen", **told, **{"zertifikat-completed_on": TODAY - timedelta(days=1040)})
    assert "Bei einer Fachkraft endet die Gültigkeit" in desk.words
    assert "Qualifizierung auffrischen bei einer Fachkraft" in desk.open("/koordination/beispielort/")
    with acting_as(PLANTING):
        assert Certificate.objects.count() == 1
    desk.open("/koordination/beispielort/qualifizierung/")
    assert "ist gelöscht" in desk.press("Zertifikat eintragen", **told, **{"zertifikat-undo": "on"})
    with acting_as(PLANTING):
        assert not Certificate.objects.exists()


def test_wrong_days_and_strangers_get_a_sentence(desk: Visitor, place: Place, plant: Plant) -> None:
    course = plant(a_course)
    stranger = plant(an_account).pk
    told = {"zertifikat-account": place.colleague, "zertifikat-unit": place.units[0].pk, "zertifikat-course": course.pk}
    desk.open("/koordination/beispielort/qualifizierung/")
    assert "liegt in der Zukunft" in desk.press(
        "Zertifikat eintragen", **told, **{"zertifikat-completed_on": TODAY + timedelta(days=1)})
    assert "Bitte wählen Sie den Tag" in desk.press("Zertifikat eintragen", **told, **{"zertifikat-completed_on": ""})
    answer = desk.client.post("/koordination/beispielort/qualifizierung/", {"deed": "zertifikat", **told,
                                                                          "zertifikat-account": stranger})
    assert answer.status_code == 403, "without the page's token"
    with acting_as(PLANTING):
        assert not Certificate.objects.exists()


def test_the_number_of_counsellors_is_entered_and_taken_out(desk: Visitor, place: Place) -> None:
    desk.open("/koordination/beispielort/qualifizierung/")
    large, middle, small = (f"einheiten-unit_{unit.pk}" for unit in place.units)
    desk.press("Anzahl eintragen", **{large: 12, middle: "", small: 5})
    with acting_as(PLANTING):
        assert dict(Staffing.objects.values_list("unit__name", "counsellors")) == {
            "Vermittlung (Beispiel)": 12, "Reha-Team (Beispiel)": 5}


def test_a_date_is_announced_seen_and_cancelled(desk: Visitor, place: Place, plant: Plant) -> None:
    course = plant(a_course)
    desk.open("/koordination/beispielort/qualifizierung/")
    told = {"termin-course": course.pk, "termin-starts_on": LATER, "termin-place": "Volkshaus",
            "termin-how_to_register": "post@example.org"}
    assert "Angekündigt" in desk.press("Ankündigen", **told)
    assert "Volkshaus" in desk.words
    assert "Abgesagt" in desk.press("Absagen")
    with acting_as(PLANTING):
        assert [one.is_cancelled for one in CourseDate.objects.all()] == [True]
    assert "liegt in der Vergangenheit" in desk.press(
        "Ankündigen", **told | {"termin-starts_on": TODAY - timedelta(days=1)})
    assert "Der letzte Tag liegt vor dem ersten" in desk.press(
        "Ankündigen", **told | {"termin-ends_on": LATER - timedelta(days=1)})


def test_a_course_is_described_once(desk: Visitor, place: Place) -> None:
    desk.open("/koordination/beispielort/qualifizierung/")
    told = {"kurs-name": "Gespräche führen", "kurs-length": "long", "kurs-hours": 24, "kurs-valid_months": 24}
    assert "steht jetzt zur Auswahl" in desk.press("Beschreiben", **told)
    assert "gibt es schon" in desk.press("Beschreiben", **told)


def test_a_lands_coordination_reads_and_enters_nothing(place: Place, plant: Plant) -> None:
    plant(lambda: a_membership(an_account("land@example.org"), an_organisation(), Role.LAND_COORDINATION,
                               land=Land.objects.get(name="Thüringen")))
    plant(a_course_date, place.site, LATER)
    visitor = Visitor()
    visitor.sign_in("land@example.org", PASSWORD)
    said = visitor.open("/koordination/beispielort/qualifizierung/")
    assert "trägt die Koordination am Standort ein" in said
    assert not any("deed" in form.fields for form in visitor.forms)


def test_no_page_names_a_counsellor_except_where_a_certificate_is_entered(desk: Visitor, place: Place,
                                                                         plant: Plant) -> None:
    plant(lambda: a_certificate(place.site, place.units[0], valid_until=TODAY + timedelta(days=60),
                                account=an_account("ute@example.org", name="Ute Zaubernuss")))
    for page in ("", "gefragt/", "qualifizierung/", "zahlen/"):
        desk.open(f"/koordination/beispielort/{page}")
        assert "Zaubernuss" not in desk.page
        names = [form for form in desk.forms if "zertifikat-account" in form.fields]
        assert ("Toni Beispiel" in desk.page) == bool(names)
