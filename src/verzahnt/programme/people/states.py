"""The roles a membership can give, and the two sides nobody is on at once."""

from django.db.models import TextChoices


class Role(TextChoices):
    COUNSELLOR = "counsellor", "Fachkraft"
    PROVIDER = "provider", "Anbieter"
    LEADER = "leader", "Kursleitung"
    SITE_COORDINATION = "site_coordination", "Koordination am Standort"
    LAND_COORDINATION = "land_coordination", "Programmkoordination eines Landes"
    LEAD_INSURER = "lead_insurer", "Federführung"
    FUNDER = "funder", "Krankenkassen-Seite, nur lesend"


class Side(TextChoices):
    """Who works for a Jobcenter or an Agentur must never see who comes."""

    NEITHER = "", "keine von beiden"
    OFFICE = "office", "arbeitet für ein Jobcenter oder eine Agentur"
    LIST = "list", "sieht, wer kommt"
    BOTH = "both", "beides: nie erlaubt"
