"""The walk as a person clicks it, in Chromium: once on a telephone with scripts, once without any script.

At a real place and in the Musterkreis: an offer described, agreed to, planned, found beside a person, handed over,
booked, seen, given back, and the list of those who came. Every page on the way is looked at by axe, on the telephone:
axe is a script itself. Letters and nights are the story's (`tests/stories/test_the_walk.py`); here is what hands and
eyes do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in, troubles_of
from verzahnt.content.demo import PASSWORD

pytestmark = pytest.mark.browser
OWN_NUMBER = "4827"
_numbers = count(1)


@dataclass(frozen=True)
class There:
    site: str
    name: str
    postal_code: str
    mailbox: str


PLACES = [There("unstrut-hainich-kreis", "Unstrut-Hainich-Kreis", "99974", "unstrut-hainich"),
          There("musterkreis", "Musterkreis", "00901", "musterkreis")]


class Walker:
    """Opens pages for everybody on the walk, each in a browser of their own; looks at each page they arrive at."""

    def __init__(self, opened: Callable[..., Page], house: str, *, scripts: bool) -> None:
        self.opened, self.house, self.scripts = opened, house, scripts
        self.troubles: list[str] = []
        self.looked_at: set[str] = set()

    def browser(self, path: str) -> Page:
        page = self.opened(path, width=360, scripts=self.scripts)
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        return page

    def staff(self, mailbox: str) -> Page:
        page = self.browser("/konto/anmelden/")
        sign_in(page, self.house, f"{mailbox}@example.org", PASSWORD)
        page.wait_for_load_state()
        assert "/anmelden/" not in page.url, page.inner_text("main")
        return page

    def look(self, page: Page) -> None:
        """Nobody is shut out here, and nothing runs over the edge."""
        self.looked_at.add(page.url)
        self.troubles += [f"{page.url}: {one}" for one in troubles_of(page, closely=self.scripts)]


@pytest.mark.parametrize("scripts", [True, False], ids=["telephone", "without scripts"])
@pytest.mark.parametrize("place", PLACES, ids=lambda there: there.site)
def test_the_walk_clicked(opened: Callable[..., Page], house: str, place: There, scripts: bool) -> None:
    walker = Walker(opened, house, scripts=scripts)
    title = f"Sanft in den Tag {next(_numbers)}"
    provider = walker.staff(f"anbieter-{place.mailbox}")
    an_offer_is_described(walker, provider, place, title)
    the_site_says_yes(walker, place, title)
    planned = dates_are_planned(walker, provider)
    digits = a_hand_out_is_made(walker, place, title)
    a_place_is_taken_and_given_back(walker, place, title, digits)
    the_list_is_opened(walker, provider, planned, title)
    the_public_reads_of_it(walker, place)
    assert walker.troubles == [], "\n".join(walker.troubles)
    assert len(walker.looked_at) >= 12


def an_offer_is_described(walker: Walker, page: Page, place: There, title: str) -> None:
    """On one page, from the first click of the desk on."""
    page.goto(f"{walker.house}/anbieter/")
    walker.look(page)
    page.get_by_role("link", name="Angebot beschreiben").first.click()
    page.get_by_label("Wie heißt Ihr Angebot?").fill(title)
    page.get_by_label("Was passiert da?").fill("Wir dehnen uns und atmen durch. Sie brauchen keine Vorkenntnisse.")
    page.get_by_label("Stress- und Ressourcenmanagement").check()
    site = page.get_by_label("Zu welchem Standort gehört es?")
    site.select_option(site.locator("option", has_text=place.name).first.get_attribute("value"))
    page.get_by_label("Unter welcher Nummer").fill("0361 5550123")
    page.get_by_label("Wir sagen dem Jobcenter nicht, wer kommt.").check()
    walker.look(page)
    page.get_by_role("button", name="Speichern und einreichen").click()
    expect(page.get_by_text("Eingereicht. Jetzt liest der Standort Ihr Angebot.")).to_be_visible()
    walker.look(page)


def the_site_says_yes(walker: Walker, place: There, title: str) -> None:
    page = walker.staff(f"koordination-{place.mailbox}")
    page.goto(f"{walker.house}/koordination/{place.site}/")
    walker.look(page)
    page.get_by_role("link", name=f"Zustimmen: {title}").first.click()
    walker.look(page)
    page.get_by_role("button", name="Ja, zustimmen").click()
    expect(page.get_by_text("Danke. Das Angebot ist veröffentlicht.")).to_be_visible()
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_text("Von der Idee bis zur Seite: 0 Tage.")).to_be_visible()


def dates_are_planned(walker: Walker, page: Page) -> str:
    """With scripts the dates appear while one types; without, at a button. The address of the run's list."""
    page.reload()
    page.get_by_role("link", name="Durchgang anlegen").first.click()
    first = date.today() + timedelta(days=9)
    page.get_by_label("Wann ist der erste Termin?").fill(first.isoformat())
    page.get_by_label("Wie oft?", exact=True).fill("3")
    page.get_by_label("Wie viele Plätze gibt es?").fill("5")
    page.get_by_label("nicht an Feiertagen").uncheck()
    if not walker.scripts:
        page.get_by_role("button", name="Termine ansehen").click()
    expect(page.get_by_text("3-mal")).to_be_visible()
    walker.look(page)
    page.get_by_role("button", name="Durchgang anlegen").click()
    expect(page.get_by_text("Der Durchgang ist angelegt.")).to_be_visible()
    walker.look(page)
    return page.url


