"""Every part in a real browser: readable by everybody, at every width, in light, dark and forced colours."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page

from tests.browser.conftest import RULES
from verzahnt.desks import parts

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
STATIC = Path(parts.__file__).parent / "static" / "parts"
TARGETS = (
    "a.kern-btn, button, summary, .choice__link, .languages a, .header a, .footer a, select, input:not([type=hidden])"
)


class Anything(forms.Form):
    place = forms.CharField(label="Ort oder Postleitzahl")
    email = forms.EmailField(label="E-Mail", help_text="Nur wenn Sie möchten.")
    on = forms.DateField(label="Tag")
    topic = forms.ChoiceField(label="Thema", choices=[("a", "Bewegen"), ("b", "Essen")])
    way = forms.ChoiceField(label="Erinnern?", widget=forms.RadioSelect, choices=[("n", "Nein"), ("m", "Ja")])
    needs = forms.MultipleChoiceField(
        label="Was brauchen Sie?", widget=forms.CheckboxSelectMultiple, choices=[("k", "Kinder")], required=False
    )
    text = forms.CharField(label="Beschreibung", widget=forms.Textarea)
    keep = forms.BooleanField(label="Stempel behalten", required=False)


@pytest.fixture
def all_parts(tmp_path: Path) -> dict[str, str]:
    """One page with every macro, in German and in Arabic, as files beside the built style sheet."""
    made = {}
    for code, path in [("de", "/"), ("ar", "/ar/")]:
        request = RequestFactory().get(path)
        with translation.override(code):
            template = engines["jinja2"].env.from_string((HERE / "all_parts.html").read_text())
            backend = engines["jinja2"]
            context = {
                "form": Anything({"email": "x", "way": "m"}),
                "page": Paginator(range(100), 20).page(2),
                "day": date(2026, 3, 3),
                "rows": [("Bewegen", 40), ("Essen", 12), ("Reden", None)],
                "request": request,
            }
            for processor in backend.template_context_processors:
                context.update(processor(request))
            html = template.render(context).replace("/static/parts/", f"file://{STATIC}/")
        file = tmp_path / f"{code}.html"
        file.write_text(html)
        made[code] = f"file://{file}"
    return made


def opened(browser: Browser, address: str, width: int, **how: str) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}, **how).new_page()  # type: ignore[arg-type]
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.querySelector('.header__row')).display") == "flex", "not built"
    return page


def test_no_part_shuts_anybody_out(browser: Browser, all_parts: dict[str, str]) -> None:
    found = []
    for code in all_parts:
        for width in [320, 1280]:
            for scheme in ["light", "dark"]:
                page = opened(browser, all_parts[code], width, color_scheme=scheme)
                result = Axe().run(page, options={"runOnly": RULES})
                found += [
                    (code, width, scheme, broken["id"], [node["html"][:120] for node in broken["nodes"]])
                    for broken in result.response["violations"]
                ]
                page.context.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 700, 960, 1280])
def test_nothing_has_to_be_pushed_sideways(browser: Browser, all_parts: dict[str, str], width: int) -> None:
    for code, address in all_parts.items():
        page = opened(browser, address, width)
        assert (code, page.evaluate("document.documentElement.scrollWidth")) == (code, width)
        page.context.close()


def test_what_is_tapped_is_large_enough_for_a_thumb(browser: Browser, all_parts: dict[str, str]) -> None:
    page = opened(browser, all_parts["de"], 360)
    small = page.evaluate(
        """targets => [...document.querySelectorAll(targets)]
            .filter(e => !e.matches('.visually-hidden, .skip'))
            .map(e => {
                const ticked = e.matches('[type=checkbox], [type=radio]');
                const label = ticked && document.querySelector(`label[for="${e.id}"]`);
                const box = (label || e).getBoundingClientRect();
                return [e.outerHTML.slice(0, 80), Math.round(box.height)];
            })
            .filter(([, height]) => height && height < 44)""",
        TARGETS,
    )
    page.context.close()
    assert small == []


def test_filters_open_on_a_phone_by_keyboard_and_without_a_script(browser: Browser, all_parts: dict[str, str]) -> None:
    page = opened(browser, all_parts["de"], 360)
    body = page.locator(".filters__body")
    before = body.is_visible()
    page.focus("#filter-zeigen")
    page.keyboard.press("Space")
    assert (before, body.is_visible()) == (False, True)
    page.context.close()

    page = opened(browser, all_parts["de"], 1280)
    assert page.locator(".filters__body").is_visible()
    page.context.close()


def test_focus_is_seen_everywhere(browser: Browser, all_parts: dict[str, str]) -> None:
    page = opened(browser, all_parts["de"], 1280)
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        unseen += page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return [];
                if (e.type === 'date' && !e.matches(':focus-visible')) return [];  // its button has a ring of its own
                const seen = getComputedStyle(e.matches('.filters__state') ? e.nextElementSibling : e);
                const ring = seen.outlineStyle !== 'none' && parseFloat(seen.outlineWidth) >= 2;
                return ring ? [] : [e.outerHTML.slice(0, 100)] }"""
        )
    page.context.close()
    assert unseen == []


def test_the_style_sheets_stay_light() -> None:
    for name in ["verzahnt.css", "verzahnt.rtl.css"]:
        sheet = (STATIC / name).read_bytes()
        assert len(gzip.compress(sheet)) < 30_000
        assert b"@font-face" not in sheet
        assert b"http://" not in sheet.replace(b"http://www.w3.org/2000/svg", b"")
        assert b"oklch" not in sheet  # unknown to browsers of 2018, and a colour given so would be no colour
