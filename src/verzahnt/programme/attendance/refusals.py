"""The known "no"s of lists and links, each with a sentence that says what to do."""

from __future__ import annotations

from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.attendance.rules import MOST_GUESTS


class NotYours(NotPossible):
    message = "Diese Liste gehört nicht zu Ihrer Organisation, oder sie ist schon geschlossen."


class NotYet(NotPossible):
    message = "Dieser Termin war noch nicht. Wer kommt, notieren Sie am Tag selbst."


class NotOnTheList(NotPossible):
    message = "Diesen Platz gibt es nicht mehr. Er wurde zurückgegeben; bitte laden Sie die Seite neu."


class NoSuchNumber(NotPossible):
    message = f"Bitte geben Sie eine Zahl von 0 bis {MOST_GUESTS} ein."


class LinkOver(NotPossible):
    message = (
        "Dieser Link gilt nicht mehr. Bitten Sie den Anbieter um einen neuen: Er kommt an dieselbe E-Mail-Adresse."
    )


class NoMailbox(NotPossible):
    message = "Bitte geben Sie an, wohin der Link gehen soll: eine Ihrer Kontaktstellen oder eine E-Mail-Adresse."


class TooManyLinks(NotPossible):
    message = "Für diesen Durchgang gibt es schon fünf Links. Ziehen Sie erst einen zurück."
