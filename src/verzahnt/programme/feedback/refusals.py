"""Why an answer can't be taken, in a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from verzahnt.kit.refusals import NotPossible


class TokenRefused(NotPossible):
    """These digits open nothing."""


class DigitsMissing(TokenRefused):
    message = _("Bitte geben Sie alle Ziffern von Ihrem Zettel ein, mindestens 20.")


class DigitWrong(TokenRefused):
    message = _("Eine Ziffer stimmt nicht. Bitte vergleichen Sie mit Ihrem Zettel.")


class NotYet(NotPossible):
    message = _("Danke, dass Sie etwas sagen möchten. Das geht ab dem letzten Termin.")


class TooLate(NotPossible):
    message = _("Die Zeit für eine Rückmeldung ist vorbei. Danke, dass Sie es versucht haben.")


class AnsweredAlready(NotPossible):
    message = _("Mit diesen Ziffern wurde schon geantwortet. Danke dafür.")


class EveryPlaceAnswered(NotPossible):
    message = _("Es haben schon so viele geantwortet, wie es Plätze gab. Danke, dass Sie es versucht haben.")


class NothingWritten(NotPossible):
    message = _("Hier steht noch nichts. Sie müssen nichts schreiben: Ihre Antwort von eben ist schon angekommen.")


class TooLong(NotPossible):
    message = _("Das ist etwas zu lang. Bitte schreiben Sie höchstens 300 Zeichen.")


class NobodyAsked(NotPossible):
    message = _("Der Anbieter fragt nicht mehr danach. Wir haben nichts gespeichert.")


class FacesFirst(NotPossible):
    message = _("Bitte beantworten Sie zuerst die fünf Fragen.")


class NothingSaid(NotPossible):
    message = _("Bitte beantworten Sie wenigstens eine Frage.")


class EnoughSlips(NotPossible):
    message = "So viele Zettel kann es für diesen Durchgang nicht geben: höchstens einen je Platz."


class NobodyLeftToAsk(NotPossible):
    message = "Das lässt sich nur ändern, solange die Liste offen ist."


class NotYours(NotPossible):
    message = "Dieser Durchgang gehört nicht zu Ihrer Organisation."
