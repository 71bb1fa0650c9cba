"""Known noes of the deeds on offers, each with a sentence the provider or coordination can act on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from verzahnt.kit.refusals import NotPossible


class NotYours(NotPossible):
    message = "Dieses Angebot gehört einer anderen Organisation."


class WrongMove(NotPossible):
    """From this state the offer cannot go there."""

    def __init__(self, before: object, after: object) -> None:
        self.message = f"Das Angebot ist „{before}“ und kann von dort aus nicht „{after}“ werden."


class StillMissing(NotPossible):
    """`missing` names what, one sentence each."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        self.message = "Zum Einreichen fehlt noch etwas: " + " ".join(self.missing)


class BeingRead(NotPossible):
    message = "Das Angebot wird gerade geprüft. Ziehen Sie es zurück, dann können Sie es ändern."


class NeedsANewYes(NotPossible):
    message = ("Dem Angebot wurde so zugestimmt, wie es ist. Standort, Art, Kosten, Programmgeld und Meldung an andere "
               "lassen sich nicht mehr ändern. Beschreiben Sie dafür bitte ein neues Angebot.")


class AlreadyEnded(NotPossible):
    message = "Das Angebot ist beendet und bleibt so stehen. Beschreiben Sie bitte ein neues."


class NoCardWithReport(NotPossible):
    message = "Wer meldet, wer kommt, kann keine Mitmachkarten annehmen. Wählen Sie eine andere Anmeldung."


class NobodyToAsk(NotPossible):
    message = "An diesem Standort ist niemand eingetragen, der zustimmen kann. Bitte melden Sie sich beim Standort."


class NobodyPays(NotPossible):
    message = ("Für diesen Standort ist niemand eingetragen, der das Programmgeld verantwortet. "
               "Bitte melden Sie sich beim Standort.")


class NotAsked(NotPossible):
    message = "Diese Zustimmung ist nicht oder nicht mehr gefragt."


class LinkOver(NotPossible):
    message = "Dieser Link gilt nicht mehr. Die Antwort ist schon gegeben, oder es ist zu lange her."


class SayWhy(NotPossible):
    message = "Bitte schreiben Sie in einem Satz, was anders werden soll. Der Anbieter liest ihn."


class NotYetAgreed(NotPossible):
    message = "Termine können Sie anlegen, sobald dem Angebot zugestimmt ist."


class SilenceNotConfirmed(NotPossible):
    message = ("Bitte bestätigen Sie zuerst wieder: „Wir sagen dem Jobcenter nicht, wer kommt.“ "
               "Die letzte Bestätigung ist älter als ein Jahr.")


class NoDates(NotPossible):
    message = "Ein Durchgang braucht mindestens einen Termin."


class DatesOverlap(NotPossible):
    message = "Zwei Termine überschneiden sich, oder einer endet vor seinem Anfang. Bitte prüfen Sie die Zeiten."


class InThePast(NotPossible):
    message = "Der erste Termin liegt in der Vergangenheit. Bitte wählen Sie einen späteren Tag."


class SayWhere(NotPossible):
    message = "Bitte sagen Sie, wo es stattfindet, oder wie man von zu Hause aus teilnimmt."


class NotYourVenue(NotPossible):
    message = "Diesen Ort hat eine andere Organisation eingetragen. Bitte tragen Sie ihn für sich ein."


class NoSeats(NotPossible):
    message = "Ein Durchgang braucht mindestens einen Platz."


class UnknownPostalCode(NotPossible):
    message = "Diese Postleitzahl kennen wir nicht. Bitte prüfen Sie die fünf Ziffern."


class NotYourRun(NotPossible):
    message = "Dieser Durchgang gehört einer anderen Organisation."


class RunOver(NotPossible):
    message = "Dieser Durchgang ist schon vorbei oder abgesagt. Legen Sie bitte einen neuen an."


class SessionOver(NotPossible):
    message = "Dieser Termin hat schon begonnen. Er lässt sich nicht mehr ändern."


class SessionIsOff(NotPossible):
    message = "Dieser Termin ist schon abgesagt. Legen Sie stattdessen einen neuen Termin an."


class SamePlace(NotPossible):
    message = "Dort findet es schon statt. Bitte wählen Sie etwas anderes."


class SameTime(NotPossible):
    message = "Zu dieser Zeit findet der Termin schon statt. Bitte wählen Sie eine andere."


class TimeOfACancelledOne(NotPossible):
    message = "Genau zu dieser Zeit steht ein abgesagter Termin. Bitte wählen Sie eine andere Uhrzeit."


class AfterTheListCloses(NotPossible):
    """What people told is sealed under the key of the month in which the run ends, and goes with it."""

    def __init__(self, last: date) -> None:
        day = format_date(last, "long", locale="de")
        self.message = (f"In diesem Durchgang sind schon Plätze vergeben. Ein Termin kann deshalb nicht nach dem {day} "
                        "liegen. Legen Sie dafür bitte einen neuen Durchgang an.")


class NoText(NotPossible):
    message = "Für diese Stelle gibt es keinen deutschen Text. Schreiben Sie ihn zuerst auf Deutsch."


class TextTooLong(NotPossible):
    def __init__(self, name: str, limit: int) -> None:
        self.message = f"„{name}“ ist zu lang. Bitte kürzen Sie auf höchstens {limit} Zeichen."


class UnknownLanguage(NotPossible):
    message = "In dieser Sprache zeigen wir keine Angebote."
