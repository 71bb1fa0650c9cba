"""Taps on a telephone whose net comes and goes: nothing is lost, nothing counts twice, the page says how it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from playwright.sync_api import Page, Route, expect

from tests.browser import planted
from tests.browser.conftest import sign_in, troubles_of
from tests.factories import bookings as of_bookings
from tests.factories import people
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance.models import Guests, Mark
from verzahnt.programme.bookings import actions_telephone
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.browser
ALIASES = ("Ahorn", "Birke", "Linde")


class Leader:
    """Somebody in a gym, with the list of today's date on a telephone."""

    def __init__(self, page: Page, run: Run, email: str) -> None:
        self.page, self.run, self.email = page, run, email

    def tap(self, alias: str) -> None:
        self.page.get_by_role("button", name=re.compile(f"war da {alias}")).click()

    def pressed(self, alias: str, is_pressed: bool = True) -> None:
        button = self.page.get_by_role("button", name=re.compile(f"war da {alias}"))
        expect(button).to_have_attribute("aria-pressed", "true" if is_pressed else "false")

    def says(self, words: str) -> None:
        expect(self.page.locator("#unsaved")).to_contain_text(words, timeout=30_000)

    def came(self) -> int:
        """How many marks are saved."""
        with transaction.atomic(), acting_as(PLANTING):
            return Mark.objects.filter(run=self.run.pk).count()

    def guests(self) -> int:
        with transaction.atomic(), acting_as(PLANTING):
            return sum(Guests.objects.filter(run=self.run.pk).values_list("number", flat=True))


@pytest.fixture
def leader(beside: None, house: str, opened: Callable[..., Page], request: pytest.FixtureRequest) -> Leader:
    return _leader(house, opened, scripts=getattr(request, "param", True))


def test_without_a_net_taps_stay_on_the_page_and_are_saved_once_it_is_back(leader: Leader) -> None:
    leader.page.context.set_offline(True)
    for alias in ALIASES:
        leader.tap(alias)
    leader.says("3 noch nicht gespeichert.")
    leader.says("Keine Verbindung.")
    for alias in ALIASES:
        leader.pressed(alias)
    assert leader.came() == 0
    assert leader.page.evaluate("window.localStorage.length + window.sessionStorage.length") == 0
    leader.page.context.set_offline(False)
    leader.says("Alles gespeichert.")
    assert leader.came() == 3
    leader.page.reload()
    for alias in ALIASES:
        leader.pressed(alias)


def test_who_leaves_before_all_is_saved_is_asked_first(leader: Leader) -> None:
    leader.page.context.set_offline(True)
    leader.tap("Linde")
    leader.says("1 noch nicht gespeichert.")
    asked: list[str] = []
    leader.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    leader.page.evaluate("window.location.assign('/anbieter/')")
    leader.page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    leader.page.context.set_offline(False)
    leader.says("Alles gespeichert.")


def test_who_reloads_all_the_same_sees_what_is_saved_and_taps_again(leader: Leader) -> None:
    asked: list[str] = []
    leader.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    leader.page.route("**/da/", lambda route: route.abort())
    leader.tap("Linde")
    leader.says("1 noch nicht gespeichert.")
    leader.page.reload()
    assert asked == ["beforeunload"]
    leader.pressed("Linde", is_pressed=False)
    leader.page.unroute("**/da/")
    leader.tap("Linde")
    leader.says("Alles gespeichert.")
    assert leader.came() == 1


def test_a_leaders_link_keeps_taps_as_a_signed_in_list_does(beside: None, opened: Callable[..., Page]) -> None:
    desk = planted.a_desk()
    leader = Leader(opened(desk.link, width=320), desk.run, "")
    before = leader.came()
    leader.page.context.set_offline(True)
    leader.tap("Blaue Wolke")
    leader.says("1 noch nicht gespeichert. Keine Verbindung.")
    leader.page.context.set_offline(False)
    leader.says("Alles gespeichert.")
    slow(leader.page)
    for alias in ("Kleiner Berg", "Blaue Wolke", "Blaue Wolke"):
        leader.tap(alias)
    leader.says("noch nicht gespeichert.")
    leader.says("Alles gespeichert.")
    assert leader.came() == before + 2


