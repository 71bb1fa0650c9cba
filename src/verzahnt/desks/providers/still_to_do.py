"""What an offer needs from its provider next. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from verzahnt.programme.offers import rules
from verzahnt.programme.offers.states import OfferState

ASKED_AHEAD = timedelta(days=30)
LOOKED_AT_AGAIN_AFTER = timedelta(days=180)
TAKES_PLACE = (OfferState.APPROVED, OfferState.PUBLISHED)


WHEN_NOTHING_IS_DUE = {
    OfferState.CONCEPT: "Der Standort liest es und sagt Ja oder Nein.",
    OfferState.APPROVED: "Es wird veröffentlicht.",
    OfferState.PUBLISHED: "Gerade nichts. Wir fragen Sie in Abständen, ob noch alles stimmt.",
    OfferState.PAUSED: "Zeigen Sie es wieder, wenn es weitergeht, oder beenden Sie es.",
    OfferState.ENDED: "Nichts mehr. Sie können es als Vorlage für ein neues nehmen.",
    OfferState.NAMED: "Wenn es Ihres ist und noch läuft: Nehmen Sie es als Vorlage und reichen Sie es ein.",
}


@dataclass(frozen=True)
class ToDo:
    """A sentence, and what the button beside it says and does: a `deed` done at once, else the page `where`."""

    sentence: str
    button: str
    where: str = "offer"  # the name of one of the desk's pages
    deed: str = ""


def silence_due(confirmed_on: date | None, *, on: date) -> bool:
    """The yearly confirmation is asked for a month before the last one no longer holds."""
    return not rules.silence_holds(confirmed_on, on=on + ASKED_AHEAD)


def still_to_do(*, state: str, missing: Sequence[str], sent_back: str, has_run: bool, takes_cards: bool,
                silence_confirmed_on: date | None, checked_on: date | None, on: date) -> list[ToDo]:
    """The next steps, the most pressing first; none where others are to answer or all is well."""
    if state == OfferState.IDEA:
        return [_about_the_idea(missing, sent_back)]
    if state not in TAKES_PLACE:
        return []
    found = []
    silent = not takes_cards or not silence_due(silence_confirmed_on, on=on)
    if not silent:
        found.append(ToDo("Bitte bestätigen Sie, wie jedes Jahr: Wir sagen dem Jobcenter nicht, wer kommt.",
                          "Ja, das bleibt so", deed="confirm_silence"))
    if not has_run:
        found.append(ToDo("Es steht kein Termin bevor. So kann niemand mitmachen.", "Durchgang anlegen", "run_new"))
    if silent and checked_on is not None and on - checked_on >= LOOKED_AT_AGAIN_AFTER:
        found.append(ToDo("Seit einem halben Jahr hat niemand nachgesehen. Stimmt noch alles?", "Ja, alles stimmt",
                          deed="confirm_still_right"))
    return found


def _about_the_idea(missing: Sequence[str], sent_back: str) -> ToDo:
    if sent_back:
        return ToDo(f"Zurück an Sie: „{sent_back}“", "Ansehen und ändern")
    match len(missing):
        case 0:
            return ToDo("Alles ist beschrieben. Jetzt können Sie es einreichen.", "Einreichen", deed="hand_in")
        case 1:
            return ToDo(f"Eines fehlt noch: {missing[0]}", "Weiter beschreiben")
        case many:
            return ToDo(f"{many} Angaben fehlen noch, bis Sie es einreichen können.", "Weiter beschreiben")
