from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from verzahnt.kit.pdf import Typefaces, noto_sans, printable, render

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: none)
#set text(font: ("Noto Sans", "Noto Sans Arabic"), fallback: false, lang: data.lang)
= #data.title
#for line in data.lines { par(line) }
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("papers") / "plain.typ"
    path.write_text(TEMPLATE)
    return path


def paper(template: Path, title: str = "Zettel", lines: tuple[str, ...] = (), lang: str = "de") -> PdfReader:
    return PdfReader(BytesIO(render(template, {"title": title, "lines": lines, "lang": lang}, fonts=noto_sans())))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def test_a_paper_is_tagged_and_says_its_title_and_its_language(template):
    reader = paper(template, title="Für Sie", lang="en")
    root = reader.trailer["/Root"]

    assert reader.metadata.title == "Für Sie"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert "/StructTreeRoot" in root


def test_a_paper_does_not_say_when_it_was_made(template):
    reader = paper(template)

    assert reader.metadata.creation_date is None
    assert reader.metadata.modification_date is None
    assert b"Date" not in reader.trailer["/Root"]["/Metadata"].get_data()


@pytest.mark.parametrize(
    "typed",
    [
        '#import "@preview/evil:1.0.0": *',
        "#sys.inputs",
        "]#panic()[",
        "*fett* _kursiv_ `roh` $x$ <marke> @verweis",
        "= Überschrift",
        '"}] \\u{41} \\n',
        "</svg><script>alert(1)</script>",
    ],
)
def test_what_people_type_is_printed_and_not_obeyed(template, typed):
    assert text_of(paper(template, lines=(typed,))) == f"Zettel {typed}"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text_whatever_makes_a_paper(template, typed):
    assert text_of(paper(template, lines=(typed, "Ende"))).endswith("Ende")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Yoga im Park 🌳 am Morgen", "Yoga im Park am Morgen"),
        ("👩‍👩‍👧", "*"),
        ("", ""),
        ("   ", ""),
        ("王 Müller", "? Müller"),
        ("a\x00b\tc", "a b c"),
        ("eins\n zwei ", "eins\nzwei"),
        ("Zeile\r\nZeile", "Zeile\nZeile"),
        ("\u202eelttiM ella", "elttiM ella"),
        ("e\u0301", "é"),
        ("مريم", "مريم"),
        ("Ко́ля", "Ко\u0301ля"),
        ("\ud800allein", "allein"),
        ("x" * 90, "x" * 40 + "\u200b" + "x" * 40 + "\u200b" + "x" * 10),
    ],
)
def test_what_the_fonts_cannot_print_gives_way(typed, printed):
    assert printable(typed, noto_sans()) == printed


def test_papers_made_side_by_side_keep_to_their_own_words(template):
    with ThreadPoolExecutor(8) as at_once:
        papers = list(at_once.map(lambda number: text_of(paper(template, lines=(f"Nummer {number}",))), range(40)))

    assert papers == [f"Zettel Nummer {number}" for number in range(40)]


def test_a_folder_without_fonts_is_said_at_once(tmp_path):
    with pytest.raises(FileNotFoundError):
        Typefaces.in_folders([tmp_path])
