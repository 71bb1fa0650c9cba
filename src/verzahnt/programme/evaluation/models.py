"""A release is a frozen table of figures; what is hidden has no value in it at all."""

from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from verzahnt.kit.keeping import Keeping


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
