"""Finding with scripts: a place is chosen by keyboard, filters change the results and keep the focus."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]


def test_a_place_is_chosen_with_the_keyboard_alone(opened: Opened) -> None:
    page = opened("/", width=320)
    field = page.get_by_role("combobox")
    field.press_sequentially("Mühlhasu")
    choices = page.get_by_role("option")
    expect(choices.first).to_have_text("69242 Mühlhausen Rhein-Neckar-Kreis")
    expect(page.locator(".place [role=status]")).to_contain_text("Mit den Pfeiltasten wählen.")
    for _ in range(4):
        field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == choices.nth(3).get_attribute("id")
    field.press("Enter")
    expect(field).to_have_value("99974 Mühlhausen")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Enter")
    page.wait_for_url("**/angebote/?ort=99974**")


def test_escape_closes_the_choice_and_leaves_what_was_typed(opened: Opened) -> None:
    page = opened("/angebote/", width=1280)
    field = page.get_by_role("combobox", name="Ort oder Postleitzahl")
    field.press_sequentially("Tecklenb")
    expect(page.locator(".place [role=option]:visible")).to_have_count(1)
    field.press("Escape")
    expect(page.locator(".place [role=option]:visible")).to_have_count(0)
    expect(field).to_have_value("Tecklenb")


def test_a_filter_changes_results_and_address_and_keeps_the_focus(opened: Opened) -> None:
    page = opened("/angebote/?ort=Berlin-Lichtenberg", width=1280)
    day = page.locator("#tag-mo")
    day.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/angebote/?ort=Berlin-Lichtenberg&tag=mo")
    expect(page.locator(".chip")).to_have_text(["Montag wegnehmen"], use_inner_text=False)
    assert page.evaluate("document.activeElement.id") == "tag-mo"
    page.locator(".chip").click()
    page.wait_for_url("**/angebote/?ort=Berlin-Lichtenberg")
    expect(page.locator("#tag-mo")).not_to_be_checked()