def a_hand_out_is_made(walker: Walker, place: There, title: str) -> str:
    """Beside a person, without signing in. The digits stand on the paper alone."""
    page = walker.browser("/beratung/")
    walker.look(page)
    page.get_by_label("Postleitzahl oder Ort").fill(place.postal_code)
    page.get_by_label("Stichwort").fill(title)
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("button", name=re.compile(rf"Auf den Handzettel\s*: {title}")).click()
    walker.look(page)
    page.get_by_role("button", name="Als PDF").click()
    expect(page.get_by_role("heading", name="Der Handzettel ist fertig")).to_be_visible()
    walker.look(page)
    assert page.context.cookies() == []
    page.emulate_media(media="print")
    decide = page.get_by_text("Sie entscheiden. Wir sagen niemandem, ob Sie hingehen.").filter(visible=True)
    expect(decide.first).to_be_visible()  # on the paper; the view for a telephone is not printed
    digits = re.sub(r"\D", "", page.locator(".handout__digits.only-print").inner_text())
    assert len(digits) == 16
    return digits


def a_place_is_taken_and_given_back(walker: Walker, place: There, title: str, digits: str) -> None:
    """The paper in hand, at the portal; seen again at another browser, one place given back, another kept."""
    page = walker.browser("/")
    walker.look(page)
    page.locator("input[name=ort]").fill(place.postal_code)
    page.get_by_role("button", name="Suchen").click()
    walker.look(page)
    page.get_by_role("link", name=title).first.click()
    walker.look(page)
    page.get_by_role("link", name="Platz nehmen").first.click()
    walker.look(page)
    page.get_by_label("Ich habe eine Karte", exact=True).check()
    page.get_by_label("Die 16 Ziffern auf Ihrer Karte").fill(digits)
    page.get_by_label("Ihre eigene Zahl").fill(OWN_NUMBER)
    page.get_by_label("Wie sollen wir Sie nennen?").fill("Ruhiger See")
    page.get_by_role("button", name="Platz nehmen").click()
    expect(page.get_by_role("heading", name="Sie sind dabei")).to_be_visible()
    walker.look(page)

    again = walker.browser("/karte/")
    walker.look(again)
    again.get_by_label("Die 16 Ziffern auf Ihrer Karte").fill(digits)
    again.get_by_label("Ihre eigene Zahl").fill(OWN_NUMBER)
    again.get_by_role("button", name="Meine Plätze zeigen").click()
    expect(again.get_by_text("Sie haben einen Platz.")).to_be_visible()
    walker.look(again)
    again.get_by_role("button", name="Platz zurückgeben").click()
    expect(again.get_by_text("Sie haben Ihren Platz zurückgegeben.")).to_be_visible()

    page.goto(f"{walker.house}/angebote/?ort={place.postal_code}")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="Platz nehmen").first.click()
    page.get_by_label("Die Karte, die ich gerade benutze").check()
    page.get_by_label("Wie sollen wir Sie nennen?").fill("Stiller Hafen")
    page.get_by_role("button", name="Platz nehmen").click()
    expect(page.get_by_role("heading", name="Sie sind dabei")).to_be_visible()


def the_list_is_opened(walker: Walker, page: Page, planned: str, title: str) -> None:
    """Who kept the place stands on it, and whoever looked as well; somebody who called is entered."""
    page.goto(planned)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("Stiller Hafen")).to_be_visible()
    assert page.get_by_text("Ruhiger See").count() == 0
    expect(page.get_by_text("Wer diese Liste angesehen hat")).to_be_visible()
    page.get_by_text("Jemanden eintragen, der angerufen hat").click()
    page.get_by_label("Unter welchem Namen?").fill("Frische Brise")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("Eingetragen. Die Person hat einen Platz.")).to_be_visible()
    expect(page.get_by_text("Frische Brise", exact=True)).to_be_visible()
    walker.look(page)


def the_public_reads_of_it(walker: Walker, place: There) -> None:
    page = walker.browser("/programm/")
    expect(page.get_by_text(place.name).first).to_be_attached()
    page.goto(f"{walker.house}/standorte/{place.site}/")
    walker.look(page)
