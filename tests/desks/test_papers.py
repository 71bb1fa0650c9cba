import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from jinja2 import FileSystemLoader
from pypdf import PdfReader

from verzahnt.desks import papers
from verzahnt.desks.papers import attendance, card, handout
from verzahnt.desks.papers.attendance import attendance_sheet_pdf
from verzahnt.desks.papers.card import CardPaper, card_pdf, card_words
from verzahnt.desks.papers.handout import Handout, HandoutOffer, handout_pdf, handout_words
from verzahnt.desks.parts.environment import environment
from verzahnt.desks.parts.languages import KNOWN

LANGUAGES = [language.code for language in KNOWN]
DIGITS = "3041592653589793"
LINK = f"https://verzahnt.example.org/karte/#{DIGITS}"

WALK = HandoutOffer(
    title="Spaziergang für alle",
    provider="Nachbarschaftsverein Sonnenhof",
    first_date_words="zum ersten Mal am 3. März 2027",
    times_words="dienstags, 10 bis 11:30 Uhr",
    venue_name="Familienzentrum am Park",
    address="Lindenstraße 12, 99974 Mühlhausen",
    way="Vom Bahnhof über die Brücke, dann links.",
    stop="Haltestelle Lindenplatz, Bus 5",
    distance_words="2 km entfernt",
    what_to_bring="Feste Schuhe.",
    how_to_register="Mit Ihrer Karte oder am Telefon.",
    telephone="03601 555 0142",
    telephone_hours="werktags, 9 bis 12 Uhr",
    cost_words="Kostet nichts.",
    invented=True,
    reasons=("beginnt bald", "mit Kinderbetreuung"),
)
COOKING = HandoutOffer(title="Zusammen kochen", times_words="donnerstags um 16 Uhr")
MEETING = HandoutOffer(title="Offener Treff", times_words="montags um 9 Uhr")


def sheet(*offers: HandoutOffer, **changes: Any) -> Handout:
    given = {"digits": DIGITS, "link": LINK, "portal": "verzahnt.example.org"}
    return Handout(offers=offers or (WALK,), **(given | changes))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def plain(text: str) -> str:
    return " ".join(text.replace("\u200b", "").replace(" · ", " ").split())


def text_of(pdf: bytes) -> str:
    return plain(" ".join(page.extract_text() for page in read(pdf).pages))


def printed_page(paper: Handout) -> str:
    templates = Path(papers.__file__).parent / "jinja2"
    page = environment(loader=FileSystemLoader(templates), autoescape=True)
    return page.from_string("{% from 'papers/handout.html' import handout %}{{ handout(paper) }}").render(
        paper=handout_words(paper)
    )


def everything_said(words: dict[str, Any]) -> list[str]:
    """All texts of a hand-out in the order in which a person reads them."""
    texts = [words["demo"], words["title"]]
    for offer in words["offers"]:
        texts += [offer["title"]["text"], offer["mark"], *(it["text"] for it in offer["known_for"])]
        for row in offer["rows"]:
            texts += [row["label"], *(it["text"] for it in row["lines"])]
    texts += [words["decide"], words["goal"]["title"], words["goal"]["hint"]]
    own = words["card"]
    texts += [own["title"], " ".join(own["digits"]), *own["about"], own["portal_label"], own["portal"]]
    return [plain(text) for text in texts if text]


def found_in_order(texts: list[str], whole: str) -> list[str]:
    found, at = [], 0
    for text in texts:
        place = whole.find(text, at)
        if place >= 0:
            found.append(text)
            at = place + len(text)
    return found


def fonts_in(pdf: bytes) -> Iterator[tuple[str, bool]]:
    for page in read(pdf).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            yield inner["/BaseFont"].split("+")[1], "/FontFile2" in inner["/FontDescriptor"]


# The hand-out


