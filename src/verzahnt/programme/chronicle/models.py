"""Phases of the programme and statements from sources: a sentence in our words, who says it, as of when.

Stated figures ("just under 230 sites in 2020") live here and are never mixed with released ones.
"""

from django.db import models

from verzahnt.kit.days import KnownDayColumns
from verzahnt.kit.keeping import Keeping
from verzahnt.programme.chronicle.states import Theme


class Phase(models.Model):
    """A stretch of the programme's history with its name at the time."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    programme_name = models.CharField(max_length=160)
    what_happened = models.TextField()
    begins = KnownDayColumns("Beginn")
    ends = KnownDayColumns("Ende")
    source = models.ForeignKey("sources.Source", models.PROTECT, related_name="+")

    keeping = Keeping("Geschichte des Programms")


class Statement(models.Model):
    """What a source says, in our own words; `says` names whose statement it is ("laut Jobcenter")."""

    slug = models.SlugField(max_length=80, unique=True)
    theme = models.CharField(max_length=12, choices=Theme)
    sentence = models.TextField()
    says = models.CharField(max_length=160)
    as_of = KnownDayColumns("Stand")
    site = models.ForeignKey("partners.Site", models.CASCADE, null=True, blank=True, related_name="statements")
    land = models.ForeignKey("reference.Land", models.PROTECT, null=True, blank=True, related_name="statements")
    source = models.ForeignKey("sources.Source", models.PROTECT, related_name="statements")
    figure = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    is_approximate = models.BooleanField(default=False)

    keeping = Keeping("Aussagen von Quellen, mit Quelle und Stand")
