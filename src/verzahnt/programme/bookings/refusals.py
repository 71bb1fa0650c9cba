"""The known "no"s of deeds on places, each with a sentence the person can act on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from verzahnt.kit.refusals import NotPossible


class RunOver(NotPossible):
    message = _("Für diese Termine kann man sich nicht mehr anmelden. Schauen Sie, was als Nächstes beginnt.")


class SignUpClosed(NotPossible):
    """Nobody new gets in, though the run goes on."""

    message = _("Hier ist die Anmeldung geschlossen. Schauen Sie, was es sonst in der Nähe gibt.")


class NotWithACard(NotPossible):
    message = _("Für dieses Angebot melden Sie sich auf einem anderen Weg an. Er steht beim Angebot.")


class AllTaken(NotPossible):
    """Every place is taken, and there is room on the waiting list. `ahead` wait already."""

    def __init__(self, ahead: int) -> None:
        super().__init__()
        self.ahead = ahead
        if not ahead:
            self.message = _("Der Kurs ist gerade voll. Sie können auf die Warteliste: Sie sind dort die erste Person.")
        else:
            self.message = ngettext(
                "Der Kurs ist gerade voll. Sie können auf die Warteliste: Vor Ihnen wartet %(ahead)d Person.",
                "Der Kurs ist gerade voll. Sie können auf die Warteliste: Vor Ihnen warten %(ahead)d Personen.",
                ahead,
            ) % {"ahead": ahead}


class WaitingListFull(NotPossible):
    message = _("Der Kurs ist voll, und auch die Warteliste. Schauen Sie, was es sonst in der Nähe gibt.")


class AlreadyIn(NotPossible):
    """This card has a place here: it holds at most one in a run."""

    message = _("Mit dieser Karte haben Sie hier schon einen Platz.")


class NoSingleDates(NotPossible):
    message = _("Diese Termine gehören zusammen: Man meldet sich für alle an.")


class DateOver(NotPossible):
    message = _("Für diesen Termin kann man sich nicht mehr anmelden. Schauen Sie, welcher der nächste ist.")


class NoSeatToTry(NotPossible):
    message = _("Zum Schnuppern ist an diesem Termin kein Platz frei. Versuchen Sie es mit einem anderen Termin.")


class TriedAlready(NotPossible):
    message = _("Schnuppern geht einmal. Wenn es Ihnen gefällt, melden Sie sich für den ganzen Kurs an.")


class AnswerTooLate(NotPossible):
    message = _("Den Platz hat inzwischen jemand anderes. Sie können sich noch einmal anmelden.")


class NothingToAnswer(NotPossible):
    message = _("Gerade ist hier kein Platz für Sie frei geworden. Unter Ihrer Karte sehen Sie, wie es steht.")


class CardFull(NotPossible):
    message = _("Auf Ihrer Karte stehen schon 20 Plätze. Geben Sie einen zurück, oder nehmen Sie eine neue Karte.")


class NotYours(NotPossible):
    message = "Dieser Durchgang gehört nicht zu Ihrer Organisation, oder seine Liste ist schon geschlossen."


class MorePlacesTaken(NotPossible):
    def __init__(self, taken: int) -> None:
        super().__init__()
        self.message = (
            f"Es sind schon {taken} Plätze vergeben. Niemand verliert seinen Platz. Sie können warten: Dann fällt "
            "jeder Platz weg, der zurückgegeben wird, bis es so viele sind."
        )


class MoreWaiting(NotPossible):
    def __init__(self, waiting: int) -> None:
        super().__init__()
        self.message = f"Auf der Warteliste stehen schon {waiting}. Kürzer kann sie gerade nicht werden."


class TooManyDays(NotPossible):
    message = "Für die Antwort geht nichts bis höchstens 14 Tage."


class AnotherMonth(NotPossible):
    message = (
        "Für diesen Termin haben sich Menschen angemeldet. In einen späteren Monat kann er deshalb nicht wandern: "
        "Sagen Sie ihn ab, und nehmen Sie einen neuen dazu."
    )


class NoSuchNotice(NotPossible):
    message = "Bitte wählen Sie einen Satz, und füllen Sie die Lücke mit höchstens 80 Zeichen."


class SayHowLate(NotPossible):
    message = "Wie viele Minuten später? Bitte schreiben Sie nur eine Zahl von 5 bis 180."


class NothingToday(NotPossible):
    message = (
        "Heute ist hier kein Termin mehr, der später beginnen könnte. Einen Termin an einem anderen Tag können Sie "
        "verschieben."
    )


class AtLeastOneSeat(NotPossible):
    message = "Ein Durchgang braucht mindestens einen Platz."
