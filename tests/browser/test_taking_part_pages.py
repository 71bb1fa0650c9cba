"""All of taking part on a phone, in German, Leichte Sprache and Arabic, with scripts and without.

A card is made, places are taken in every way there is, seen in every state, changed, taken along and given back; a
slip is answered. Axe, a script itself, looks where scripts may run; without scripts every form works as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import translation
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser import planted
from tests.browser.conftest import troubles_of
from tests.factories.bookings import a_handed_card
from verzahnt.config.desks import language_at
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import OfferKind

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]
NEUTRAL = ("Karte", "Anmelden", "Rückmeldung")
"""What titles may say: no Jobcenter, no topic, no offer."""
PAPERS = [("bestaetigung", "blatt.pdf"), ("kalender", "termine.ics"), ("termine", "termine.pdf"),
          ("stempelheft", "stempel.pdf"), ("alles", "alles.pdf"), ("daten", "alles.json")]
FOCUSED = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    if (here === document.body) { return null; }
    return {at: [...document.querySelectorAll('*')].indexOf(here), what: here.outerHTML.slice(0, 120),
            seen: style.outlineStyle !== 'none' || style.boxShadow !== 'none'};
}"""


class Guest:
    """Somebody with a phone, who reads one language and looks closely at every page they come to."""

    def __init__(self, page: Page, house: str, prefix: str, *, scripts: bool) -> None:
        self.page, self.house, self.prefix, self.scripts = page, house, prefix, scripts
        self.troubles: list[str] = []
        with translation.override(language_at(f"/{prefix}")):
            self.titles = {f"{translation.gettext(word)} – Verzahnt" for word in NEUTRAL}
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.house}/{self.prefix}{path}")

    def fills(self, **told: str) -> None:
        for name, words in told.items():
            self.page.locator(f"input[name={name}]").fill(words)

    def chooses(self, **told: str) -> None:
        for name, value in told.items():
            self.page.locator(f"input[name={name}][value='{value}']").check()

    def presses(self, form: str) -> None:
        """The button that sends this form."""
        self.form(form).locator("button[type=submit]").last.click()

    def form(self, sign: str) -> Locator:
        return self.page.locator(f"form:has({sign})").first

    def deed(self, name: str) -> None:
        self.page.locator(f"form:has(input[value={name}]) button").first.click()

    def takes(self, what: str) -> Download:
        with self.page.expect_download() as handed:
            self.page.locator(f"button[value={what}]").first.click()
        return handed.value

    def looks(self, what: str) -> None:
        self.troubles += [f"{what}: {one}" for one in troubles_of(self.page, closely=self.scripts)]
        if self.page.title() not in self.titles:
            self.troubles.append(f"{what} has the title {self.page.title()}")

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def is_told(self, field: str) -> None:
        expect(self.page.locator(f"#id_{field}-error")).to_be_visible()

    def tabs_through(self) -> int:
        """Everything one can reach, in the order in which it stands; how much it was."""
        before, reached = -1, 0
        self.page.locator("body").press("Tab")
        while (here := self.page.evaluate(FOCUSED)) is not None and here["at"] > before:
            before, reached = here["at"], reached + 1
            if not here["seen"]:
                self.troubles.append(f"not seen with the focus on it: {here['what']}")
            self.page.keyboard.press("Tab")
        return reached


@pytest.fixture(params=[(prefix, scripts) for prefix in ("", "leicht/", "ar/") for scripts in (True, False)],
                ids=lambda one: f"{one[0] or 'de/'}{'' if one[1] else ' without scripts'}")
def guest(request: pytest.FixtureRequest, beside: None, opened: Opened, house: str) -> Guest:
    prefix, scripts = request.param
    planted.nobody_failed()
    return Guest(opened("/kontakt/", width=320, scripts=scripts), house, prefix, scripts=scripts)


def address_of(run: Run) -> str:
    return f"angebote/{run.offer.slug}/platz/{run.pk}/"


BOOKING = "input[name=formular]"


def test_a_card_is_made_and_places_are_taken_in_every_way_there_is(guest: Guest) -> None:
    guest.opens("karte/neu/")
    guest.looks("a card is offered")
    guest.page.locator("main form button").click()
    guest.looks("a card is made")
    own = guest.page.locator("main .digits").inner_text()
    assert len(re.sub(r"\D", "", own)) == 16
    with guest.page.expect_download() as handed:
        guest.presses("input[name=als]")
    assert handed.value.suggested_filename == "karte.pdf"

    a_handed_card_is_typed_wrong_then_right(guest)
    guest.opens(address_of(planted.a_run(offer={"kind": OfferKind.OPEN_MEETING, "title": "Kaffee und Karten"})))
    guest.looks("one of several dates")
    expect(guest.page.locator("input[name=karte], input[name=email], input[name=telefon]").filter(visible=True)
           ).to_have_count(0)  # the card in use is ticked, and no way of hearing of it
    guest.chooses(wahl="benutzt", weg="email", bedarf="step_free")
    guest.fills(email="see@example.org", wunschname="Ruhiger See")
    guest.presses(BOOKING)
    guest.looks("a date is taken, letters come")
    guest.reads("Ruhiger See")

    guest.opens(address_of(planted.a_run(offer={"traits": ["schnuppern"], "title": "Aufatmen am Fluss"})))
    guest.looks("one may try first")
    guest.page.locator("input[name=termin]").nth(1).check()
    guest.chooses(wahl="benutzt", weg="anruf")
    guest.fills(telefon="03601 5550142")
    guest.presses(BOOKING)
    guest.looks("a taster, with a call")

    guest.opens(address_of(planted.a_full_run(waiting=2)))
    guest.looks("it is full")
    guest.chooses(wahl="benutzt")
    guest.presses(BOOKING)
    guest.looks("in the waiting list")

    guest.opens("karte/")
    assert guest.page.locator("form:has(input[value=absagen])").count() == 4
    guest.looks("four places")
    guest.deed("absagen")
    guest.looks("one given back")
    guest.page.locator("details:has(input[value=loeschen]) summary").click()
    guest.deed("loeschen")
    guest.looks("all deleted")
    assert guest.page.locator("form:has(input[value=absagen])").count() == 0
    guest.page.locator(".leave a").click()
    assert guest.page.context.cookies() == []
    assert guest.troubles == [], "\n".join(guest.troubles)


