"""How an offer went from idea to page and on, for whoever works with it: what happened, who did it, what comes next.

Who means the organisation and its function. No page names a person of another organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from verzahnt.desks.parts.words import day
from verzahnt.programme.offers.models import Offer, OfferMove
from verzahnt.programme.offers.states import OfferState

FUNCTIONS = {"providers": "Anbieter", "coordination": "Koordination am Standort", "funders": "Federführung"}
HAPPENED = {
    ("", OfferState.IDEA): "Als Idee beschrieben",
    (OfferState.IDEA, OfferState.CONCEPT): "Eingereicht",
    (OfferState.CONCEPT, OfferState.APPROVED): "Zugestimmt",
    (OfferState.APPROVED, OfferState.PUBLISHED): "Veröffentlicht",
    (OfferState.PUBLISHED, OfferState.PAUSED): "Pause begonnen",
    (OfferState.PAUSED, OfferState.PUBLISHED): "Pause beendet",
}
NEXT = {
    OfferState.IDEA: "Der Anbieter beschreibt es zu Ende und reicht es ein.",
    OfferState.CONCEPT: "Wer gefragt ist, sagt Ja oder Nein.",
    OfferState.APPROVED: "Das Angebot wird veröffentlicht.",
    OfferState.PUBLISHED: "Der Anbieter hält es richtig und legt Durchgänge an.",
    OfferState.PAUSED: "Der Anbieter zeigt es wieder oder beendet es.",
    OfferState.ENDED: "Nichts mehr. Der Anbieter kann es als Vorlage nehmen.",
    OfferState.NAMED: "Eine Organisation übernimmt es und beschreibt es neu.",
}


def history(offer: Offer, moves: Iterable[OfferMove], *, next_step: str = "",
            colleagues: Mapping[int, str] | None = None) -> list[dict[str, Any]]:
    """Entries for `charts.timeline`, the first move first, the next step last.

    `colleagues`: names by account, for pages of the organisation they work for.
    """
    told: list[dict[str, Any]] = [
        {"when": day(move.at), "title": _happened(move), "text": _who(move, offer, colleagues or {})} for move in moves]
    if not any(move["title"] == HAPPENED["", OfferState.IDEA] for move in told):
        told.insert(0, {"when": day(offer.first_described_on), "title": HAPPENED["", OfferState.IDEA],
                        "text": _called(offer.provider.called, "providers")})
    told.append({"when": "Als Nächstes", "title": next_step or NEXT[OfferState(offer.state)], "now": True})
    return told


def _happened(move: OfferMove) -> str:
    if move.after == OfferState.ENDED:
        return "Beendet"
    if (move.before, move.after) == (OfferState.CONCEPT, OfferState.IDEA):
        return "Vom Anbieter zurückgezogen" if move.desk in ("providers", "") else "Zurückgegeben"
    return HAPPENED.get((move.before, OfferState(move.after)), str(OfferState(move.after).label))


def _who(move: OfferMove, offer: Offer, colleagues: Mapping[int, str]) -> str:
    """For earlier moves that did not say so, whoever could have done it."""
    desk = move.desk or ("coordination" if move.after in (OfferState.APPROVED, OfferState.PUBLISHED)
                         and move.before in (OfferState.CONCEPT, OfferState.APPROVED) else "providers")
    by = move.by.called if move.by else offer.provider.called if desk == "providers" else (
        offer.site.name if offer.site and desk == "coordination" else "")
    name = colleagues.get(move.account or 0, "") if desk == "providers" else ""
    return _called(by, desk) + (f": {name}" if name else "")


def _called(organisation: str, desk: str) -> str:
    function = FUNCTIONS.get(desk, "")
    return f"{organisation} ({function})" if organisation and function else organisation or function
