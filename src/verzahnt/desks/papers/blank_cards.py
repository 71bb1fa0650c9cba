"""Blank cards for health days and waiting rooms: ten to a sheet, to be cut apart and folded. Nobody's, until taken.

Whoever prints them knows their digits, so each opens nothing without the own number its holder picks at first use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from verzahnt.desks.papers.setting import groups_of_four, page, paper_pdf, qr_on_paper

FILE_NAME = "karten.pdf"
ON_A_SHEET = 10
ON_A_SHEET_IN_LARGE_TYPE = 5


@dataclass(frozen=True, kw_only=True)
class BlankCards:
    """Fresh cards: the digits of each, and the link its QR code carries."""

    cards: Sequence[tuple[str, str]]
    portal: str
    language: str = "de"
    demo: bool = False


def on_a_sheet(language: str) -> int:
    """Ten small cards fit on a sheet; in Leichte Sprache, which needs large type, five."""
    return ON_A_SHEET_IN_LARGE_TYPE if language == "de-simple" else ON_A_SHEET


def blank_cards_pdf(batch: BlankCards) -> bytes:
    """Sheets of A4 full of cards, with marks where to cut and where to fold."""
    return paper_pdf("blank_cards", blank_cards_words(batch))


def blank_cards_words(batch: BlankCards) -> dict[str, Any]:
    """What stands on every card once, and what is each card's own."""
    with override(batch.language):
        label = _("QR-Code: öffnet die Seite zum Anmelden")
        common = page(batch.language, "a6")
        return {
            **common,
            "points": common["points"] if common["plain"] else 8.5,
            "demo": "",  # stands on every card instead of once at the top
            "title": _("Karten"),
            "front": {
                "title": _("Ihre Mitmachkarte"),
                "about": [
                    _("Für kostenlose Angebote in Ihrer Nähe. Ohne Namen."),
                    _("Sie entscheiden. Wir sagen niemandem, ob Sie hingehen."),
                ],
                "portal": batch.portal,
                "demo": _("Vorführung. Keine Seite der genannten Behörden.") if batch.demo else "",
            },
            "about": [
                _("Beim ersten Mal denken Sie sich vier weitere Ziffern aus: Die kennen nur Sie."),
                _("Zeigen Sie die Karte niemandem."),
            ],
            "cards": [
                {"digits": groups_of_four(digits), "qr": qr_on_paper(link, label)} for digits, link in batch.cards
            ],
        }
