"""A place is taken or waits; given back, it is gone without a trace. And what somebody may need there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceState(TextChoices):
    TAKEN = "taken", "Platz"
    WAITING = "waiting", "Warteliste"


class Need(TextChoices):
    """Chosen from a list, so that nobody writes a reason down."""

    STEP_FREE = "step_free", _("ein Weg ohne Stufen")
    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache")
    INTERPRETER = "interpreter", _("jemand, der übersetzt")
    CHILDCARE = "childcare", _("Betreuung für mein Kind")
    COMPANION = "companion", _("Ich bringe jemanden mit, der mir hilft")
