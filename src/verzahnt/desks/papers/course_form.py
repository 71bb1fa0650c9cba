"""The form of a certified course, blank: with the course's title and an empty line for a name written by hand.

It is the same for everybody, so that nothing is kept of whom it was given to. For providers, German only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from verzahnt.desks.papers.setting import page, paper_pdf, said
from verzahnt.desks.parts.words import day

FILE_NAME = "bescheinigung.pdf"


@dataclass(frozen=True, kw_only=True)
class CourseForm:
    """What is true of the course, whoever took part."""

    title: str
    certificate: str
    provider: str
    dates: Sequence[date]
    demo: bool = False


def course_form_pdf(form: CourseForm) -> bytes:
    """One sheet of A4, to be filled in and signed by hand."""
    first, last, number = day(form.dates[0]), day(form.dates[-1]), len(form.dates)
    when = f"am {first}" if number == 1 else f"vom {first} bis {last}"
    of_how_many = "einem Termin" if number == 1 else f"{number} Terminen"
    return paper_pdf("course_form", page("de", "a4", pieces=2) | {
        "title": "Teilnahmebescheinigung",
        "name_label": "Name. Den schreibt die Person selbst.",
        "sentence": "hat teilgenommen an:",
        "course": said(form.title, "de"),
        "facts": [f"{when}, {form.provider}", f"Zertifikat: {form.certificate}"],
        "count": f"an ________ von {of_how_many}",
        "lines": ["Ort und Datum", "Unterschrift und Stempel des Anbieters"],
        "note": "Es gibt keine Kopie und keine Liste, wer dieses Blatt bekommen hat.",
        "demo": "Vorführung. Keine Seite der genannten Behörden." if form.demo else "",
    })
