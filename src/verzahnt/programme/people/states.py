"""The roles a membership can give."""

from django.db.models import TextChoices


class Role(TextChoices):
    COUNSELLOR = "counsellor", "Fachkraft"
    PROVIDER = "provider", "Anbieter"
    LEADER = "leader", "Kursleitung"
    SITE_COORDINATION = "site_coordination", "Koordination am Standort"
    LAND_COORDINATION = "land_coordination", "Programmkoordination eines Landes"
    LEAD_INSURER = "lead_insurer", "Federführung"
    FUNDER = "funder", "Krankenkassen-Seite, nur lesend"
