"""The attendance sheet: a list a course leader ticks by hand, with room for guests. For providers, German only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from verzahnt.desks.papers.setting import page, paper_pdf, said

FILE_NAME = "liste.pdf"
_DATES_ON_A_SHEET = 12
_LINES_FOR_GUESTS = 5


def attendance_sheet_pdf(title: str, dates: Sequence[date], aliases: Sequence[str], *, demo: bool = False) -> bytes:
    """A4 across: one line per Wunschname in the order given, one box per date, and blank lines for guests."""
    if not dates:
        raise ValueError("A list needs at least one date.")
    days = [
        {
            "weekday": format_date(day, "EEE", locale="de").rstrip("."),
            "day": format_date(day, "d.M.", locale="de"),
            "words": format_date(day, "EEEE, d. MMMM y", locale="de"),
        }
        for day in dates
    ]
    return paper_pdf(
        "attendance",
        {
            **page("de", "a4", pieces=2),
            "title": "Wer ist da?",
            "run": said(title, "de"),
            "period": days[0]["words"] if len(days) == 1 else f"{days[0]['words']} bis {days[-1]['words']}",
            "sheets": [days[start : start + _DATES_ON_A_SHEET] for start in range(0, len(days), _DATES_ON_A_SHEET)],
            "alias_label": "Wunschname",
            "aliases": [said(alias, "de") for alias in aliases],
            "guest_label": "Gast",
            "guests": _LINES_FOR_GUESTS,
            "advice": "Ein Kreuz heißt: war da. Tragen Sie die Kreuze danach in Verzahnt ein und vernichten Sie diese "
            "Liste, spätestens 14 Tage nach dem letzten Termin.",
            "demo": "Vorführung. Keine Seite der genannten Behörden." if demo else "",
            "pages": "Seite {page} von {pages}",
        },
    )
