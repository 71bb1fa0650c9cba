"""What a statement is about; the pages group by it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Theme(TextChoices):
    HISTORY = "history", _("Geschichte")
    AIM = "aim", _("Ziele")
    COOPERATION = "cooperation", _("Zusammenarbeit")
    CONVERSATION = "conversation", _("Beratung")
    TRAINING = "training", _("Qualifizierung")
    OFFERS = "offers", _("Angebote")
    TAKING_PART = "taking_part", _("Teilnahme")
    NEED = "need", _("Bedarf")
    MONEY = "money", _("Geld")
    EFFECT = "effect", _("Ergebnisse")
    LASTING = "lasting", _("Verstetigung")
