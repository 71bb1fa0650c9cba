"""Agreements with their parties, signatures and terms; mandates over sites. Nothing earlier is overwritten."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from verzahnt.kit.days import KnownDayColumns, PeriodColumns
from verzahnt.kit.files import StoredFile
from verzahnt.kit.keeping import After, Keeping
from verzahnt.programme.agreements.states import Form, MandateKind, TermKind


def tenant_sites() -> "ArrayField[list[int], list[int]]":
    """The numbers of the agreement's sites, on every row of it: row security must not join."""
    return ArrayField(models.BigIntegerField(), default=list)


class Agreement(models.Model):
    """The written cooperation at one site or several."""

    slug = models.SlugField(max_length=80, unique=True)
    form = models.CharField(max_length=12, choices=Form, default=Form.AGREEMENT)
    title = models.CharField(max_length=200)
    programme_name = models.CharField(max_length=160)
    sites = models.ManyToManyField("partners.Site", related_name="agreements")
    for_sites = tenant_sites()
    about = models.TextField(blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Was die Partner vereinbart haben")

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """Who agrees, and who acts for them; that body's carrier stands on the organisation."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    for_sites = tenant_sites()
    organisation = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="agreed")
    represented_by = models.ForeignKey("partners.Organisation", models.PROTECT, null=True, blank=True,
                                       related_name="represents")
    duties = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=1)

    keeping = Keeping("Wer vereinbart hat und wer dabei vertreten wurde")

    class Meta:
        ordering = ["agreement", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="party_once_per_agreement"),
            models.CheckConstraint(condition=~Q(represented_by=models.F("organisation")), name="party_not_for_itself"),
        ]


class Term(models.Model):
    """A dated piece of an agreement. `known_days` holds the days that belong to it for certain, if any do."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="terms")
    for_sites = tenant_sites()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=TermKind)
    runs = PeriodColumns("Laufzeit")
    known_days = DateRangeField(null=True, blank=True)
    stated_length = models.CharField(max_length=80, blank=True)  # as told: "weitere zwei Jahre", though no start is
    reason = models.CharField(max_length=300, blank=True)
    signed = KnownDayColumns("unterzeichnet")
    place_signed = models.CharField(max_length=100, blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, blank=True, related_name="+")

    keeping = Keeping("Wie lange eine Vereinbarung gilt, mit allen früheren Laufzeiten")

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="term_number_once"),
            ExclusionConstraint(
                name="terms_with_known_days_stay_apart",
                expressions=[("agreement", RangeOperators.EQUAL), ("known_days", RangeOperators.OVERLAPS)],
                condition=~Q(kind=TermKind.AMENDMENT),
            ),
        ]


class Signatory(models.Model):
    """A person with an office who signed for a party, spelt as the source spells the name."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="signatories")
    for_sites = tenant_sites()
    name = models.CharField(max_length=120, blank=True)  # empty: the source names only the office
    function = models.CharField(max_length=200)
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="signatories")
    note = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=1)

    keeping = Keeping("Wer in welchem Amt unterzeichnet hat, wie veröffentlicht")

    class Meta:
        ordering = ["term", "order", "id"]


class Mandate(models.Model):
    """Who leads or coordinates a site for the insurers; handed over, never overwritten."""

    site = models.ForeignKey("partners.Site", models.CASCADE, related_name="mandates")
    organisation = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=12, choices=MandateKind, default=MandateKind.LEAD)
    runs = PeriodColumns("Zeitraum")
    note = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, blank=True, related_name="+")

    keeping = Keeping("Wer einen Standort für die Krankenkassen führt")

    class Meta:
        ordering = ["site", "kind", "id"]


class AgreementDocument(StoredFile):
    """A signed paper."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="documents")
    site = models.BigIntegerField()  # tenant column: whose coordination may read it
    title = models.CharField(max_length=160)

    keeping = Keeping("Unterschriebene Papiere der Vereinbarungen", After("dem Ende der Vereinbarung", years=10))
