"""The hand-out: up to three offers and one fresh card on a paper the person takes along.

It names offers and nothing else: no office, no topic in title or file name, no word about the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from verzahnt.desks.papers.card import handed_card_words
from verzahnt.desks.papers.setting import Size, page, paper_pdf, said, unbroken

FILE_NAME = "fuer-sie.pdf"
_MOST_OFFERS = 3


@dataclass(frozen=True, kw_only=True)
class HandoutOffer:
    """An offer as it stands on the paper, in words ready to print; what is empty is left out.

    Texts are in the language of the paper, unless `languages` names another for a field (`{"title": "de"}`).
    """

    title: str
    provider: str = ""
    first_date_words: str = ""
    times_words: str = ""
    venue_name: str = ""
    address: str = ""
    way: str = ""
    stop: str = ""
    distance_words: str = ""
    what_to_bring: str = ""
    how_to_register: str = ""
    telephone: str = ""
    telephone_hours: str = ""
    cost_words: str = ""
    invented: bool = False
    reasons: tuple[str, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    reports_to_nobody: bool = True
    link: str = ""
    """Where the public reads of it: for the codes of the phone view, not for paper."""


@dataclass(frozen=True, kw_only=True)
class Handout:
    """One to three offers, a fresh card (sixteen digits) and the link its QR code carries."""

    offers: tuple[HandoutOffer, ...]
    digits: str
    link: str
    portal: str
    language: str = "de"
    demo: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.offers) <= _MOST_OFFERS:
            raise ValueError("A hand-out holds one to three offers.")
        if not all(offer.reports_to_nobody for offer in self.offers):
            raise ValueError(
                "A hand-out says that nobody is told who comes: only offers that report to nobody go on it."
            )


def handout_pdf(handout: Handout, *, size: Size = "a4") -> bytes:
    """The hand-out as a PDF: A4 for up to three offers, A6 (two sides) for a single one."""
    if size == "a6" and len(handout.offers) > 1:
        raise ValueError("A small sheet holds one offer.")
    return paper_pdf("handout", handout_words(handout) | page(handout.language, size, pieces=len(handout.offers)))


def handout_words(handout: Handout) -> dict[str, Any]:
    """Everything the hand-out says, in its language and order: for the PDF and for the page that is printed."""
    with override(handout.language):
        return {
            **page(handout.language, "a4"),
            "title": ngettext("Ein Angebot in Ihrer Nähe", "Angebote in Ihrer Nähe", len(handout.offers)),
            "demo": _("Vorführung. Keine Seite der genannten Behörden.") if handout.demo else "",
            "offers": [_offer_words(offer, handout.language) for offer in handout.offers],
            "decide": _("Sie entscheiden. Wir sagen niemandem, ob Sie hingehen."),
            "goal": {
                "title": _("Ihr Ziel"),
                "hint": _("Platz für Ihre eigenen Worte, wenn Sie möchten."),
            },
            "card": handed_card_words(handout.digits, handout.link, handout.portal),
            "pages": _("Seite {page} von {pages}"),
        }


def _offer_words(offer: HandoutOffer, language: str) -> dict[str, Any]:
    def words(*fields: str) -> list[dict[str, str]]:
        return [
            said(text, offer.languages.get(name, language)) for name in fields if (text := getattr(offer, name).strip())
        ]

    rows = [
        (_("Wann"), words("times_words", "first_date_words")),
        (_("Wo"), words("venue_name", "address")),
        (_("Der Weg"), words("way", "stop") + [unbroken(line) for line in words("distance_words")]),
        (_("Kosten"), words("cost_words")),
        (_("Mitbringen"), words("what_to_bring")),
        (_("Anmelden"), words("how_to_register")),
        (_("Telefon"), [line | {"dir": "ltr"} for line in words("telephone")] + words("telephone_hours")),
    ]
    reasons = [said(reason, offer.languages.get("reasons", language)) for reason in offer.reasons if reason.strip()]
    return {
        "title": said(offer.title, offer.languages.get("title", language)),
        "mark": _("Beispiel") if offer.invented else "",
        "known_for": words("provider")
        + [reason for reason in reasons if reason["text"] != offer.distance_words.strip()],
        "rows": [{"label": label, "lines": lines} for label, lines in rows if lines],
    }
