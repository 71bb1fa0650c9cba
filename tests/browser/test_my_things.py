"""A place taken, seen, changed, taken along and given back: on a phone, in three languages, with scripts and without.

Axe is a script itself, so it looks where scripts may run.
"""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OFFER = "angebote/gemeinsam-gehen-unstrut-hainich-kreis/"
Opened = Callable[..., Page]


def looked_at(page: Page, what: str, *, scripts: bool) -> None:
    """Nobody is shut out of it, nothing overflows, and the title tells nobody anything."""
    if scripts:
        found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
        assert [f"{one['id']} ({one['nodes'][0]['target'][0]})" for one in found] == [], what
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1, what
    assert "Jobcenter" not in page.title()


@pytest.mark.parametrize("scripts", [False, True])
@pytest.mark.parametrize("prefix", ["", "leicht/", "ar/"])
def test_a_place_is_taken_changed_and_given_back(opened: Opened, house: str, prefix: str, scripts: bool) -> None:
    page = opened(f"/{prefix}{OFFER}", width=320, scripts=scripts)
    page.locator("a[href*='/platz/']").first.click()
    looked_at(page, "the form", scripts=scripts)
    page.locator("input[name=wahl][value=neu]").check()
    page.locator("input[name=weg][value=sms]").check()
    page.locator("input[name=telefon]").fill("12")
    page.locator("form:has(input[name=formular]) button[type=submit]").click()
    looked_at(page, "the form with a sentence", scripts=scripts)
    expect(page.locator("#id_telefon-error")).to_be_visible()
    page.locator("input[name=telefon]").fill("0170 1234567")
    page.locator("form:has(input[name=formular]) button[type=submit]").click()
    looked_at(page, "the place taken", scripts=scripts)
    page.goto(f"{house}/{prefix}karte/")
    looked_at(page, "my things", scripts=scripts)

    with page.expect_download() as handed:
        page.locator("button[value=stempelheft]").click()
    assert handed.value.suggested_filename == "stempel.pdf"
    page.locator("form:has(input[value=aendern]) button").click()
    looked_at(page, "what was told", scripts=scripts)
    expect(page.locator("input[name=telefon]")).to_have_value("01701234567")
    page.locator("input[name=weg][value=keiner]").check()
    page.locator("input[name=wunschname]").fill("Ruhiger See")
    page.locator("form:has(input[value=geaendert]) button").click()
    expect(page.locator("main")).to_contain_text("Ruhiger See")
    page.locator("form:has(input[value=absagen]) button").click()
    expect(page.locator("main")).not_to_contain_text("Ruhiger See")
    looked_at(page, "nothing left", scripts=scripts)
    page.locator(".leave a").click()
    assert page.context.cookies() == []


def test_a_code_that_was_scanned_leaves_the_address_at_once(opened: Opened, house: str) -> None:
    page = opened("/karte/#3041592653589793", width=320)
    expect(page.locator("input[name=karte]")).to_have_value("3041 5926 5358 9793")
    assert page.url == f"{house}/karte/"
