"""Organisations, contact points, sites and networks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from verzahnt.kit.days import KnownDayColumns
from verzahnt.kit.keeping import Keeping, NoEnd
from verzahnt.programme.partners.states import OrganisationKind, PartnerRole, SiteKind, SiteState


class Organisation(models.Model):
    """Any partner of the programme; a unit of a larger one names its `parent`."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    about = models.TextField(blank=True)
    carrier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carries")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    town = models.CharField(max_length=80, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    website = models.URLField(blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Wer im Programm zusammenarbeitet")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        return self.short_name or self.name


class ContactPoint(models.Model):
    """How an organisation is reached, by function, never by a person's name."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contact_points")
    function = models.CharField(max_length=100)
    telephone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)

    keeping = Keeping("Wie eine Organisation erreichbar ist", NoEnd("bis zur Änderung durch die Organisation"))


class Site(models.Model):
    """A place where a Jobcenter or an Agentur für Arbeit takes part, with the Kreise or Bezirke it serves."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=SiteKind, default=SiteKind.JOBCENTER)
    state = models.CharField(max_length=8, choices=SiteState, default=SiteState.NAMED)
    offices = models.ManyToManyField(Organisation, related_name="sites", blank=True)
    land = models.ForeignKey("reference.Land", models.PROTECT, related_name="sites")
    kreise = models.ManyToManyField("reference.Kreis", related_name="sites", blank=True)
    districts = models.ManyToManyField("reference.District", related_name="sites", blank=True)
    serves_sgb2 = models.BooleanField("SGB II", default=False)
    serves_sgb3 = models.BooleanField("SGB III", default=False)
    audiences = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # whom a source names first
    since = KnownDayColumns("dabei seit")
    about = models.TextField(blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Wo das Programm stattfindet; beendete Standorte bleiben lesbar")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class NetworkMembership(models.Model):
    """Who works with a site, in which part, and what they bring.

    A source often names only a kind of partner ("Sportvereine"); then there is no organisation, and none is invented.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="network")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="networks")
    kind_named = models.CharField(max_length=20, choices=OrganisationKind, blank=True)
    wording = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=PartnerRole, default=PartnerRole.MEMBER)
    brings = models.CharField(max_length=300, blank=True)
    joined = KnownDayColumns("dabei seit")
    left = KnownDayColumns("dabei bis")
    is_planned = models.BooleanField(default=False)  # the source says: they are to be won
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, blank=True, related_name="+")

    keeping = Keeping("Wer an einem Standort was einbringt")

    class Meta:
        ordering = ["site", "role", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(organisation__isnull=False) ^ ~Q(kind_named=""),
                                   name="network_names_an_organisation_or_a_kind")
        ]