def a_handed_card_is_typed_wrong_then_right(guest: Guest) -> None:
    card, run = a_handed_card(), planted.a_run(offer={"title": "Kochen mit dem, was da ist"})
    wrong = card.digits[:-1] + str((int(card.digits[-1]) + 1) % 10)
    guest.opens(address_of(run))
    guest.looks("the form")
    guest.chooses(wahl="habe", weg="sms")
    guest.fills(karte=wrong, telefon="12")
    guest.presses(BOOKING)
    guest.is_told("karte")
    guest.is_told("telefon")
    guest.looks("a digit and the telephone are wrong")
    for number in ("", "1234"):
        guest.fills(karte=card.grouped, eigene_zahl=number, telefon="0170 1234567")
        guest.presses(BOOKING)
        guest.is_told("eigene_zahl")
    guest.looks("an own number that is easy to guess")
    guest.fills(eigene_zahl="4827")
    guest.presses(BOOKING)
    guest.looks("a place with a handed card")
    assert "karte" in {one["name"] for one in guest.page.context.cookies()}


def test_what_stands_under_a_card_is_seen_answered_changed_and_taken_along(guest: Guest) -> None:
    held = planted.a_full_card()
    guest.opens("karte/")
    guest.page.locator("details summary").last.click()
    guest.looks("the card is asked for; what if it is lost")
    guest.fills(karte=held.card.digits[:-2])
    guest.presses("input[value=oeffnen]")
    guest.is_told("karte")
    guest.looks("digits are missing")
    guest.fills(karte=held.card.grouped)
    guest.presses("input[value=oeffnen]")
    assert guest.page.locator("main h2.card__title").count() >= 7
    guest.looks("something of everything")
    assert guest.tabs_through() > 20

    guest.page.locator("details:has(button[value=alles]) summary").click()
    for what, name in PAPERS[:1] if guest.prefix else PAPERS:
        assert guest.takes(what).suggested_filename == name

    guest.deed("ja")
    guest.looks("yes to a place that was offered")
    expect(guest.page.locator("form:has(input[value=ja])")).to_have_count(0)
    what_was_told_is_changed(guest)
    a_slip_is_answered(guest, held)

    guest.opens("karte/")
    guest.page.context.clear_cookies()
    guest.deed("absagen")
    guest.looks("the quarter of an hour is over")
    expect(guest.page.locator("input[name=karte]")).to_be_visible()
    assert guest.troubles == [], "\n".join(guest.troubles)


def what_was_told_is_changed(guest: Guest) -> None:
    guest.page.locator(".card", has_text="Kochen").locator("form:has(input[value=aendern]) button").click()
    expect(guest.page.locator("input[name=email]")).to_have_value("see@example.org")
    guest.looks("what was told")
    guest.chooses(weg="anruf")
    guest.presses("input[value=geaendert]")
    guest.is_told("weg")
    guest.looks("an address, and a call wished for")
    guest.fills(email="", telefon="03601 5550142", wunschname="Heller Morgen")
    guest.page.locator("input[name=stempel]").check()
    guest.presses("input[value=geaendert]")
    guest.looks("told anew")
    guest.reads("Heller Morgen")


def a_slip_is_answered(guest: Guest, held: planted.FullCard) -> None:
    """From under the card by its link, which a script types in; then as printed digits, every way they may be wrong."""
    if guest.scripts:
        guest.page.locator("a[href*='rueckmeldung/#']").click()
        expect(guest.page.locator("input[name=ziffern]")).not_to_have_value("")
        assert guest.page.url.endswith("/rueckmeldung/")
    for digits, what in ((held.slip[:-4], "digits are missing"), (held.too_early, "too early"), (held.slip, ""),
                         (held.slip, "answered already")):
        guest.opens("rueckmeldung/")
        guest.fills(ziffern=digits)
        if what == "digits are missing":
            guest.looks("five questions")
            assert guest.tabs_through() > 8
            guest.presses("input[name=ziffern]")
            guest.is_told("ziffern")
            guest.looks(what)
        guest.page.locator("fieldset.faces input").nth(0).check()
        guest.page.locator("fieldset.faces input").nth(4).check()
        guest.presses("input[name=ziffern]")
        guest.looks(what or "thanks")
        expect(guest.page.locator("input[name=ziffern]")).to_have_count(1 if what else 0)


def test_a_code_that_was_scanned_leaves_the_address_at_once(opened: Opened, house: str) -> None:
    page = opened("/karte/#3041592653589793", width=320)
    expect(page.locator("input[name=karte]")).to_have_value("3041 5926 5358 9793")
    assert page.url == f"{house}/karte/"
    page.goto(f"{house}/rueckmeldung/#00000010000000112345")
    expect(page.locator("input[name=ziffern]")).to_have_value("0000 0010 0000 0011 2345")
    assert page.url == f"{house}/rueckmeldung/"
