"""A release is a frozen table of figures; what is hidden has no value in it at all."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from verzahnt.kit.keeping import Keeping
from verzahnt.programme.evaluation.rules import SMALLEST_UNIT


class Hidden(TextChoices):
    """Why a figure is not shown."""

    NO = "", _("gezeigt")
    SMALL = "small", _("zu kleine Zahl")
    BETRAYS = "betrays", _("würde eine kleine Zahl verraten")


class Release(models.Model):
    """The figures of one quarter, released once."""

    quarter = models.DateField(unique=True)  # first day of the quarter
    released_on = models.DateField()
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Freigaben, aus denen alle Zahlen stammen")

    class Meta:
        ordering = ["-quarter"]


class ReleasedFigure(models.Model):
    """One figure: indicator, area and topic; areas and topics left empty are sums over all of them."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="figures")
    indicator = models.CharField(max_length=40)
    land = models.CharField(max_length=2, blank=True)
    site = models.BigIntegerField(null=True)
    topic = models.CharField(max_length=40, blank=True)
    value = models.PositiveIntegerField(null=True)
    hidden = models.CharField(max_length=8, choices=Hidden, default=Hidden.NO, blank=True)

    keeping = Keeping("Freigegebene Zahlen ohne kleine Zahlen")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "indicator", "land", "site", "topic"], nulls_distinct=False,
                                    name="figure_once_per_release"),
            models.CheckConstraint(condition=Q(value__isnull=True) ^ Q(hidden=""), name="figure_shown_or_hidden"),
        ]


class ReleasedMonths(models.Model):
    """What was counted by month (asks, reports of units), told in one number for as many months as it takes to reach
    five. The database holds both halves of that: no number below five, and no two over the same month of a cell.
    """

    kind = models.CharField(max_length=40)
    site = models.BigIntegerField(null=True)
    kreis = models.CharField(max_length=5, blank=True)  # or the key of a Bezirk
    topic = models.CharField(max_length=40, blank=True)
    first_month = models.DateField()
    end = models.DateField()  # exclusive: the first day of the month after
    value = models.PositiveIntegerField()
    reports = models.PositiveIntegerField()  # asks, or weekly reports, behind the number

    keeping = Keeping("Nachfragen und Wochenzahlen ohne kleine Zahlen")

    class Meta:
        ordering = ["-end", "kind", "kreis", "topic"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=SMALLEST_UNIT), name="months_hide_small_numbers"),
            models.CheckConstraint(condition=Q(first_month__day=1, end__day=1, end__gt=models.F("first_month")),
                                   name="months_are_whole"),
            ExclusionConstraint(
                name="months_are_told_once",
                expressions=[
                    ("kind", RangeOperators.EQUAL), ("kreis", RangeOperators.EQUAL), ("topic", RangeOperators.EQUAL),
                    (Coalesce("site", 0), RangeOperators.EQUAL),
                    (Func("first_month", "end", function="daterange", output_field=DateRangeField()),
                     RangeOperators.OVERLAPS),
                ],
            ),
        ]


class ReleasedAnswers(models.Model):
    """What people said of some runs of a provider, to one question: how many answered, and the face nearest to their
    mean. No number below five, and each run in one row of a question alone.
    """

    provider = models.BigIntegerField()
    site = models.BigIntegerField(null=True)
    question = models.CharField(max_length=40)
    runs = ArrayField(models.BigIntegerField())
    answers = models.PositiveIntegerField()
    face = models.SmallIntegerField()
    released_on = models.DateField()

    keeping = Keeping("Rückmeldungen ohne kleine Zahlen")

    class Meta:
        ordering = ["-released_on", "-id"]
        indexes = [models.Index(fields=["provider"], name="released_answers_of_provider"),
                   models.Index(fields=["site"], name="released_answers_at_site")]
        constraints = [
            models.CheckConstraint(condition=Q(answers__gte=SMALLEST_UNIT), name="released_answers_hide_small"),
            models.CheckConstraint(condition=Q(face__gte=1, face__lte=3), name="released_answers_are_a_face"),
        ]
