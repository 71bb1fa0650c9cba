"""The parts all pages are built of: what they say, and that everybody can read and reach it."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from jinja2 import UndefinedError

from verzahnt.desks.parts import charts, errors, languages, words
from verzahnt.desks.parts.context import page
from verzahnt.desks.parts.environment import with_query
from verzahnt.desks.parts.fragments import render_fragment
from verzahnt.programme.ledgers.actor import Actor

TEMPLATES = Path(errors.__file__).parent / "jinja2" / "parts"
TUESDAY = date(2026, 3, 3)


def made(source: str, **context: object) -> str:
    """A template written on the spot, as a page would render it."""
    return engines["jinja2"].env.from_string(source).render(context)


def tight(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).strip()


class Outline(HTMLParser):
    """Ids, references to ids and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.attributes: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.append(name)
            if name == "id":
                self.ids.append(value or "")
            if name in {"for", "aria-describedby", "aria-labelledby"}:
                self.references += (value or "").split()
            if name == "href" and (value or "").startswith("#") and len(value or "") > 1:
                self.references.append((value or "")[1:])


class Booking(forms.Form):
    code = forms.CharField(label="Nummer", help_text="16 Ziffern", max_length=19)
    alias = forms.CharField(label="Wunschname", required=False)
    email = forms.EmailField(label="E-Mail")
    on = forms.DateField(label="Tag")
    topic = forms.ChoiceField(label="Thema", choices=[("a", "Bewegen"), ("b", "Essen")])
    way = forms.ChoiceField(label="Erinnern?", widget=forms.RadioSelect, choices=[("n", "Nein"), ("m", "E-Mail")])
    needs = forms.MultipleChoiceField(
        label="Was brauchen Sie?", widget=forms.CheckboxSelectMultiple, choices=[("k", "Kinder")], required=False
    )
    text = forms.CharField(label="Beschreibung", widget=forms.Textarea)
    keep = forms.BooleanField(label="Stempel behalten", help_text="Nur für Sie.", required=False)
    run = forms.IntegerField(widget=forms.HiddenInput)


ALL_FIELDS = '{% from "parts/forms.html" import error_summary, fields %}{{ error_summary(form) }}{{ fields(form) }}'


# Words


def test_days_and_times_are_said_in_the_language_of_the_page_and_in_berlin_time() -> None:
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)

    def said() -> list[str]:
        return [
            words.day(TUESDAY),
            words.short_day(TUESDAY),
            words.weekday_short_day(late),
            words.on_weekdays(TUESDAY),
            words.clock(time(10, 0)),
            words.clock(late),
            words.time_span(time(10, 0), time(11, 30)),
            words.euro(Decimal("1234.5")),
            words.number(1234),
            words.listed(["A", "B", "C"]),
        ]

    in_all = {}
    for code in ["de", "de-simple", "en"]:
        with translation.override(code):
            in_all[code] = [text.replace("\xa0", " ") for text in said()]
    german = [
        "3. März 2026", "3. März", "Mittwoch, 4. März", "dienstags", "10 Uhr", "0:30 Uhr", "10 bis 11:30 Uhr",
        "1.234,50 €", "1.234", "A, B und C",
    ]  # fmt: skip
    assert in_all == {
        "de": german,
        "de-simple": german,
        "en": [
            "3 March 2026", "3 March", "Wednesday, 4 March", "Tuesdays", "10:00", "0:30", "10:00–11:30",
            "€1,234.50", "1,234", "A, B and C",
        ],
    }  # fmt: skip


def test_arabic_pages_say_months_in_arabic_and_digits_as_on_the_card() -> None:
    with translation.override("ar"):
        assert (words.short_day(TUESDAY), words.number(1234)) == ("3 مارس", "1,234")


# Languages


def test_the_language_row_leads_to_the_same_page_with_the_same_question() -> None:
    request = RequestFactory().get("/en/angebote/?ort=99974&thema=bewegung")
    with translation.override("en"):
        row = page(request)["languages"]

    question = "angebote/?ort=99974&thema=bewegung"
    assert row == [
        ("de", "Leichte Sprache", f"/leicht/{question}", False),
        ("de", "Deutsch", f"/{question}", False),
        ("en", "English", f"/en/{question}", True),
        ("uk", "Українська", f"/uk/{question}", False),
        ("ar", "العربية", f"/ar/{question}", False),
        ("tr", "Türkçe", f"/tr/{question}", False),
        ("ru", "Русский", f"/ru/{question}", False),
        ("fa", "فارسی", f"/fa/{question}", False),
        ("pl", "Polski", f"/pl/{question}", False),
    ]