def test_every_text_of_the_handout_reaches_the_pdf_and_the_printed_page_in_the_same_order():
    paper = sheet(WALK, COOKING, MEETING, demo=True)
    said = everything_said(handout_words(paper))

    assert len(said) > 35
    assert found_in_order(said, text_of(handout_pdf(paper))) == said
    page = plain(re.sub(r"<[^>]+>", " ", printed_page(paper)))
    assert found_in_order(said, page) == said


def test_the_small_sheet_says_the_same_as_the_large_one():
    said = everything_said(handout_words(sheet(demo=True)))

    assert found_in_order(said, text_of(handout_pdf(sheet(demo=True), size="a6"))) == said


def test_a_handout_has_one_to_three_offers_and_the_small_sheet_one():
    for offers in [(), (WALK,) * 4]:
        with pytest.raises(ValueError, match="one to three"):
            Handout(offers=offers, digits=DIGITS, link=LINK, portal="x")
    with pytest.raises(ValueError, match="one offer"):
        handout_pdf(sheet(WALK, COOKING), size="a6")


def test_an_offer_that_reports_to_somebody_does_not_go_on_a_paper_that_says_nobody_is_told():
    with pytest.raises(ValueError, match="report to nobody"):
        sheet(WALK, replace(COOKING, reports_to_nobody=False))


def test_three_offers_with_their_card_fit_on_one_sheet_of_paper():
    assert len(read(handout_pdf(sheet(WALK, WALK, WALK))).pages) == 2
    assert len(read(handout_pdf(sheet(WALK))).pages) == 1
    assert len(read(handout_pdf(sheet(WALK), size="a6")).pages) == 2


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "de-simple"])
def test_the_small_sheet_has_a_front_and_a_back_however_much_there_is_to_say(language):
    way = "Vom Busbahnhof fünf Minuten zu Fuß, immer geradeaus. Der Eingang ist links neben dem Tor."
    much = replace(WALK, way=way, what_to_bring="Bequeme Schuhe, etwas zu trinken", languages={"way": "de"})
    pages = read(handout_pdf(sheet(much, language=language, demo=True), size="a6")).pages

    assert ["03601 555 0142" in page.extract_text() for page in pages] == [True, False]
    assert "3041 5926 5358 9793" in plain(pages[1].extract_text())


def test_what_is_not_known_is_left_out():
    words = handout_words(sheet(COOKING))

    assert [(row["label"], len(row["lines"])) for row in words["offers"][0]["rows"]] == [("Wann", 1)]
    assert (words["offers"][0]["mark"], words["demo"]) == ("", "")
    text = text_of(handout_pdf(sheet(COOKING)))
    assert "Beispiel" not in text
    assert "Vorführung" not in text


def test_invented_offers_and_demonstrations_say_so_in_every_paper():
    for pdf in [handout_pdf(sheet(demo=True)), handout_pdf(sheet(demo=True), size="a6")]:
        assert "Beispiel" in text_of(pdf)
        assert "Vorführung. Keine Seite der genannten Behörden." in text_of(pdf)
    assert 'badge--example">Beispiel<' in printed_page(sheet())


def test_a_reason_that_only_repeats_the_distance_is_not_said_twice():
    once = replace(WALK, reasons=("2 km entfernt", "beginnt bald"))

    assert text_of(handout_pdf(sheet(once))).count("2 km entfernt") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["a4", "a6"])
