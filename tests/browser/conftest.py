"""A real server on a copy of the five places, and a real browser."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests import databases
from tests.conftest import turn_to
from tests.served import served
from verzahnt.config import database as where

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False, "iframes": False}
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@pytest.fixture(scope="session")
def house(django_db_setup: None) -> Iterator[str]:
    """The address of a running house with the five places; whoever books here, really books."""
    if not where.given_url():
        where.test_server()
    with databases.copy_of("places", f"verzahnt_browser_{os.getpid()}") as name, served(name) as address:
        yield address


@pytest.fixture
def beside(house: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The test plants and looks in the very database the house runs on."""
    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        turn_to(f"verzahnt_browser_{os.getpid()}")
        yield
        turn_to(before)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright's loop would make Django believe that this thread is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = next((path for path in CHROMIUM if os.path.exists(path)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing.")
        pytest.skip("Chromium fehlt: „make test“ richtet es ein.")
    started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])
    yield started
    started.close()


@pytest.fixture
def opened(browser: Browser, house: str) -> Iterator[Callable[..., Page]]:
    """Open an address of the house: `opened("/angebote/", width=320, scripts=False)`."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, *, width: int = 1280, scripts: bool = True, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts,
                                      color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(house + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def troubles_of(page: Page, *, closely: bool = True) -> list[str]:
    """What shuts somebody out of a page, and whether it runs over its edge. Axe is a script itself."""
    troubles = []
    page.wait_for_load_state()
    if closely:
        found = Axe().run(page, options=LOOK).response["violations"]
        troubles = [f"{one['id']} ({one['nodes'][0]['target'][0]})" for one in found]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return troubles + ([f"overflows by {wide} px"] if wide > 1 else [])


def sign_in(page: Page, house: str, email: str, password: str) -> None:
    """Sign in as a person does, at the entrance."""
    page.goto(f"{house}/konto/anmelden/")
    page.get_by_label(re.compile("E-Mail")).fill(email)
    page.get_by_label(re.compile("Passwort")).fill(password)
    page.get_by_role("button", name=re.compile("Anmelden")).first.click()
