"""Beside a person, with four minutes: from the field to the paper by keyboard, in four steps; the screen turned."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import troubles_of
from verzahnt.desks.parts import languages
from verzahnt.programme.conversations.guide import STEPS

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]
PRINTS = "window.print = () => { document.documentElement.setAttribute('data-printed', 'yes'); };"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.name || ''"))


def tab_to(page: Page, words: str) -> int:
    """Press Tab until the focus is on it; how often that was."""
    for presses in range(1, 40):
        page.keyboard.press("Tab")
        if words in focused(page):
            return presses
    raise AssertionError(f"„{words}“ is not reached with Tab")


def is_seen(page: Page) -> bool:
    """Whether the focus shows: an outline or a shadow around it."""
    return bool(page.evaluate(
        "(() => { const style = getComputedStyle(document.activeElement);"
        " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; })()"))


def test_from_opening_to_the_printed_sheet_in_four_steps_by_keyboard(opened: Opened) -> None:
    page = opened("/beratung/")
    page.context.add_init_script(PRINTS)
    steps = 0

    assert focused(page) == "ort", "one may type at once"
    page.keyboard.type("99974")
    page.keyboard.press("Enter")
    steps += 1
    expect(page.get_by_role("heading", name=re.compile("rund um 99974"))).to_be_visible()

    tab_to(page, "Auf den Handzettel")
    assert is_seen(page)
    page.keyboard.press("Enter")
    steps += 1
    page.wait_for_url(re.compile("wahl="))

    assert tab_to(page, "Weiter zum Drucken") <= 4, "right beside the button just pressed"
    page.keyboard.press("Enter")
    tab_to(page, "Drucken")
    assert is_seen(page)
    page.keyboard.press("Enter")
    steps += 1
    expect(page.get_by_role("heading", name="Der Handzettel ist fertig")).to_be_visible()
    page.wait_for_selector("html[data-printed=yes]", state="attached")
    steps += 1  # the browser's own question for the printer, which has asked by now
    assert steps <= 4
    assert page.context.cookies() == []


def test_with_a_bookmark_a_choice_and_a_click_are_enough(opened: Opened) -> None:
    page = opened("/beratung/?kreis=16064")
    page.context.add_init_script(PRINTS)
    page.get_by_role("button", name=re.compile("Auf den Handzettel")).first.click()
    page.get_by_role("button", name="Drucken").click()
    page.wait_for_selector("html[data-printed=yes]", state="attached")


def test_a_place_is_chosen_from_the_list_with_the_arrows(opened: Opened) -> None:
    page = opened("/beratung/")
    page.keyboard.type("Mühlhaus")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert re.search("Mühlhausen", page.locator("input[name=ort]").input_value())


def test_no_digit_of_the_card_is_on_the_screen_until_the_paper(opened: Opened) -> None:
    page = opened("/beratung/?kreis=16064")
    page.get_by_role("button", name=re.compile("Auf den Handzettel")).first.click()
    page.get_by_role("button", name="Aufs Telefon").click()

    expect(page.locator(".to-phone__code").first).to_be_visible()
    assert not re.search(r"\d{4}\s\d{4}\s\d{4}\s\d{4}", page.inner_text("main"))
    page.emulate_media(media="print")
    assert re.search(r"\d{4}\s*\d{4}\s*\d{4}\s*\d{4}", page.inner_text("main"))
    expect(page.locator(".to-phone").first).to_be_hidden()


@pytest.mark.parametrize("language", [one.code for one in languages.KNOWN])
def test_turned_screens_shut_nobody_out_and_run_over_no_edge(opened: Opened, language: str) -> None:
    page = opened("/beratung/material/", width=320)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for number in range(1, len(STEPS) + 1):
            page.goto(re.sub("/beratung/.*", "", page.url)
                      + f"/beratung/leitfaden/drehen/?schritt={number}&sprache={language}")
            assert troubles_of(page) == [], page.url


@pytest.mark.parametrize("path", ["/beratung/?ort=99974&sprache=ar", "/beratung/leitfaden/?sprache=fa",
                                  "/beratung/material/"])
def test_the_desks_pages_shut_nobody_out(opened: Opened, path: str) -> None:
    for width in (320, 1280):
        page = opened(path, width=width)
        assert troubles_of(page) == [], path


def test_a_number_one_points_at_is_marked_and_sent_nowhere(opened: Opened) -> None:
    page = opened("/beratung/leitfaden/drehen/?schritt=3")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    seven = page.locator(".scale").first.get_by_role("button", name="7")
    seven.click()

    expect(seven).to_have_attribute("aria-pressed", "true")
    assert (asked, page.evaluate("localStorage.length + sessionStorage.length")) == ([], 0)
    page.reload()
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)


def test_without_scripts_the_scale_is_a_picture_and_the_rest_the_same(opened: Opened) -> None:
    page = opened("/beratung/leitfaden/drehen/?schritt=3&sprache=uk", scripts=False)
    assert page.locator(".scale").first.get_by_role("listitem").count() == 11
    assert page.get_by_role("button").count() == 0
    page.locator("a[rel=next]").click()
    assert "schritt=4&sprache=uk" in page.url
