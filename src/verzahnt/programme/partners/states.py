"""Kinds of organisations and sites, and the parts they play, in the words of the programme."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    JOBCENTER = "jobcenter", _("Jobcenter")
    AGENCY = "agency", _("Agentur für Arbeit")
    INSURER = "insurer", _("Krankenkasse")
    INSURERS = "insurers", _("Krankenkassen gemeinsam")
    FEDERAL = "federal", _("Bundesstelle")
    COORDINATION = "coordination", _("Koordinierungsstelle")
    COUNTY = "county", _("Landkreis oder Stadt")
    HEALTH_OFFICE = "health_office", _("Gesundheitsamt")
    SPORTS_CLUB = "sports_club", _("Sportverein")
    WELFARE = "welfare", _("Wohlfahrtsverband")
    SELF_HELP = "self_help", _("Selbsthilfegruppe")
    FAMILY_CENTRE = "family_centre", _("Familienzentrum")
    TRAINING_CARRIER = "training_carrier", _("Maßnahmeträger")
    FREE_CARRIER = "free_carrier", _("Freier Träger")
    HEALTH_PROVIDER = "health_provider", _("Anbieter für Gesundheitsförderung")
    PRESS = "press", _("Presse")
    OTHER = "other", _("Andere Einrichtung")


LABOUR_ADMINISTRATION = {OrganisationKind.JOBCENTER, OrganisationKind.AGENCY}
INSURANCE = {OrganisationKind.INSURER, OrganisationKind.INSURERS}


class SiteKind(TextChoices):
    JOBCENTER = "jobcenter", _("Jobcenter")
    AGENCY = "agency", _("Agentur für Arbeit")
    JOINT = "joint", _("Jobcenter und Agentur für Arbeit gemeinsam")


class SiteState(TextChoices):
    ACTIVE = "active", _("macht mit")
    NAMED = "named", _("von einer Quelle genannt")
    ENDED = "ended", _("beendet")


class PartnerRole(TextChoices):
    MEMBER = "member", _("wirkt mit")
    LEAD = "lead", _("federführend")
    ACCOMPANYING = "accompanying", _("begleitet")
    CARRIER = "carrier", _("trägt")
    SUPPORTING = "supporting", _("unterstützt")