def test_an_answer_that_gets_lost_counts_nobody_twice(leader: Leader) -> None:
    """The tap arrives and its answer does not: the page sends it again."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route.request.post_data or "")
        if len(lost) == 1:
            route.abort()
        else:
            route.continue_()

    leader.page.route("**/gaeste/", lose)
    leader.page.get_by_role("button", name=re.compile("noch ein Gast")).click()
    leader.says("1 noch nicht gespeichert.")
    leader.page.get_by_role("button", name="Jetzt speichern").click()
    leader.says("Alles gespeichert.")
    assert (len(lost), len(set(lost)), leader.guests()) == (2, 1, 1)
    expect(leader.page.locator("[data-guests]")).to_have_text("1")


def test_on_a_slow_net_tapping_on_and_off_ends_as_it_was_tapped(leader: Leader) -> None:
    slow(leader.page)
    for alias in ("Linde", "Ahorn", "Linde", "Birke", "Birke", "Birke"):
        leader.tap(alias)
    leader.says("noch nicht gespeichert.")
    leader.says("Alles gespeichert.")
    leader.page.reload()
    leader.pressed("Linde", is_pressed=False)
    leader.pressed("Ahorn")
    leader.pressed("Birke")
    assert leader.came() == 2


def test_what_can_not_be_saved_is_said_beside_the_tap_and_taken_back(leader: Leader) -> None:
    with transaction.atomic(), acting_as(PLANTING):
        leader.run.places.all().delete()
    leader.tap("Linde")
    expect(leader.page.locator(".mark__no", has_text="Diesen Platz gibt es nicht mehr.")).to_be_visible()
    leader.pressed("Linde", is_pressed=False)
    leader.says("Alles gespeichert.")


def test_who_was_signed_out_signs_in_beside_and_the_page_saves_what_waits(leader: Leader, house: str) -> None:
    leader.page.context.clear_cookies()
    leader.tap("Linde")
    leader.says("Ihre Anmeldung ist abgelaufen.")
    beside = leader.page.context.new_page()
    sign_in(beside, house, leader.email, people.PASSWORD)
    beside.wait_for_load_state()
    leader.page.get_by_role("button", name="Jetzt speichern").click()
    leader.says("Alles gespeichert.")
    assert leader.came() == 1


@pytest.mark.parametrize("leader", [False], indirect=True)
def test_without_scripts_each_tap_is_a_form(leader: Leader) -> None:
    leader.tap("Linde")
    leader.pressed("Linde")
    leader.page.get_by_role("button", name=re.compile("noch ein Gast")).click()
    expect(leader.page.locator("[data-guests]")).to_have_text("1")
    assert (leader.came(), leader.guests()) == (1, 1)


def test_the_page_is_good_to_read_with_taps_waiting_and_without(leader: Leader) -> None:
    for offline in (False, True):
        leader.page.context.set_offline(offline)
        if offline:
            leader.tap("Linde")
            leader.says("1 noch nicht gespeichert.")
        assert troubles_of(leader.page) == []
    leader.page.context.set_offline(False)
    leader.says("Alles gespeichert.")


def slow(page: Page) -> None:
    """From here on, a net as in a gym with thick walls."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 400, "downloadThroughput": 4000, "uploadThroughput": 4000})


def _leader(house: str, opened: Callable[..., Page], *, scripts: bool) -> Leader:
    with transaction.atomic(), acting_as(PLANTING):
        club = people.an_organisation()
        account = people.an_account(f"halle-{club.pk}@example.org", name="Leo Leitung")
        people.a_membership(account, club, Role.LEADER)
        run = of_bookings.a_run(provider=club, starts_on=date.today(), seats=9)
    actor = of_bookings.a_leader_of(run)
    with transaction.atomic(), as_desk("providers", actor):
        for alias in ALIASES:
            actions_telephone.book_by_telephone(run.pk, wishes=Wishes(alias), actor=actor, at=of_bookings.NOON,
                                                on=date.today())
    page = opened("/konto/anmelden/", width=320, scripts=scripts)
    page.set_default_timeout(15000)
    sign_in(page, house, account.email, people.PASSWORD)
    page.wait_for_load_state()
    page.goto(f"{house}/anbieter/durchgaenge/{run.pk}/")
    return Leader(page, run, account.email)
