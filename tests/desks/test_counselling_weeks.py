"""Weekly numbers: who may enter which, when; and that the rest of the desk stays without session and cookie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import PASSWORD, a_jobcenter, a_membership, a_site, an_account, an_organisation
from tests.factories.training import a_course_date, a_unit
from tests.stories.visitor import Visitor
from verzahnt.kit.roles import acting_as
from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.conversations.rules import A_WEEK, monday_of
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
WEEK = monday_of(timezone.localdate())


@dataclass
class House:
    """A site with an office, a large unit, a middle one, a small one; a counsellor in each of the first two."""

    site: Site
    large: Organisation
    middle: Organisation
    small: Organisation


@pytest.fixture
def house(plant: Plant) -> House:
    def make() -> House:
        office = a_jobcenter(name="Jobcenter Beispiel")
        site = a_site(office=office, name="Beispielort")
        units = [a_unit(site, number, name=name) for number, name in
                 ((9, "Vermittlung (Beispiel)"), (6, "Fallmanagement (Beispiel)"), (3, "Reha-Team (Beispiel)"))]
        for mailbox, unit in (("gross@example.org", units[0]), ("mittel@example.org", units[1]),
                              ("klein@example.org", units[2]), ("amt@example.org", office)):
            a_membership(an_account(mailbox), unit, Role.COUNSELLOR, site=site)
        return House(site, *units)
    return plant(make)


def signed_in(mailbox: str) -> Visitor:
    visitor = Visitor()
    visitor.sign_in(mailbox, PASSWORD)
    visitor.open("/beratung/wochenzahlen/")
    return visitor


def entered() -> list[tuple[str, int, int, dict[str, int]]]:
    with acting_as(PLANTING):
        return [(row.unit.name, row.conversations, row.handouts, row.missing)
                for row in WeeklyNumbers.objects.select_related("unit").order_by("unit__name")]


def test_a_unit_enters_its_week_and_corrects_it(house: House) -> None:
    counsellor = signed_in("gross@example.org")
    said = counsellor.press("Eintragen", conversations=14, handouts=9, fehlte_stress=3)
    assert "Danke. Die Zahlen für die Woche" in said
    assert entered() == [("Vermittlung (Beispiel)", 14, 9, {"stress": 3})]
    assert "Entspannen (3)" in said

    counsellor.press("Ändern", conversations=15, fehlte_stress="", fehlte_bewegung=1)
    assert entered() == [("Vermittlung (Beispiel)", 15, 9, {"bewegung": 1})]


def test_a_small_unit_is_told_with_whom_it_reports_and_both_write_the_same_row(house: House) -> None:
    small, middle = signed_in("klein@example.org"), signed_in("mittel@example.org")
    for visitor in (small, middle):
        assert "Diese Einheiten berichten zusammen" in visitor.words
        assert "Fallmanagement (Beispiel) und Reha-Team (Beispiel)" in visitor.words
    middle.press("Eintragen", conversations=10, handouts=4)
    said = small.press("Eintragen", conversations=2, handouts=1)
    assert "Inzwischen hat jemand für diese Woche 10 Gespräche und 4 Handzettel eingetragen." in said
    small.press("Ändern", conversations=12, handouts=5)
    assert entered() == [("Fallmanagement (Beispiel)", 12, 5, {})]


def test_the_same_numbers_sent_twice_are_one_report(house: House) -> None:
    first, second = signed_in("gross@example.org"), signed_in("gross@example.org")
    for visitor in (first, second):
        assert "Danke" in visitor.press("Eintragen", conversations=10, handouts=4)
    assert entered() == [("Vermittlung (Beispiel)", 10, 4, {})]


def test_who_works_for_the_whole_office_chooses_the_unit(house: House) -> None:
    office = signed_in("amt@example.org")
    office.follow("Fallmanagement (Beispiel)")
    office.press("Eintragen", conversations=5, handouts=5)
    assert [name for name, *_numbers in entered()] == ["Fallmanagement (Beispiel)"]


def test_somebody_of_another_unit_is_not_offered_this_one(house: House) -> None:
    visitor = signed_in("gross@example.org")
    visitor.open(f"/beratung/wochenzahlen/?einheit={house.middle.pk}")
    assert "Fallmanagement" not in visitor.words
    visitor.press("Eintragen", conversations=5, handouts=5)
    assert [name for name, *_numbers in entered()] == ["Vermittlung (Beispiel)"]


def test_where_fewer_than_five_work_nobody_reports(plant: Plant) -> None:
    def make() -> None:
        site = a_site(office=a_jobcenter())
        a_membership(an_account("klein@example.org"), a_unit(site, 4), Role.COUNSELLOR, site=site)
    plant(make)
    visitor = signed_in("klein@example.org")
    assert "wo wenigstens fünf Fachkräfte zusammen berichten" in visitor.words
    assert not any("conversations" in form.fields for form in visitor.forms)


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"conversations": "1000"}, "eine ganze Zahl von 0 bis 999"),
    ({"conversations": "-1"}, "eine ganze Zahl von 0 bis 999"),
    ({"handouts": "viele"}, "eine ganze Zahl von 0 bis 999"),
    ({"fehlte_stress": "100"}, "eine ganze Zahl von 0 bis 99"),
    ({"handouts": ""}, "Hier fehlt noch etwas"),
])
def test_a_number_that_cannot_be_gets_a_sentence_and_the_rest_stays(house: House, typed: dict[str, str],
                                                                    sentence: str) -> None:
    visitor = signed_in("gross@example.org")
    said = visitor.press("Eintragen", **{"conversations": "14", "handouts": "9", "fehlte_bewegung": "2", **typed})
    assert sentence in said
    [form] = [form for form in visitor.forms if "conversations" in form.fields]
    assert form.fields["fehlte_bewegung"].values == ["2"]
    assert entered() == []


def test_last_week_is_still_open_and_the_one_before_is_not(house: House, plant: Plant) -> None:
    visitor = signed_in("gross@example.org")
    visitor.follow("Letzte Woche")
    visitor.press("Eintragen", conversations=7, handouts=7)
    with acting_as(PLANTING):
        assert WeeklyNumbers.objects.get().week == WEEK - A_WEEK
    visitor.open(f"/beratung/wochenzahlen/?woche={(WEEK - 2 * A_WEEK).isoformat()}")
    assert "Eintragen" in visitor.page, "it is this week that is offered instead"


def test_the_next_trainings_stand_beside_it(house: House, plant: Plant) -> None:
    plant(a_course_date, house.site, timezone.localdate() + timedelta(days=12))
    assert "Amtsstraße 1, Beispielstadt" in signed_in("gross@example.org").words


# The desk's door

def test_the_open_pages_of_the_desk_have_no_session_and_set_no_cookie(client: Client, house: House) -> None:
    for address in ("/beratung/", "/beratung/leitfaden/", "/beratung/?kreis=16064"):
        answer = client.get(address)
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert not hasattr(answer.wsgi_request, "session")


def test_who_is_signed_in_stays_unknown_to_the_open_pages(house: House) -> None:
    visitor = signed_in("gross@example.org")
    assert "Kim Beispiel" in visitor.words
    assert "Kim Beispiel" not in visitor.open("/beratung/")
    assert not hasattr(visitor.answer.wsgi_request, "session")


def test_the_weekly_page_asks_to_sign_in_and_others_may_not_enter(client: Client, house: House, plant: Plant) -> None:
    assert client.get("/beratung/wochenzahlen/").headers["Location"].startswith("/konto/anmelden/?next=/beratung/woch")
    plant(lambda: a_membership(an_account("verein@example.org"), an_organisation(), Role.PROVIDER))
    visitor = Visitor()
    visitor.sign_in("verein@example.org", PASSWORD)
    assert visitor.client.get("/beratung/wochenzahlen/").status_code in (302, 403)
    assert visitor.client.post("/beratung/wochenzahlen/", {"conversations": 1, "handouts": 1}).status_code in (302, 403)
    assert entered() == []
