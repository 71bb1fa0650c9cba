"""Tables that people bring as XLSX or CSV, read as plain words; and tables written so that no cell is a formula.

Nothing in a file is believed: its kind is looked at, a packed file is measured before it is opened, rows and columns
are counted while reading. What cannot be read is a `NotATable` with a sentence that says what to do instead.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedcsv import csv as defusedcsv
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from verzahnt.kit.refusals import NotPossible

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ENTRIES = 400
MOST_COLUMNS = 60
LONGEST_CELL = 6000
SEPARATORS = (";", ",", "\t", "|")
OLD_EXCEL, PACKED = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
CONTROL_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DANGEROUS = "@+-=|%"  # what a spreadsheet takes for the beginning of a formula
BROKEN = (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, IndexError, EOFError,
          AttributeError, NotImplementedError, OSError, RuntimeError)


class NotATable(NotPossible):
    """The file is not one we can read; the sentence says why, and which would do."""

    def __init__(self, message: str) -> None:
        self.message = message


@dataclass(frozen=True)
class Line:
    """A row that is not empty, with the number it has in the file, from one."""

    number: int
    cells: tuple[str, ...]


def read(content: bytes, *, most_rows: int) -> list[Line]:
    """The rows of a table that say something, as words; of a workbook the first sheet that has any."""
    if not content.strip():
        raise NotATable("Die Datei ist leer. Haben Sie die richtige ausgewählt?")
    if len(content) > MOST_BYTES:
        raise NotATable(f"Die Datei ist größer als {MOST_BYTES // 1024 // 1024} MB. Löschen Sie Bilder und Blätter, "
                        "die wir nicht brauchen, oder teilen Sie die Tabelle auf.")
    if content.startswith(OLD_EXCEL):
        raise NotATable("Das ist eine Datei im alten Excel-Format oder mit Kennwort. Speichern Sie sie bitte ohne "
                        "Kennwort als „Excel-Arbeitsmappe (.xlsx)“ oder als CSV.")
    lines = list(_kept(_of_workbook(content) if content.startswith(PACKED) else _of_text(content), most_rows))
    if not lines:
        raise NotATable("In der Datei steht nichts. Haben Sie die richtige ausgewählt?")
    return lines


def _kept(rows: Iterable[Sequence[str]], most_rows: int) -> Iterator[Line]:
    kept = 0
    for number, row in enumerate(rows, start=1):
        cells = [_plain(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            if number > 20 * most_rows:  # a sheet formatted down to its millionth row
                return
            continue
        if len(cells) > MOST_COLUMNS:
            raise NotATable(f"Die Tabelle hat mehr als {MOST_COLUMNS} Spalten. Löschen Sie bitte, was wir nicht "
                            "brauchen.")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise NotATable(f"In Zeile {number} steht ein Feld mit mehr als {LONGEST_CELL} Zeichen. Kürzen Sie es "
                            "bitte.")
        kept += 1
        if kept > most_rows + 1:
            raise NotATable(f"Die Tabelle hat mehr als {most_rows} Zeilen. Teilen Sie sie bitte in zwei auf und "
                            "laden Sie eine nach der anderen hoch.")
        yield Line(number, tuple(cells))


def _plain(cell: str) -> str:
    """A cell's words without control signs, on one line where they stand on one."""
    words = CONTROL_SIGNS.sub("", cell)
    return undefused(words.strip() if "\n" in words else " ".join(words.split()))


