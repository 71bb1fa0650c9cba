"""The hand-out for a phone: shown large on a turned screen, each offer and the card as a code a camera opens."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from verzahnt.desks.papers.handout import Handout, handout_words
from verzahnt.desks.papers.setting import qr_with_words

_SHOWN = 3
"""When, where and the telephone are enough on a screen; the rest stands behind the code."""


def phone_words(handout: Handout) -> dict[str, Any]:
    """What of the hand-out somebody reads from a screen. The digits are in the card's code alone."""
    words = handout_words(handout)
    with override(handout.language):
        shown = {_("Wann"), _("Wo"), _("Telefon")}
        return {name: words[name] for name in ("lang", "dir", "plain", "decide", "demo")} | {
            "title": _("Auf Ihr Telefon"),
            "how": [
                _("Öffnen Sie die Kamera Ihres Telefons. Halten Sie sie auf einen Code."),
                _("Oder machen Sie ein Foto von dieser Seite."),
            ],
            "offers": [
                {"title": said["title"], "rows": [row for row in said["rows"] if row["label"] in shown][:_SHOWN],
                 "qr": qr_with_words(offer.link, _("QR-Code: öffnet die Seite dieses Angebots"))}
                for offer, said in zip(handout.offers, words["offers"], strict=True)
            ],
            "card": {
                "title": words["card"]["title"],
                "about": [_("Dieser Code öffnet Ihre Karte. Bewahren Sie ihn auf wie einen Schlüssel."),
                          words["card"]["about"][-1]],
                "qr": words["card"]["qr"],
            },
        }
