"""The five questions, and the three faces that answer them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Question(TextChoices):
    """About the offer alone, never about the person; each may be left out."""

    WELCOME = "welcome", _("Haben Sie sich willkommen gefühlt?")
    UNDERSTOOD = "understood", _("War alles gut zu verstehen?")
    GOOD_FOR_ME = "good_for_me", _("Hat es Ihnen gutgetan?")
    REACHED = "reached", _("War der Ort gut zu erreichen?")
    AGAIN = "again", _("Würden Sie wieder mitmachen?")


class Face(IntegerChoices):
    """How somebody answers, the friendliest first."""

    YES = 3, _("Ja")
    PARTLY = 2, _("Teils")
    NO = 1, _("Nein")


NOT_ANSWERED = 0
