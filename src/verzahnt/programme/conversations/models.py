"""Weekly numbers of units. No talk, no person, no counsellor: nobody's account stands beside a number."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from verzahnt.kit.keeping import After, Keeping
from verzahnt.programme.conversations.rules import MOST, Numbers


class WeeklyNumbers(models.Model):
    """What units of at least five counsellors say about a week; `site` is the tenant column.

    `unit` is the first of the `units` that report together, so that there is one row for them and a week.
    """

    site = models.ForeignKey("partners.Site", models.CASCADE, related_name="+")
    unit = models.ForeignKey("partners.Organisation", models.CASCADE, related_name="+")
    units = ArrayField(models.BigIntegerField())
    week = models.DateField()  # its Monday
    conversations = models.PositiveSmallIntegerField()
    handouts = models.PositiveSmallIntegerField()
    missing = models.JSONField(default=dict)  # topic: how often it was looked for in vain
    is_counted = models.BooleanField(default=False)

    keeping = Keeping("Wie viele Gespräche und Handzettel eine Einheit in einer Woche hatte und welche Themen fehlten",
                      After("dem Beginn der Woche", months=13))

    class Meta:
        ordering = ["-week", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["site", "unit", "week"], name="week_once_per_unit"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="week_begins_on_monday"),
            models.CheckConstraint(condition=Q(conversations__lte=MOST, handouts__lte=MOST), name="week_is_plausible"),
        ]

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.conversations, self.handouts, self.missing)
