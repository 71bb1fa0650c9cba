"""Every page in every language it has: nobody is shut out, nothing overflows, nothing comes from elsewhere.

The pages are found by following links, as a person would; of each kind of page (one name in the router) and language
one is opened, on a phone's width and on a desk's. A new page is in this test by itself as soon as something links to
it. In four languages axe looks for what shuts people out; the others have the same pages in other words, so there it is
enough that nothing fails or overflows.
"""

import re
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Page

from tests.browser.conftest import sign_in, troubles_of
from verzahnt.config.desks import language_at
from verzahnt.content.demo import demo_logins
from verzahnt.desks.parts import languages

pytestmark = pytest.mark.browser

STARTS = ["/", *(f"/{one.prefix}" for one in languages.KNOWN if one.prefix), "/beratung/?ort=99974", "/programm/",
          "/angebote/?ort=99974"]
LOOKED_AT_CLOSELY = {"de", "de-simple", "uk", "ar"}
PHONE, DESK = 320, 1280
NOT_A_PAGE = re.compile(r"\.(xml|pdf|csv|xlsx|ics)$|/feed/|/kalender/|/termine/|/abmelden/")
BEHIND_A_SIGN_IN = ("/anbieter/", "/koordination/", "/kassen/", "/konto/", "/beratung/wochenzahlen/")
MOST = 600
Opened = Callable[..., Page]


def test_every_public_page_is_open_to_everybody(opened: Opened, house: str) -> None:
    page = opened("/", width=PHONE)
    troubles = _walk(page, house, STARTS)
    assert troubles == [], "\n".join(troubles)


def test_every_public_page_is_there_and_fits_a_phone_without_scripts(opened: Opened, house: str) -> None:
    """Axe itself is a script that waits for others; here it is enough that pages come, fit, and lead on."""
    page = opened("/", width=PHONE, scripts=False)
    troubles = _walk(page, house, ["/", "/leicht/", "/uk/", "/ar/"], scripts=False)
    assert troubles == [], "\n".join(troubles)


@pytest.mark.parametrize(("desk", "email", "password"), demo_logins())
def test_every_desk_is_open_to_everybody(opened: Opened, house: str, desk: str, email: str, password: str) -> None:
    page = opened("/konto/anmelden/", width=PHONE)
    sign_in(page, house, email, password)
    assert "/anmelden/" not in page.url, page.inner_text("main")
    troubles = _walk(page, house, [urlsplit(page.url).path, "/konto/"], staff=True)
    assert troubles == [], "\n".join(troubles)


def test_public_pages_read_the_same_without_scripts(opened: Opened) -> None:
    for path in STARTS:
        with_scripts = opened(path, width=360).inner_text("main")
        without = opened(path, width=360, scripts=False).inner_text("main")
        assert without.split() == with_scripts.split(), path


def _walk(page: Page, house: str, starts: list[str], *, staff: bool = False, scripts: bool = True) -> list[str]:
    """Visit one page of each kind and language; what was wrong with them."""
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url)
            if not request.url.startswith((house, "data:")) else None)
    wrong_scripts: list[str] = []
    page.on("pageerror", lambda error: wrong_scripts.append(str(error)))
    page.on("console", lambda message: wrong_scripts.append(message.text) if message.type == "error" else None)
    waiting, seen, troubles = list(starts), set(), []
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        kind = _kind(path)
        if kind is None or kind in seen or NOT_A_PAGE.search(urlsplit(path).path):
            continue
        if staff != path.startswith(BEHIND_A_SIGN_IN):
            continue
        seen.add(kind)
        answer = page.goto(house + path)
        if answer is None or answer.status >= 400:
            troubles.append(f"{path}: {answer.status if answer else 'no answer'}")
            continue
        for width in (PHONE, DESK) if scripts else (PHONE,):
            page.set_viewport_size({"width": width, "height": 900})
            found = troubles_of(page, closely=scripts and kind[1] in LOOKED_AT_CLOSELY)
            troubles += [f"{path} at {width}: {trouble}" for trouble in found]
        waiting += [_path(house, path, link) for link in page.eval_on_selector_all(
            "a[href]", "links => links.map(a => a.getAttribute('href'))") if _path(house, path, link)]
    troubles += [f"asked elsewhere: {url}" for url in foreign] + wrong_scripts
    assert len(seen) >= (2 if staff else 30), f"only {sorted(map(str, seen))}"
    return troubles


def _kind(path: str) -> tuple[str, str] | None:
    language = language_at(urlsplit(path).path)
    try:
        with translation.override(language):
            return resolve(urlsplit(path).path).view_name, language
    except Resolver404:
        return ("unknown", path)


def _path(house: str, base: str, link: str) -> str:
    address = urldefrag(urljoin(house + base, link)).url
    return address.removeprefix(house) if address.startswith(house) else ""
