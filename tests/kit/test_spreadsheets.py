"""Tables people bring: read as words whatever wrote them, refused with a sentence, written without formulas."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from verzahnt.kit.spreadsheets import MOST_BYTES, NotATable, Sheet, as_csv, as_xlsx, defused, read, undefused

ROWS = [["Titel", "PLZ"], ["Yoga für Anfänger", "04109"]]


def cells(content: bytes, most_rows: int = 100) -> list[list[str]]:
    return [list(line.cells) for line in read(content, most_rows=most_rows)]


def workbook(*rows: list[object], title: str = "Kurse") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("content", [
    "Titel;PLZ\r\nYoga für Anfänger;04109\r\n".encode("utf-8-sig"),
    "Titel,PLZ\nYoga für Anfänger,04109\n".encode(),
    "Titel\tPLZ\nYoga für Anfänger\t04109\n".encode("cp1252"),
    "Titel;PLZ\rYoga für Anfänger;04109\r".encode("cp1252"),
    "sep=|\nTitel|PLZ\nYoga für Anfänger|04109\n".encode(),
    "Titel;PLZ\nYoga für Anfänger;04109".encode("utf-16"),
    'Titel;PLZ\n"Yoga für Anfänger";"04109"\n;;\n\n'.encode(),
])
def test_a_csv_is_read_however_it_was_written(content: bytes) -> None:
    assert cells(content) == ROWS


def test_quotes_and_line_breaks_inside_a_cell_stay() -> None:
    assert cells(b'Titel;Text\n"Der ""gute"" Kurs";"eins\nzwei; drei"\n') == [
        ["Titel", "Text"], ['Der "gute" Kurs', "eins\nzwei; drei"]]


def test_a_workbook_is_read_as_a_person_would_have_written_it() -> None:
    content = workbook(["Titel", "Beginn", "Von", "PLZ", "Preis", "Nummer"],
                       ["Yoga", date(2027, 3, 3), time(10, 0), 4109, 12.5, 7.0],
                       [None], ["Chor", datetime(2027, 3, 3, 9, 30), datetime(1899, 12, 30, 10, 15), "04109", True, 0])
    assert cells(content) == [
        ["Titel", "Beginn", "Von", "PLZ", "Preis", "Nummer"], ["Yoga", "03.03.2027", "10:00", "4109", "12,5", "7"],
        ["Chor", "03.03.2027 09:30", "10:15", "04109", "ja", "0"]]


def test_rows_keep_the_number_they_have_in_the_file() -> None:
    assert [line.number for line in read(workbook(["a"], [None], [None], ["b"]), most_rows=5)] == [1, 4]


def test_a_formula_is_read_as_its_value_and_never_as_a_formula() -> None:
    assert cells(workbook(["Titel", "Summe"], ["Yoga", "=1+1"])) == [["Titel", "Summe"], ["Yoga"]]


def test_the_first_sheet_that_says_something_is_read() -> None:
    book = Workbook()
    book.create_sheet("Kurse").append(["Titel"])
    written = io.BytesIO()
    book.save(written)
    assert cells(written.getvalue()) == [["Titel"]]


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", "<Types/>")
        zipped.writestr("xl/worksheets/sheet1.xml", b"0" * (70 * 1024 * 1024))
    return packed.getvalue()


def packed(**names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        for name, content in names.items():
            zipped.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(("content", "says"), [
    (b"", "leer"),
    (b"  \r\n ", "leer"),
    (b";;;\n;;;\n", "steht nichts"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "keine Tabelle"),
    (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "alten Excel-Format"),
    (b"PK\x03\x04 broken", "beschädigt"),
    (packed(**{"word/document.xml": "x", "[Content_Types].xml": "x"}), "keine Tabelle"),
    (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
    (packed(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "broken"}), "nicht als Tabelle öffnen"),
    (packed(**{"[Content_Types].xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>", "xl/workbook.xml": "x"}), "viel zu groß"),
    (b"a" * (MOST_BYTES + 1), "größer als 2 MB"),
    ("x" * 7000 + "\n", "mehr als 6000 Zeichen"),
    (";".join("abc" for _ in range(70)).encode(), "mehr als 60 Spalten"),
    (b"a\n" * 200, "mehr als 100 Zeilen"),
])
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes | str, says: str) -> None:
    with pytest.raises(NotATable, match=says):
        cells(content if isinstance(content, bytes) else content.encode())


def test_a_packed_file_is_measured_before_it_is_opened() -> None:
    content = bomb()
    assert len(content) < MOST_BYTES
    with pytest.raises(NotATable, match="viel zu groß"):
        cells(content)


def test_a_workbook_that_begins_in_its_last_row_ends_at_once() -> None:
    book = Workbook()
    book.active.cell(1_000_000, 1, "ganz unten")
    written = io.BytesIO()
    book.save(written)
    with pytest.raises(NotATable, match="steht nichts"):
        cells(written.getvalue())


FORMULAS = ["=1+1", "+49 361 5550123", "-2+3", "@SUMME(A1)", "|cmd", "%0A", "=HYPERLINK(\"http://x\";\"a|b\")"]


def test_no_written_cell_is_a_formula() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx([Sheet("Kurse", ["Titel"], [[one] for one in FORMULAS])]))).active
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s"}
    assert all(row[0].value.startswith("'") for row in sheet.iter_rows(min_row=2))
    lines = as_csv([[one] for one in FORMULAS]).decode("utf-8-sig").splitlines()
    assert all(line.lstrip('"').startswith("'") for line in lines)


@pytest.mark.parametrize("written", [
    as_csv([["Titel", "Art"], *[[one, "Kurs"] for one in FORMULAS]]),
    as_xlsx([Sheet("Kurse", ["Titel", "Art"], [[one, "Kurs"] for one in FORMULAS])]),
])
def test_what_was_defused_comes_back_as_it_was(written: bytes) -> None:
    assert cells(written) == [["Titel", "Art"], *[[one, "Kurs"] for one in FORMULAS]]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_defusing_loses_nothing(text: str) -> None:
    text = text.strip()
    if not (text.startswith("'") and text[1:2] in "@+-=|%") and "\\|" not in text:
        assert undefused(defused(text)) == text
    assert defused(text)[:1] not in ("=", "+", "@", "|", "%")