def test_a_handout_is_tagged_in_its_language_and_set_in_noto_alone(language, size):
    pdf = handout_pdf(sheet(language=language, demo=True), size=size)
    root = read(pdf).trailer["/Root"]

    assert root["/Lang"] == {"de-simple": "de"}.get(language, language)
    assert root["/MarkInfo"]["/Marked"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert set(fonts_in(pdf)) <= {("NotoSans-Regular", True), ("NotoSansArabic-Regular", True)}
    assert read(pdf).metadata.title == handout_words(sheet(language=language))["title"]
    assert [float(side) for side in read(pdf).pages[0].mediabox[2:]] == pytest.approx(
        {"a4": [595.28, 841.89], "a6": [297.64, 419.53]}[size], abs=0.1
    )


def test_title_and_file_name_do_not_betray_what_it_is_about():
    quitting = sheet(replace(WALK, title="Rauchfrei werden", provider="Suchtberatung Lindenplatz"))
    reader = read(handout_pdf(quitting))
    about_the_file = f"{reader.metadata} {reader.trailer['/Root']['/Metadata'].get_data().decode()}"

    assert "Rauchfrei werden" in text_of(handout_pdf(quitting))
    for word in ["Rauchfrei", "Suchtberatung", DIGITS, DIGITS[:4]]:
        assert word not in about_the_file
    assert reader.metadata.title == "Ein Angebot in Ihrer Nähe"
    assert [module.FILE_NAME for module in (handout, card, attendance)] == ["fuer-sie.pdf", "karte.pdf", "liste.pdf"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_office_is_named_anywhere(language):
    given = {"digits": DIGITS, "link": LINK, "portal": "verzahnt.example.org", "language": language, "demo": True}
    for pdf in [handout_pdf(sheet(language=language, demo=True)), card_pdf(CardPaper(**given))]:
        reader = read(pdf)
        xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
        whole = f"{text_of(pdf)} {reader.metadata} {xmp}".casefold()
        assert [word for word in ("jobcenter", "agentur für arbeit", "arbeitsamt") if word in whole] == []


@pytest.mark.parametrize("size", ["a4", "a6"])
def test_leichte_sprache_is_never_smaller_than_14_points(size):
    sizes: set[float] = set()

    def note(text: str, _cm: Any, _tm: Any, _font: Any, points: float) -> None:
        if text.strip():
            sizes.add(round(points, 1))

    for page in read(handout_pdf(sheet(language="de-simple", demo=True), size=size)).pages:
        page.extract_text(visitor_text=note)
    assert min(sizes) == 14


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digits_run_from_left_to_right_in_every_script(language):
    assert "3041 5926 5358 9793" in text_of(handout_pdf(sheet(language=language)))
    assert (
        '<span class="digits" dir="ltr"><span>3041</span> <span>5926</span> <span>5358</span> <span>9793</span></span>'
        in printed_page(sheet(language=language))
    )


def test_an_arabic_paper_runs_from_right_to_left_and_marks_what_stays_german():
    german = dict.fromkeys(("title", "provider", "venue_name", "address", "stop", "way"), "de")
    paper = sheet(replace(WALK, times_words="أيام الثلاثاء من 10 إلى 11:30", languages=german), language="ar")
    page = printed_page(paper)

    assert page.lstrip().startswith('<article class="handout" lang="ar" dir="rtl">')
    assert '<span lang="de" dir="ltr">Spaziergang für alle</span>' in page
    assert '<span dir="ltr">03601 555 0142</span>' in page
    assert "<span>أيام الثلاثاء من 10 إلى 11:30</span>" in page
    text = text_of(handout_pdf(paper))
    assert "Spaziergang für alle" in text
    assert "03601 555 0142" in text
    assert set("أيام الثلاثاء من إلى") <= set(text)
    assert set(fonts_in(handout_pdf(paper))) == {("NotoSans-Regular", True), ("NotoSansArabic-Regular", True)}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('#import "@preview/evil:1.0.0": *', None),
        ("]#panic()[ $x$ `roh` *fett* = _unten_", None),
        ("</svg></span><script>alert(1)</script>", None),
        ("🌳 Yoga 🧘 im Park", "Yoga im Park"),
        ("🌳🌳", "*"),
        ("太极拳 Tai Chi", "??? Tai Chi"),
        ("\u202eoben\x00", "oben"),
    ],
)
def test_hostile_words_are_printed_and_do_nothing(typed, printed):
    paper = sheet(replace(WALK, title=typed, way=typed, reasons=(typed,)))

    assert text_of(handout_pdf(paper)).count(printed or typed) == 3
    assert "<script" not in printed_page(paper)


