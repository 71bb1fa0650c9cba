"""Courses for counsellors and who completed them; shown to coordination as coverage, never as a ranking."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from verzahnt.kit.keeping import After, Keeping


class Length(TextChoices):
    SHORT = "short", _("Kurzform (Lotse)")
    LONG = "long", _("Langform (Experte)")


class Course(models.Model):
    """A training in health-oriented conversation."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    length = models.CharField(max_length=5, choices=Length)
    hours = models.PositiveSmallIntegerField()
    contents = models.TextField(blank=True)
    valid_months = models.PositiveSmallIntegerField(default=36)
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Welche Qualifizierung es gibt")


class Certificate(models.Model):
    """A counsellor completed a course; `site` is the tenant column."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="certificates")
    course = models.ForeignKey(Course, models.PROTECT, related_name="certificates")
    site = models.ForeignKey("partners.Site", models.CASCADE, related_name="+")
    unit = models.ForeignKey("partners.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    completed_on = models.DateField()
    valid_until = models.DateField()  # exclusive
    reminded = models.PositiveSmallIntegerField(null=True)  # the last reminder: so many days before the end

    keeping = Keeping("Wer vom Personal qualifiziert ist",
                      After("Ablauf", years=1, sooner="so lange wie das Konto"), persons=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("completed_on")), name="certificate_ends_after_start"),
            models.UniqueConstraint(fields=["account", "course", "site"], name="certificate_once_per_course"),
        ]


class Staffing(models.Model):
    """How many counsellors a unit has, as it says itself: the denominator of the coverage. `site` is the tenant."""

    unit = models.ForeignKey("partners.Organisation", models.CASCADE, related_name="+")
    site = models.ForeignKey("partners.Site", models.CASCADE, related_name="staffing")
    counsellors = models.PositiveSmallIntegerField()
    as_of = models.DateField()

    keeping = Keeping("Wie viele Fachkräfte eine Einheit hat")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "site"], name="staffing_once_per_unit")]


class CourseDate(models.Model):
    """When and where a course is held next, and how counsellors register; a site's coordination offers it."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="dates")
    site = models.ForeignKey("partners.Site", models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()  # the last day
    times = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=160)
    how_to_register = models.CharField(max_length=300)
    is_cancelled = models.BooleanField(default=False)

    keeping = Keeping("Wann die nächsten Qualifizierungen sind")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="course_date_ends_after_start")
        ]