def test_leichte_sprache_is_german_to_a_screen_reader_and_arabic_reads_from_the_right() -> None:
    seen = {}
    for code in ["de-simple", "ar"]:
        with translation.override(code):
            seen[code] = (languages.current().tag, languages.current().direction)
    assert seen == {"de-simple": ("de", "ltr"), "ar": ("ar", "rtl")}


# Forms


def test_every_hint_and_every_error_belongs_to_its_field() -> None:
    form = Booking({"email": "x", "run": "7"})
    outline = Outline(made(ALL_FIELDS, form=form))

    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.references) <= set(outline.ids)
    assert {"id_code-hint", "id_code-error", "id_email-error", "id_way-error", "id_keep-hint"} <= set(
        outline.references
    )


def test_the_error_summary_leads_to_the_first_choice_of_a_group() -> None:
    html = made(ALL_FIELDS, form=Booking({}))
    assert '<a href="#id_way_0">Erinnern? Bitte wählen Sie etwas aus.</a>' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in made(ALL_FIELDS, form=Booking())


def test_what_was_typed_stands_there_again_and_is_never_html() -> None:
    typed = {
        "code": '"><script>',
        "text": "</textarea>😀",
        "topic": "b",
        "way": "m",
        "needs": ["k"],
        "on": "2026-03-03",
    }
    html = made(ALL_FIELDS, form=Booking(typed))

    assert "<script>" not in html
    assert 'value="&#34;&gt;&lt;script&gt;"' in html
    assert "&lt;/textarea&gt;😀</textarea>" in html
    assert '<option value="b" selected>Essen</option>' in html
    assert re.search(r'value="m" checked', html)
    assert re.search(r'type="checkbox" name="needs" id="id_needs_0" value="k" checked', html)
    assert re.search(r'type="date" name="on" id="id_on" value="2026-03-03"', html)


def test_only_what_may_be_left_out_says_so() -> None:
    html = made(ALL_FIELDS, form=Booking())
    assert html.count("(freiwillig)") == 2  # alias, needs


def test_digits_keep_their_direction_in_every_script() -> None:
    html = made(
        '{% from "parts/forms.html" import field %}{{ field(form["code"], inputmode="numeric") }}', form=Booking()
    )
    assert 'inputmode="numeric" dir="ltr"' in html


def test_form_errors_speak_as_the_house_does() -> None:
    form = Booking({"email": "x", "topic": "z", "code": "1" * 20, "on": "morgen"})
    said = {name: messages[0] for name, messages in form.errors.items()}
    assert said == {
        "code": "Das ist zu lang: Hier passen 19 Zeichen hinein, es sind 20.",
        "email": "Diese E-Mail-Adresse ist nicht vollständig. Sie sieht so aus: name@example.org.",
        "on": "Bitte wählen Sie einen Tag aus dem Kalender.",
        "topic": "Das gibt es hier nicht. Bitte wählen Sie aus der Liste.",
        "way": "Bitte wählen Sie etwas aus.",
        "text": "Bitte füllen Sie dieses Feld aus.",
        "run": "Hier fehlt noch etwas.",
    }


# Cards, tables, charts, ways


def test_a_result_says_what_counts_and_leaves_out_what_is_unknown() -> None:
    source = """{% from "parts/cards.html" import result %}
        {% call result("Rundum fit", "/a/", when="dienstags", seats="frei", seats_kind="free", example=true) %}
        {% endcall %}"""
    html = tight(made(source))
    text = re.sub(r"<[^>]+>", "|", html)
    assert [part.strip() for part in text.split("|") if part.strip()] == ["Rundum fit", "Beispiel", "dienstags", "frei"]


def test_facts_without_a_value_are_left_out() -> None:
    html = made('{% from "parts/cards.html" import facts %}{{ facts([("Wo", "Hier"), ("Wann", ""), ("Wie", none)]) }}')
    assert re.findall(r"<d[td]>(.*?)</d[td]>", html) == ["Wo", "Hier"]


