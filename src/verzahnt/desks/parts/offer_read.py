"""An offer as those read it who are asked for their yes: facts, dates, what others said, since when it waits."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from verzahnt.desks.parts.words import day, listed
from verzahnt.programme.offers import queries
from verzahnt.programme.offers.models import Approval, Offer, Run
from verzahnt.programme.offers.states import Answer
from verzahnt.programme.reference import queries as reference


@dataclass(frozen=True)
class OfferRead:
    """What stands on the page."""

    facts: list[tuple[str, str]]
    runs: list[Run]
    said: list[tuple[str, str]]
    days: int
    """From the first description to its page, or until today while it is not there."""


def read(offer: Offer, *, on: date) -> OfferRead:
    """The offer for somebody who decides about it. Free places are words, never a number."""
    return OfferRead(_facts(offer), list(queries.runs_ahead(offer, on=on)),
                     [_said(one, on) for one in queries.approvals_of(offer)],
                     ((offer.published_on or on) - offer.first_described_on).days)


def _facts(offer: Offer) -> list[tuple[str, str]]:
    def names(rows: object, keys: list[str]) -> str:
        known = {row.pk: str(row) for row in rows}  # type: ignore[attr-defined]
        return listed(known.get(key, key) for key in keys) if keys else ""

    money = "ja, dafür ist auch das Ja der Federführung nötig" if offer.uses_programme_money else "nein"
    return [
        ("Anbieter", offer.provider.name),
        ("Angebotsart", offer.get_kind_display()),
        ("Themen", names(reference.topics(), offer.topics)),
        ("Zielgruppen", names(reference.audiences(), offer.audiences)),
        ("Merkmale", names(reference.traits(), offer.traits)),
        ("Gibt es nicht", names(reference.traits(), offer.denied_traits)),
        ("Sprachen", names(reference.languages(), offer.languages)),
        ("Kosten", offer.get_cost_display() + (f": {offer.cost_note}" if offer.cost_note else "")),
        ("Anmeldung", offer.get_registration_display()),
        ("Braucht Programmgeld", money),
        ("Meldet, wer kommt", f"ja, an: {offer.reports_to}" if offer.reports_to else "nein, niemandem"),
        ("Mitbringen", offer.what_to_bring),
        ("Leitung", offer.led_by),
        ("Zertifikat", offer.certificate),
        ("Telefon", offer.telephone),
    ]


def _said(approval: Approval, on: date) -> tuple[str, str]:
    who = f"{approval.asked.called} ({'Federführung' if approval.is_lead else 'Standort'})"
    if not approval.answer:
        days = (on - localdate(approval.asked_at)).days
        return who, "heute gefragt" if days <= 0 else f"gefragt, wartet seit {days} {'Tag' if days == 1 else 'Tagen'}"
    assert approval.answered_at is not None
    answer = {Answer.YES: "Ja", Answer.NO: "Nein"}.get(Answer(approval.answer), "vom Anbieter zurückgezogen")
    return who, f"{answer}, {day(localdate(approval.answered_at))}" + (f": {approval.note}" if approval.note else "")
