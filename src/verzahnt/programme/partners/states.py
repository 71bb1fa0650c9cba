"""Kinds of organisations and sites, and the parts they play, in the words of the programme."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    JOBCENTER = "jobcenter", "Jobcenter"
    AGENCY = "agency", "Agentur für Arbeit"
    INSURER = "insurer", "Krankenkasse"
    INSURERS = "insurers", "Krankenkassen gemeinsam"
    FEDERAL = "federal", "Bundesstelle"
    COORDINATION = "coordination", "Koordinierungsstelle"
    COUNTY = "county", "Landkreis oder Stadt"
    HEALTH_OFFICE = "health_office", "Gesundheitsamt"
    SPORTS_CLUB = "sports_club", "Sportverein"
    WELFARE = "welfare", "Wohlfahrtsverband"
    SELF_HELP = "self_help", "Selbsthilfegruppe"
    FAMILY_CENTRE = "family_centre", "Familienzentrum"
    TRAINING_CARRIER = "training_carrier", "Maßnahmeträger"
    FREE_CARRIER = "free_carrier", "Freier Träger"
    HEALTH_PROVIDER = "health_provider", "Anbieter für Gesundheitsförderung"
    PRESS = "press", "Presse"
    OTHER = "other", "Andere Einrichtung"


LABOUR_ADMINISTRATION = {OrganisationKind.JOBCENTER, OrganisationKind.AGENCY}
INSURANCE = {OrganisationKind.INSURER, OrganisationKind.INSURERS}


class SiteKind(TextChoices):
    JOBCENTER = "jobcenter", "Jobcenter"
    AGENCY = "agency", "Agentur für Arbeit"
    JOINT = "joint", "Jobcenter und Agentur für Arbeit gemeinsam"


class SiteState(TextChoices):
    ACTIVE = "active", "macht mit"
    NAMED = "named", "von einer Quelle genannt"
    ENDED = "ended", "beendet"


class PartnerRole(TextChoices):
    MEMBER = "member", "wirkt mit"
    LEAD = "lead", "federführend"
    ACCOMPANYING = "accompanying", "begleitet"
    CARRIER = "carrier", "trägt"
    SUPPORTING = "supporting", "unterstützt"
