"""Pots never mix; what is committed never exceeds what is allotted. All amounts in euro."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from verzahnt.kit.keeping import After, Keeping, With


class LegalBasis(TextChoices):
    SETTING = "20a", _("§ 20a SGB V (Lebenswelten)")
    INDIVIDUAL = "20", _("§ 20 SGB V (einzelne Kurse)")
    OTHER = "other", _("andere Mittel")


class Pot(models.Model):
    """Money of one payer under one legal basis."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    legal_basis = models.CharField(max_length=6, choices=LegalBasis)
    payer = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="pots")
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Woher Geld kommt und wofür es da ist")


class Allotment(models.Model):
    """What a site may plan with from a pot, from a day to an exclusive day. `payer` is a tenant column."""

    pot = models.ForeignKey(Pot, models.PROTECT, related_name="allotments")
    site = models.ForeignKey("partners.Site", models.PROTECT, related_name="allotments")
    payer = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    committed = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    settled = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    keeping = Keeping("Was einem Standort an Mitteln zugesagt ist", After("dem Zeitraum", years=10))

    class Meta:
        ordering = ["site", "from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="allotment_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="allotment_is_positive"),
            models.CheckConstraint(condition=Q(committed__lte=F("amount")), name="committed_within_allotment"),
            models.CheckConstraint(condition=Q(settled__lte=F("committed")), name="settled_within_commitment"),
        ]


class Commitment(models.Model):
    """Money promised for one thing; the run that uses it points here."""

    allotment = models.ForeignKey(Allotment, models.PROTECT, related_name="commitments")
    site = models.ForeignKey("partners.Site", models.PROTECT, related_name="+")
    payer = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    promised_on = models.DateField()

    keeping = Keeping("Was von den Mitteln wofür gebunden ist", With("funding.Allotment", "wie die Mittel selbst"))

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="commitment_is_positive")]
