"""Pictures of the main pages for docs/pictures/, of a running demonstration: `pictures.py http://127.0.0.1:8000`.

Each page on a phone and on a desk, its first screens only. Needs Chromium and the development packages.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

TO = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTHS = {"phone": (360, 760), "desktop": (1280, 900)}
PASSWORD = "verzahnt-vorfuehrung"
PAGES = {
    "start": "/",
    "search": "/angebote/?ort=99974",
    "offer": "/angebote/gemeinsam-gehen-unstrut-hainich-kreis/",
    "card": "/karte/neu/",
    "site": "/standorte/unstrut-hainich-kreis/",
    "programme": "/programm/",
    "arabic": "/ar/angebote/?ort=99974",
    "counselling": "/beratung/?ort=99974&wahl=gemeinsam-gehen-unstrut-hainich-kreis",
    "guide": "/beratung/leitfaden/?sprache=uk",
    "turned": "/beratung/leitfaden/drehen/?schritt=3&sprache=ar",
}
DESKS = {
    "providers": ("anbieter-musterkreis@example.org", "/anbieter/"),
    "coordination": ("koordination-musterkreis@example.org", "/koordination/musterkreis/"),
}


def main(address: str) -> None:
    TO.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for screen, (width, height) in WIDTHS.items():
            for name, path in PAGES.items():
                page = browser.new_context(viewport={"width": width, "height": height}).new_page()
                page.goto(address + path)
                take(page, f"{name}-{screen}")
                if name == "offer":
                    page.locator('a[href*="/platz/"]').first.click()
                    take(page, f"booking-{screen}")
            for name, (email, path) in DESKS.items():
                page = browser.new_context(viewport={"width": width, "height": height}).new_page()
                sign_in(page, address, email)
                page.goto(address + path)
                take(page, f"{name}-{screen}")
        browser.close()


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/konto/anmelden/")
    page.get_by_label("E-Mail").fill(email)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").first.click()


def take(page: Page, name: str) -> None:
    """The first two screens of a page, no more than it has."""
    assert page.viewport_size
    size = page.viewport_size
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": size["width"], "height": min(whole, 2 * size["height"])})
    page.screenshot(path=TO / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
