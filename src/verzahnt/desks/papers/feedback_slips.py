"""Slips for feedback: eight to a sheet, to be cut apart and handed round at the last date. Nobody's, good once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from verzahnt.desks.papers.setting import page, paper_pdf, qr_on_paper

FILE_NAME = "zettel.pdf"


@dataclass(frozen=True, kw_only=True)
class Slips:
    """The digits of each slip in groups, and the link its QR code carries. No paper says what the dates were about."""

    slips: Sequence[tuple[str, str]]
    address: str
    language: str = "de"
    demo: bool = False


def slips_pdf(slips: Slips) -> bytes:
    """Sheets of A4 full of slips, with lines to cut along."""
    return paper_pdf("feedback_slips", slips_words(slips))


def slips_words(slips: Slips) -> dict[str, Any]:
    """What stands on every slip, and what is each slip's own."""
    with override(slips.language):
        label = _("QR-Code: öffnet die Seite mit den Fragen")
        common = page(slips.language, "a6")
        return {
            **common,
            "points": common["points"] if common["plain"] else 9.5,
            "demo": "",  # stands on every slip instead of once at the top
            "title": _("Wie war es?"),
            "about": [
                _("Fünf Fragen, fünf Kreuze. So wird es beim nächsten Mal besser."),
                _("Ohne Namen. Dieser Zettel gilt einmal, zwei Wochen lang."),
            ],
            "typed": _("Oder im Internet eintippen:"),
            "address": slips.address,
            "note": _("Vorführung. Keine Seite der genannten Behörden.") if slips.demo else "",
            "slips": [
                {"digits": digits.split(), "qr": qr_on_paper(link, label)} for digits, link in slips.slips
            ],
        }