def test_card_digits_stand_in_groups_of_four() -> None:
    html = made('{% from "parts/cards.html" import digits %}{{ digits("1234567890123456") }}')
    assert re.findall(r"<span>(\d+)</span>", html) == ["1234", "5678", "9012", "3456"]
    assert 'dir="ltr"' in html


def test_a_table_names_every_value_where_it_falls_apart_into_cards() -> None:
    source = """{% from "parts/tables.html" import table %}{{ table("Offen", ["Angebot",
        {"label": "Tage", "numeric": true, "sort": "?nach=tage", "sorted": "ascending"}], [["Yoga", 12]]) }}"""
    html = tight(made(source))
    assert '<th role="rowheader" scope="row" class="table__cell table__cell--name">Yoga</th>' in html
    assert '<td role="cell" class="table__cell table__number" data-label="Tage"><span>12</span></td>' in html
    assert 'aria-sort="ascending"><a href="?nach=tage">Tage' in html


def test_an_empty_table_says_a_sentence_instead() -> None:
    source = (
        '{% from "parts/tables.html" import table %}{{ table("Offen", ["A"], [], empty="Nichts wartet auf Sie.") }}'
    )
    assert tight(made(source)) == '<p class="muted">Nichts wartet auf Sie.</p>'


def test_a_hidden_number_is_neither_written_nor_drawn_at_its_length() -> None:
    source = """{% from "parts/charts.html" import bars, columns %}
        {{ bars("Teilnahmen", rows, "Quartal", "Teilnahmen") }}
        {{ columns("Teilnahmen", rows, "Quartal", "Teilnahmen") }}"""
    html = made(source, rows=[("Q1", 40), ("Q2", None)])
    assert html.count("verborgen (unter 5)") == 2
    assert html.count('class="bar__value"') == 1
    assert html.count("column column--hidden") == 1


def test_the_shapes_of_charts_follow_their_numbers() -> None:
    assert charts.shares([20, None, 5, 0]) == [100.0, 0.0, 25.0, 0.0]
    assert charts.shares([]) == []
    assert charts.span(date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 2)) == charts.Span(50.0, False)
    assert charts.span(date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1)) == charts.Span(100.0, True)
    assert [(c.height, c.hidden) for c in charts.columns([10, None, 5])] == [
        (104.0, False),
        (12.0, True),
        (52.0, False),
    ]


def test_turning_the_page_keeps_the_question() -> None:
    request = RequestFactory().get("/angebote/?ort=99974&thema=a&thema=b&seite=2")
    assert with_query(request, seite=3) == "?ort=99974&thema=a&thema=b&seite=3"
    assert with_query(request, seite=None, thema=["c"]) == "?ort=99974&thema=c"

    source = '{% from "parts/navigation.html" import pagination %}{{ pagination(page, request) }}'
    html = made(source, page=Paginator(range(50), 20).page(2), request=request)
    assert re.findall(r'href="([^"]*seite=\d)"', html) == [
        "?ort=99974&amp;thema=a&amp;thema=b&amp;seite=1",
        "?ort=99974&amp;thema=a&amp;thema=b&amp;seite=3",
    ]
    assert "Seite 2 von 3" in html
    first = made(source, page=Paginator(range(50), 20).page(1), request=request)
    assert re.findall(r'rel="(\w+)"', first) == ["next"]


def test_a_list_of_one_page_has_no_pages_to_turn() -> None:
    source = '{% from "parts/navigation.html" import pagination %}{{ pagination(page, none) }}'
    assert made(source, page=Paginator(range(3), 20).page(1)).strip() == ""


# Layouts


def framed(template: str, request: object, **context: object) -> str:
    return str(engines["jinja2"].get_template(template).render({**context}, request))


def test_a_public_page_posts_nothing_and_asks_no_foreign_server() -> None:
    html = framed("parts/layout.html", RequestFactory().get("/"))
    outline = Outline(html)

    assert "form" not in outline.tags
    assert "script" not in outline.tags
    assert not re.search(r'(?:href|src)="(?:https?:)?//', html)
    assert set(outline.references) <= set(outline.ids)


