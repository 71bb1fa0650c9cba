"""Papers as accessible PDF (PDF/UA-1), set with typst from a template and plain data.

Data reaches the template as JSON only, never as typst source: whatever people type is printed, not obeyed.
Each paper is set by a compiler of its own: that costs nothing measurable, lets threads work side by side
(typst gives the interpreter's lock free) and keeps nobody's data at hand for the next paper.
"""

from __future__ import annotations

import json
import re
import struct
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import typst

_NOTO = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_LONGEST_WORD = 40
_ONLY_PICTURES = "*"
_UNKNOWN_LETTER = "?"
# Written direction is the template's business: marks that turn text around could make digits read backwards.
_TURNING_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_LONG_WORD = re.compile(rf"(\S{{{_LONGEST_WORD}}})(?=\S)")


@dataclass(frozen=True)
class Typefaces:
    """The only fonts a paper may use, and the characters they can print."""

    fonts: typst.Fonts
    characters: frozenset[int]

    @classmethod
    def in_folders(cls, folders: Sequence[Path]) -> Typefaces:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders]
        )
        if not fonts.families():
            raise FileNotFoundError(f"No font that typst can read in {', '.join(map(str, folders))}.")
        files = [file for folder in folders for file in sorted(folder.iterdir()) if file.suffix in {".ttf", ".otf"}]
        return cls(fonts, frozenset().union(*map(_characters_of, files)))


@cache
def noto_sans() -> Typefaces:
    """Noto Sans and Noto Sans Arabic: Latin, Greek, Cyrillic, and Arabic letters."""
    return Typefaces.in_folders([Path(str(import_module(package).__file__)).parent / "files" for package in _NOTO])


def render(template: Path, data: Mapping[str, Any], *, fonts: Typefaces) -> bytes:
    """The template's paper as a tagged PDF/UA-1, with every text of the data made printable first.

    The template reads `json(bytes(sys.inputs.data))`, and itself sets the title and the language.
    """
    compiler = typst.Compiler(
        input=str(template), root=str(template.parent), font_paths=fonts.fonts, ignore_system_fonts=True
    )
    paper = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(_printable_throughout(data, fonts), ensure_ascii=False)},
    )
    if not isinstance(paper, bytes):  # one PDF is one piece; only pictures come page by page
        raise TypeError(f"typst answered with {type(paper).__name__} instead of a PDF.")
    return paper


def printable(text: str, fonts: Typefaces) -> str:
    """The text with only such characters as the fonts can print, and no word too long for a line.

    Pictures (emoji) fall away, a letter of an unknown script becomes a question mark, spaces become single ones,
    line ends stay. A text of pictures alone becomes a star, so that its line is not lost.
    """
    kept = []
    for character in _TURNING_MARKS.sub("", unicodedata.normalize("NFC", text)):
        if character == "\n" or (ord(character) in fonts.characters and unicodedata.category(character) != "Cc"):
            kept.append(character)
        elif unicodedata.category(character)[0] == "L":
            kept.append(_UNKNOWN_LETTER)
        elif unicodedata.category(character) in {"Cc", "Zs", "Zl", "Zp"}:
            kept.append(" ")
    lines = "".join(kept).split("\n")
    clean = "\n".join(_LONG_WORD.sub("\\1\u200b", re.sub(" {2,}", " ", line).strip(" ")) for line in lines)
    return clean if _shows_something(clean) or not text.strip() else _ONLY_PICTURES


def _shows_something(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def _printable_throughout(value: Any, fonts: Typefaces) -> Any:
    if isinstance(value, str):
        return printable(value, fonts)
    if isinstance(value, Mapping):
        return {str(key): _printable_throughout(part, fonts) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable_throughout(part, fonts) for part in value]
    return value


def _characters_of(font: Path) -> set[int]:
    """Every character the font file has a glyph for (its `cmap` table, formats 4 and 12)."""
    file = font.read_bytes()
    tables = struct.unpack_from(">H", file, 4)[0]
    names = (struct.unpack_from(">4sIII", file, 12 + 16 * number) for number in range(tables))
    cmap = next(offset for tag, _, offset, _ in names if tag == b"cmap")
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", file, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">HHI", file, cmap + 4 + 8 * number)[2]
        form = struct.unpack_from(">H", file, at)[0]
        if form == 12:
            for group in range(struct.unpack_from(">I", file, at + 12)[0]):
                first, last, _ = struct.unpack_from(">III", file, at + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif form == 4:
            half = struct.unpack_from(">H", file, at + 6)[0] // 2
            lasts = struct.unpack_from(f">{half}H", file, at + 14)
            firsts = struct.unpack_from(f">{half}H", file, at + 16 + 2 * half)
            for first, last in zip(firsts, lasts, strict=True):
                found.update(range(first, last + 1))
    return found - {0xFFFF}