# Workbooks


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    _measure(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # files lie about their size
            if any(map(any, _rows_of(sheet))):
                yield from _rows_of(sheet)
                return
    except NotATable:
        raise
    except BROKEN as broken:
        raise NotATable("Diese Datei lässt sich nicht als Tabelle öffnen. Öffnen Sie sie in Ihrem Programm und "
                        "speichern Sie sie neu als „Excel-Arbeitsmappe (.xlsx)“ oder als CSV.") from broken


def _rows_of(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
        yield [_words(value) for value in row]


def _measure(content: bytes) -> None:
    """Before anything is unpacked: is it a workbook, and how large would it become?"""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            names = {entry.filename for entry in entries}
            is_ods = "mimetype" in names and b"opendocument" in packed.open("mimetype").read(200)
            suspicious = any(b"<!ENTITY" in packed.open(entry).read(2000) for entry in entries[:MOST_ENTRIES]
                             if entry.filename.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, KeyError, ValueError) as broken:
        raise NotATable("Diese Datei ist beschädigt oder hat ein Kennwort. Speichern Sie sie bitte neu, ohne "
                        "Kennwort, als „Excel-Arbeitsmappe (.xlsx)“ oder als CSV.") from broken
    if is_ods:
        raise NotATable("Das ist eine Datei von LibreOffice (.ods). Wählen Sie dort bitte „Speichern unter“ und dann "
                        "„Excel 2007–365 (.xlsx)“ oder „Text CSV“.")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise NotATable("Diese Datei ist keine Tabelle. Möglich sind Excel (.xlsx) und CSV.")
    if suspicious or len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotATable("Diese Datei ist ausgepackt viel zu groß für eine Liste von Angeboten. Kopieren Sie bitte nur "
                        "die Zeilen mit den Angeboten in eine neue Datei.")


def _words(value: object) -> str:
    """A cell as a person would have written it; Excel's day nought with a time is just that time."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nein"
        case datetime() if value.year <= 1900:
            return f"{value:%H:%M}"
        case datetime() if value.time() == time():
            return f"{value:%d.%m.%Y}"
        case datetime():
            return f"{value:%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return f"{value:.10g}".replace(".", ",")
        case _:
            return str(value)


# Text


def _of_text(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    lines = list(io.StringIO(text, newline=""))
    separator = ""
    if lines and (told := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE)):
        separator, lines = told[1], ["\n", *lines[1:]]  # Excel's own word on the first line
    try:
        yield from csv.reader(lines, delimiter=separator or _separator(lines))
    except csv.Error as broken:
        raise NotATable("Diese CSV-Datei lässt sich nicht lesen: Vielleicht fehlt ein Anführungszeichen. Speichern "
                        "Sie sie bitte neu, am besten als „Excel-Arbeitsmappe (.xlsx)“.") from broken


def _decoded(content: bytes) -> str:
    """UTF-8, or what a German Excel writes; anything with control signs in it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if len(CONTROL_SIGNS.findall(text)) + text.count("\ufffd") > len(text) // 500:
        raise NotATable("Diese Datei ist keine Tabelle. Möglich sind Excel (.xlsx) und CSV.")
    return text.replace("\x00", "")


def _separator(lines: Sequence[str]) -> str:
    """The one that stands most often, and in most lines, outside quotation marks."""
    told = [re.sub(r'"[^"]*"', "", line) for line in lines[:30] if line.strip()]

    def weight(separator: str) -> tuple[int, int]:
        return sum(separator in line for line in told), sum(line.count(separator) for line in told)

    return max(SEPARATORS, key=weight)


# Writing


def defused(text: str) -> str:
    """A word no spreadsheet takes for a formula; `undefused` gives it back."""
    text = text.strip()
    is_number = re.fullmatch(r"-?[0-9,.]+", text)
    if text and text[0] in DANGEROUS and not is_number:
        return "'" + text.replace("|", "\\|")
    return text


def undefused(text: str) -> str:
    """What was meant, where a table of ours comes back."""
    if re.match(r"'(?:[@+\-=%|]|\\\|)", text):
        return text[1:].replace("\\|", "|")
    return text


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A table as a German Excel opens it by double click: semicolons, and a mark that it is UTF-8."""
    written = io.StringIO()
    writer = defusedcsv.writer(written, delimiter=";")
    for row in rows:
        writer.writerow([cell.strip() for cell in row])
    return written.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: its name, its head, its rows, and how wide its columns are."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Sheets of words alone: bold heads that stay in sight, no cell is a formula."""
    book = Workbook()
    for number, sheet in enumerate(sheets):
        page = book.active if number == 0 else book.create_sheet()
        assert page is not None
        page.title = sheet.name
        for across, words in enumerate(sheet.head, start=1):
            cell = page.cell(1, across, words)  # type: ignore[union-attr]
            cell.font = Font(bold=True)
            wide = sheet.widths[across - 1] if across <= len(sheet.widths) else 18
            page.column_dimensions[get_column_letter(across)].width = wide  # type: ignore[union-attr]
        for down, row in enumerate(sheet.rows, start=2):
            for across, words in enumerate(row, start=1):
                cell = page.cell(down, across)  # type: ignore[union-attr]
                cell.value = defused(words) or None
                cell.alignment = Alignment(vertical="top", wrap_text=len(words) > 40)
                cell.number_format = "@"
        page.freeze_panes = "A2"  # type: ignore[union-attr]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