@pytest.mark.parametrize("flood", ["Yoga " * 2_000, "Y" * 10_000])
def test_a_title_of_ten_kilobytes_does_not_push_the_card_off_the_paper(flood):
    paper = sheet(replace(WALK, title=flood, way=flood), COOKING)
    pages = read(handout_pdf(paper)).pages

    assert len(pages) <= 4
    assert "3041 5926 5358 9793" in plain(pages[-1].extract_text())
    assert "Zusammen kochen" in text_of(handout_pdf(paper))


@pytest.mark.parametrize("digits", ["3041 5926 5358 9793", "3041-5926-5358-9793", DIGITS])
def test_digits_may_come_grouped_or_not(digits):
    assert handout_words(sheet(digits=digits))["card"]["digits"] == ["3041", "5926", "5358", "9793"]


@pytest.mark.parametrize("digits", ["", "304159265358979", "30415926535897933", "٣٠٤١٥٩٢٦٥٣٥٨٩٧٩٣", "3041592653589 9a"])
def test_anything_but_sixteen_digits_is_no_card(digits):
    with pytest.raises(ValueError, match="sixteen"):
        handout_pdf(sheet(digits=digits))


# The card


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_made_on_the_portal_fits_on_one_small_sheet(language):
    paper = CardPaper(digits=DIGITS, link=LINK, portal="verzahnt.example.org", language=language, demo=True)
    pdf = card_pdf(paper)
    words = card_words(paper)["card"]

    assert len(read(pdf).pages) == 1
    assert read(pdf).metadata.title == words["title"]
    assert "3041 5926 5358 9793" in text_of(pdf)
    assert "verzahnt.example.org" in text_of(pdf)
    assert set(fonts_in(pdf)) <= {("NotoSans-Regular", True), ("NotoSansArabic-Regular", True)}


def test_a_card_says_what_it_is_and_that_there_is_no_copy():
    text = text_of(card_pdf(CardPaper(digits=DIGITS, link=LINK, portal="verzahnt.example.org")))

    said = [
        "Ihre Mitmachkarte",
        "Mit diesen Ziffern melden Sie sich an, ohne Ihren Namen zu nennen.",
        "Bewahren Sie die Karte gut auf: Wir haben keine Kopie.",
        "Mehr brauchen Sie nicht.",
    ]
    assert found_in_order(said, text) == said


# The attendance sheet

TUESDAYS = [date(2027, 3, 2) + timedelta(weeks=week) for week in range(14)]


def test_an_attendance_sheet_names_aliases_dates_and_room_for_guests():
    pdf = attendance_sheet_pdf("Spaziergang für alle", TUESDAYS[:3], ["Sonne", "😀", "Oma Erna"])
    text = text_of(pdf)

    said = [
        "Wer ist da?",
        "Spaziergang für alle",
        "Dienstag, 2. März 2027 bis Dienstag, 16. März 2027",
        "Wunschname",
        "Di 2.3.",
        "Di 9.3.",
        "Di 16.3.",
        "Sonne",
        "*",
        "Oma Erna",
    ]
    assert found_in_order(said, text) == said
    assert text.count("Gast") == 5
    assert "Vorführung" not in text
    width, height = (float(side) for side in read(pdf).pages[0].mediabox[2:])
    assert (round(width), round(height)) == (842, 595)


def test_more_dates_than_fit_go_on_a_sheet_of_their_own_with_all_names_again():
    pages = read(attendance_sheet_pdf("Spaziergang", TUESDAYS, ["Sonne"])).pages

    assert ["Sonne" in page.extract_text() for page in pages] == [True, True]
    assert ["25.5." in page.extract_text() for page in pages] == [False, True]


def test_a_long_list_repeats_its_head_on_every_page():
    pages = read(attendance_sheet_pdf("Spaziergang", TUESDAYS[:2], [f"Name {number}" for number in range(40)])).pages

    assert len(pages) > 2
    assert all("Wunschname" in page.extract_text() for page in pages)


def test_a_list_without_dates_is_refused():
    with pytest.raises(ValueError, match="at least one date"):
        attendance_sheet_pdf("Spaziergang", [], ["Sonne"])
