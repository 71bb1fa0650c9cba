"""The questions after the last date: scanned and typed, on a phone, in three languages."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DIGITS = "00000010000000112345"
Opened = Callable[..., Page]


@pytest.mark.parametrize("prefix", ["", "leicht/", "ar/"])
def test_five_questions_with_faces_shut_nobody_out(opened: Opened, prefix: str) -> None:
    page = opened(f"/{prefix}rueckmeldung/", width=320)
    page.locator("form button[type=submit]").last.click()
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']} ({one['nodes'][0]['target'][0]})" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
    expect(page.locator("#id_ziffern-error")).to_be_visible()


def test_scanned_digits_leave_the_address_and_stand_in_the_form(opened: Opened) -> None:
    page = opened(f"/rueckmeldung/#{DIGITS}", width=320)
    expect(page.locator("input[name=ziffern]")).to_have_value("0000 0010 0000 0011 2345")
    assert re.search(r"/rueckmeldung/$", page.url)
    box = page.locator("fieldset.faces label").first.bounding_box()
    assert box is not None
    assert box["height"] >= 24
