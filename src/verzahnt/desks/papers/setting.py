"""What all papers share: sizes of page and type, languages and their direction, one text with its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from verzahnt.kit.pdf import noto_sans, render
from verzahnt.kit.qr import qr_code

Size = Literal["a4", "a6"]

_TEMPLATES = Path(__file__).parent / "typst"
_POINTS = {"a4": {1: 13.0, 2: 12.0, 3: 11.5}, "a6": {1: 10.0}}
_POINTS_IN_PLAIN_LANGUAGE = 14.0
_RIGHT_TO_LEFT = {"ar", "fa"}
# On the offer's page nothing is cut off; on paper a longer text would push the card off the sheet.
_LONGEST_TEXT = 600


def paper_pdf(template: str, content: Mapping[str, Any]) -> bytes:
    """The content set with one of our templates, in our two fonts alone."""
    return render(_TEMPLATES / f"{template}.typ", content, fonts=noto_sans())


def page(language: str, size: Size, *, pieces: int = 1) -> dict[str, Any]:
    """Page size, type size (larger where less stands) and language. Leichte Sprache is German in 14 points always."""
    return {
        "size": size,
        "plain": language == "de-simple",
        "points": _POINTS_IN_PLAIN_LANGUAGE if language == "de-simple" else _POINTS[size][pieces],
        "lang": language.split("-")[0],
        "dir": _direction(language),
    }


def said(text: str, language: str) -> dict[str, str]:
    """A text with the language it is in and the direction its letters run."""
    text = text.strip()
    if len(text) > _LONGEST_TEXT:
        text = text[: _LONGEST_TEXT - 1].rstrip() + "…"
    lang = language.split("-")[0]
    return {"text": text, "lang": lang, "dir": _direction_of_letters(text) or _direction(language)}


def unbroken(line: dict[str, str]) -> dict[str, str]:
    """The same short text, never parted at the end of a line ("2 km entfernt")."""
    return line | {"text": line["text"].replace(" ", "\u00a0")} if len(line["text"]) <= 30 else line


def groups_of_four(digits: str) -> list[str]:
    """The sixteen digits of a card in four groups of four, however they were written before."""
    bare = re.sub(r"[\s-]", "", digits)
    if not re.fullmatch(r"[0-9]{16}", bare):
        raise ValueError("A card has sixteen digits.")
    return [bare[start : start + 4] for start in range(0, 16, 4)]


def qr_with_words(link: str, label: str) -> dict[str, Any]:
    """The QR code of a link: as a path for the page, as a whole SVG for the paper, with its words."""
    code = qr_code(link)
    return {"size": code.size, "path": code.path, "svg": code.svg(""), "label": label}


def qr_on_paper(link: str, label: str) -> dict[str, Any]:
    """The same without the path for the page: where there are hundreds, it would be carried along for nothing."""
    return {name: value for name, value in qr_with_words(link, label).items() if name != "path"}


def _direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _direction_of_letters(text: str) -> str:
    """The direction of the first letter that has one, as the Unicode rule for paragraphs says; empty if none has."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return ""
