"""The provider's side of taking part on a phone: today, lists, callers, dates, messages, seats, slips, a leader's link.

German alone, with scripts (axe is one) and without: then every page fits and every form works as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import planted
from tests.browser.conftest import sign_in, troubles_of
from tests.factories import people

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]


class Provider:
    """Somebody of a club, who looks closely at every page they come to."""

    def __init__(self, page: Page, house: str, desk: planted.Desk, *, scripts: bool) -> None:
        self.page, self.house, self.desk, self.scripts = page, house, desk, scripts
        self.troubles: list[str] = []
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))

    def opens(self, more: str) -> None:
        self.page.goto(f"{self.house}/anbieter/{more}")

    def opens_list(self, more: str = "") -> None:
        self.opens(f"durchgaenge/{self.desk.run.pk}/{more}")

    def presses(self, words: str) -> None:
        self.page.get_by_role("button", name=re.compile(words)).first.click()

    def looks(self, what: str) -> None:
        self.troubles += [f"{what}: {one}" for one in troubles_of(self.page, closely=self.scripts)]
        if "Jobcenter" in self.page.title():
            self.troubles.append(f"{what} has the title {self.page.title()}")

    def reads(self, words: str) -> None:
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible()


@pytest.fixture(params=[True, False], ids=["scripts", "without scripts"])
def provider(request: pytest.FixtureRequest, beside: None, opened: Opened, house: str) -> Provider:
    desk = planted.a_desk()
    page = opened("/konto/anmelden/", width=320, scripts=request.param)
    sign_in(page, house, desk.account.email, people.PASSWORD)
    page.wait_for_load_state()
    return Provider(page, house, desk, scripts=request.param)


def test_lists_and_callers_on_a_phone(provider: Provider) -> None:
    provider.opens("")
    provider.looks("today")
    provider.page.get_by_role("link", name="Liste öffnen").click()
    provider.looks("the list")
    provider.presses("war da Blaue Wolke")
    expect(provider.page.get_by_role("button", name="war da Blaue Wolke")).to_have_attribute("aria-pressed", "true")
    provider.presses("noch ein Gast")
    expect(provider.page.locator("[data-guests]")).to_have_text("1")

    provider.page.get_by_role("link", name="Jemanden eintragen, der angerufen hat").click()
    provider.looks("somebody calls")
    provider.presses("Eintragen")
    provider.looks("nobody's name")
    provider.page.get_by_label("Unter welchem Namen?").fill("Frische Brise")
    provider.presses("Eintragen")
    provider.reads("Alle Plätze sind vergeben. Die Person steht jetzt auf der Warteliste.")
    provider.looks("entered, and waits")
    provider.presses("Hat am Telefon zugesagt")
    provider.looks("told on the telephone")

    provider.opens_list(f"person/{provider.desk.caller.pk}/")
    provider.looks("what a caller told")
    provider.page.get_by_label("zurückrufen").fill("keine")
    provider.presses("Speichern")
    provider.looks("no number")
    provider.opens_list(f"person/{provider.desk.caller.pk}/stempel/")
    provider.looks("a caller's stamps")
    provider.opens_list()
    provider.page.get_by_role("link", name="Plätze ändern").click()
    provider.looks("the seats")
    provider.page.get_by_label("Plätze", exact=True).fill("1")
    provider.presses("Ändern")
    provider.looks("fewer seats than taken")
    provider.opens(f"durchgaenge/{provider.desk.over.pk}/")
    provider.looks("a closed list")
    assert provider.troubles == [], "\n".join(provider.troubles)


def test_dates_messages_slips_and_links_on_a_phone(provider: Provider) -> None:
    provider.opens_list("aendern/")
    provider.looks("the dates")
    provider.page.get_by_role("link", name="Verschieben").first.click()
    provider.looks("one date to move")
    provider.presses("Verschieben")
    provider.looks("the same time again")
    provider.opens_list("aendern/")
    provider.page.get_by_role("button", name="Absagen").first.click()
    provider.looks("sure to call it off")
    provider.presses("Ja, absagen")
    provider.looks("called off")

    provider.opens_list("mitteilen/")
    provider.looks("a message to all")
    provider.presses("Allen mitteilen")
    provider.looks("a message of nothing")
    provider.page.get_by_label("Bitte bringen Sie mit").check()
    provider.page.get_by_label("Was steht in der Lücke?").fill("ein Handtuch")
    provider.presses("Allen mitteilen")
    provider.looks("told")

    provider.opens_list("rueckmeldung/")
    provider.looks("slips")
    provider.page.get_by_label("Wie viele Zettel?").fill("900")
    provider.presses("Zettel machen")
    provider.looks("too many slips")
    provider.opens_list("leitung/")
    provider.looks("links")
    provider.presses("Zurückziehen")
    provider.looks("no link")
    provider.page.goto(provider.house + provider.desk.link)
    provider.looks("a link that was taken back")
    assert provider.troubles == [], "\n".join(provider.troubles)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_leaders_link_on_a_phone(beside: None, opened: Opened, house: str, scripts: bool) -> None:
    desk = planted.a_desk()
    leader = Provider(opened(desk.link, width=320, scripts=scripts), house, desk, scripts=scripts)
    leader.looks("a leader's list")
    leader.presses("war da Blaue Wolke")
    expect(leader.page.get_by_role("button", name="war da Blaue Wolke")).to_have_attribute("aria-pressed", "true")
    assert leader.page.get_by_text("03601 5550142").count() == 0
    assert leader.troubles == [], "\n".join(leader.troubles)