def test_the_demo_says_on_every_page_that_it_is_one(settings: object) -> None:
    sentence = "Vorführung. Keine Seite der genannten Behörden."
    seen = {}
    for demo in [True, False]:
        settings.VERZAHNT_DEMO = demo  # type: ignore[attr-defined]
        for template in ["parts/layout.html", "parts/staff.html"]:
            seen[demo, template] = sentence in framed(template, RequestFactory().get("/"))
    assert set(seen.items()) == {((demo, name), demo) for demo, name in seen}


def test_arabic_pages_are_mirrored() -> None:
    with translation.override("ar"):
        html = framed("parts/layout.html", RequestFactory().get("/ar/"))
    assert '<html lang="ar" dir="rtl">' in html
    assert "parts/verzahnt.rtl.css" in html


def test_staff_read_who_they_are_and_by_which_role() -> None:
    request = RequestFactory().get("/koordination/")
    request.desk = "coordination"  # type: ignore[attr-defined]
    request.actor = Actor(  # type: ignore[attr-defined]
        "coordination", account=1, name="Maren Muster", role="site_coordination", acting_for="Jobcenter Musterkreis"
    )
    who = page(request)["who"]
    assert (who["name"], who["membership"]) == ("Maren Muster", "Koordination am Standort, Jobcenter Musterkreis")
    assert "Maren Muster" in framed("parts/staff.html", request)


def test_a_fragment_is_one_block_of_its_page_word_for_word() -> None:
    request = RequestFactory().get("/en/angebote/")
    with translation.override("en"):
        fragment = render_fragment(request, "parts/layout.html", "languages").content.decode()
        whole = framed("parts/layout.html", request)
    assert 'href="/leicht/angebote/"' in fragment
    assert fragment.strip() in whole
    assert "<main" not in fragment


def test_what_a_template_does_not_know_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        made("{{ nobody_said_this }}")


# Data for machines (schema.org) is no script: browsers never run it.
STYLE_OR_SCRIPT = r"""<style|\sstyle=|\son\w+="|<script(?![^>]*\ssrc=|\stype="application/ld\+json")[^>]*>"""


def test_no_template_of_the_house_carries_its_own_style_or_script() -> None:
    house = Path(errors.__file__).parents[1]
    found = [
        (path.name, match)
        for path in house.rglob("jinja2/**/*.html")
        for match in re.findall(STYLE_OR_SCRIPT, path.read_text())
    ]
    assert found == []


# Error pages


@pytest.mark.parametrize("status", sorted(errors.DRESSED))
def test_an_error_has_a_page_in_our_own_words(status: int) -> None:
    response = errors.error_page(status)
    html = response.content.decode()

    assert response.status_code == status
    assert re.search(r"<h1>[^<]{10,}</h1>", html)
    assert 'href="/"' in html
    assert "style=" not in html


def test_an_error_page_says_the_sentence_of_the_deed() -> None:
    html = errors.error_page(409, message="Der Kurs ist <gerade> voll.").content.decode()
    assert "Der Kurs ist &lt;gerade&gt; voll." in html


def test_somebody_reads_a_sentence_even_when_no_page_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(RequestFactory().get("/"))
    assert (response.status_code, "Das liegt nicht an Ihnen." in response.content.decode()) == (500, True)


def test_a_bare_error_is_dressed_and_keeps_its_headers_and_others_stay_as_they_are() -> None:
    request = RequestFactory().get("/")
    bare = errors.dress_bare_errors(lambda request: HttpResponseNotAllowed(["GET"]))(request)
    spoken = errors.dress_bare_errors(lambda request: HttpResponse("{}", status=404))(request)
    fine = errors.dress_bare_errors(lambda request: HttpResponse())(request)

    assert (bare.status_code, bare["Allow"]) == (405, "GET")
    assert "<h1>So lässt sich diese Seite nicht öffnen</h1>" in bare.content.decode()
    assert (spoken.status_code, spoken.content, fine.content) == (404, b"{}", b"")


# The macro files say what they hold


def test_every_macro_stands_in_the_note_at_the_top_of_its_file() -> None:
    missing = []
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text()
        note = text.split("-#}")[0]
        missing += [
            (path.name, name)
            for name in re.findall(r"{% macro ([a-z]\w*)\(", text)
            if not re.search(rf"\b{name}\(", note)
        ]
    assert missing == []
