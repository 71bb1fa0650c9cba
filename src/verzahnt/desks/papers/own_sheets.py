"""What somebody prints for themselves from under their card: dates, stamps, a confirmation, everything that is held.

None but the last names what it is about, and none names an office. Made when asked for, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from verzahnt.desks.papers.setting import page, paper_pdf, said

DATES_FILE, STAMPS_FILE, CONFIRMATION_FILE, EVERYTHING_FILE = "termine.pdf", "stempel.pdf", "blatt.pdf", "alles.pdf"


@dataclass(frozen=True)
class SheetDate:
    """A date in words, and the lines that say where."""

    when: str
    lines: tuple[tuple[str, str], ...]
    """Each line and the language it is in."""


@dataclass(frozen=True)
class SheetStamp:
    """A date of a Stempelheft: come to, or still to be stamped."""

    day: str
    word: str
    came: bool


@dataclass(frozen=True)
class Row:
    """A label, and what is held under it: each line with its language."""

    label: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """What is held about one thing."""

    title: tuple[str, str]
    rows: tuple[Row, ...]


def dates_pdf(dates: Sequence[SheetDate], language: str, *, demo: bool) -> bytes:
    """When and where, one after the other."""
    return paper_pdf("own_dates", _page(language, _("Termine"), demo) | {
        "dates": [{"when": said(one.when, language), "lines": [said(*line) for line in one.lines]} for one in dates],
        "nothing": _("Gerade stehen keine Termine an."),
        "note": _("Absagen geht ohne Grund, auch am selben Tag. Einfach nicht hingehen geht auch."),
    })


def stamps_pdf(sheets: Sequence[Sequence[SheetStamp]], kept: Sequence[str], language: str, *, demo: bool) -> bytes:
    """A Stempelheft: a ring for every date, full where somebody came, and what was kept of before."""
    return paper_pdf("stamps", _page(language, _("Mein Stempelheft"), demo) | {
        "about": _("Ein Andenken, nur für Sie. Niemand fragt danach."),
        "what": _("Was ich gemacht habe:"),
        "sheets": [[{"day": one.day, "word": one.word, "came": one.came} for one in sheet] for sheet in sheets],
        "kept_title": _("Behaltene Stempel"), "kept": list(kept),
        "nothing": _("Hier ist noch kein Stempel. Das kommt."),
    })


def confirmation_pdf(dates: Sequence[str], language: str, *, demo: bool) -> bytes:
    """That whoever writes their name on it was there: no name, no topic, no office; nobody keeps a copy."""
    return paper_pdf("confirmation", _page(language, _("Bestätigung"), demo) | {
        "name_label": _("Ihr Name. Den schreiben Sie selbst."),
        "sentence": _("war an diesen Tagen dabei:"),
        "dates": list(dates),
        "lines": [_("Ort und Datum"), _("Unterschrift der Kursleitung, wenn Sie eine möchten")],
        "note": _("Sie entscheiden, ob Sie dieses Blatt jemandem zeigen. Wir behalten keine Kopie."),
    })


def everything_pdf(parts: Sequence[Part], language: str, *, demo: bool) -> bytes:
    """All that is held under a card."""
    return paper_pdf("everything", _page(language, _("Alles unter meiner Karte"), demo) | {
        "about": _("Mehr wissen wir nicht über Sie. Wir behalten keine Kopie dieses Blattes."),
        "parts": [{"title": said(*part.title), "rows": [
            {"label": row.label, "lines": [said(*line) for line in row.lines]} for row in part.rows]}
            for part in parts],
        "nothing": _("Unter dieser Karte steht gerade nichts."),
    })


def _page(language: str, title: str, demo: bool) -> dict[str, Any]:
    return page(language, "a4", pieces=2) | {
        "title": title, "pages": _("Seite {page} von {pages}"),
        "demo": _("Vorführung. Keine Seite der genannten Behörden.") if demo else ""}
