"""What a statement is about; the pages group by it."""

from django.db.models import TextChoices


class Theme(TextChoices):
    HISTORY = "history", "Geschichte"
    AIM = "aim", "Ziele"
    COOPERATION = "cooperation", "Zusammenarbeit"
    CONVERSATION = "conversation", "Beratung"
    TRAINING = "training", "Qualifizierung"
    OFFERS = "offers", "Angebote"
    TAKING_PART = "taking_part", "Teilnahme"
    NEED = "need", "Bedarf"
    MONEY = "money", "Geld"
    EFFECT = "effect", "Ergebnisse"
    LASTING = "lasting", "Verstetigung"
