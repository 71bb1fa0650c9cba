"""The Mitmachkarte on paper: sixteen digits and a QR code, no name, no office, no topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from verzahnt.desks.papers.setting import groups_of_four, page, paper_pdf, qr_with_words

FILE_NAME = "karte.pdf"


@dataclass(frozen=True, kw_only=True)
class CardPaper:
    """A card somebody made for themselves on the portal, and the link its QR code carries."""

    digits: str
    link: str
    portal: str
    language: str = "de"
    demo: bool = False


def card_pdf(card: CardPaper) -> bytes:
    """The card on an A6 sheet."""
    return paper_pdf("card", card_words(card))


def card_words(card: CardPaper) -> dict[str, Any]:
    """Everything the card's paper says, in its language."""
    with override(card.language):
        return {
            **page(card.language, "a6"),
            "demo": _("Vorführung. Keine Seite der genannten Behörden.") if card.demo else "",
            "card": _card(card.digits, card.link, card.portal)
            | {
                "about": [
                    _("Mit diesen Ziffern melden Sie sich an, ohne Ihren Namen zu nennen."),
                    _("Bewahren Sie die Karte gut auf: Wir haben keine Kopie."),
                    never_shown(),
                ]
            },
            "more": _("Mehr brauchen Sie nicht."),
        }


def handed_card_words(digits: str, link: str, portal: str) -> dict[str, Any]:
    """What a paper says about a card that somebody hands over: it opens nothing without the person's own number."""
    return _card(digits, link, portal) | {
        "about": [
            _("Mit diesen Ziffern melden Sie sich an, ohne Ihren Namen zu nennen."),
            _("Beim ersten Mal denken Sie sich vier weitere Ziffern aus: Die kennen nur Sie."),
            never_shown(),
        ]
    }


def never_shown() -> str:
    """A card is told to no provider: places are found by it, people by the name they chose."""
    return _("Zeigen Sie die Karte niemandem, auch dem Anbieter nicht.")


def _card(digits: str, link: str, portal: str) -> dict[str, Any]:
    return {
        "title": _("Ihre Mitmachkarte"),
        "digits": groups_of_four(digits),
        "qr": qr_with_words(link, _("QR-Code: öffnet die Seite zum Anmelden")),
        "portal": portal,
        "portal_label": _("Anmelden und mehr Angebote:"),
    }
