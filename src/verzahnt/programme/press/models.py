"""A press release: its facts, who is quoted, and where the original stands."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from verzahnt.kit.days import KnownDayColumns
from verzahnt.kit.keeping import Keeping


class PressKind(TextChoices):
    RELEASE = "release", _("Pressemitteilung")
    ARTICLE = "article", _("Zeitungsartikel")


class PressRelease(models.Model):
    """What was published, told again in our own words."""

    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=8, choices=PressKind)
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    published = KnownDayColumns("veröffentlicht")
    place = models.CharField(max_length=80, blank=True)
    publisher = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="press_releases")
    author = models.CharField(max_length=120, blank=True)
    site = models.ForeignKey("partners.Site", models.PROTECT, null=True, blank=True, related_name="press_releases")
    summary = models.TextField()
    facts = models.JSONField(default=list)  # paragraphs in our own words
    background = models.TextField(blank=True)
    photo = models.CharField(max_length=300, blank=True)  # what the caption says, and the credit
    contacts = models.JSONField(default=list)  # offices to ask, without persons' numbers or mailboxes
    source = models.ForeignKey("sources.Source", models.PROTECT, related_name="+")

    keeping = Keeping("Pressemitteilungen als Tatsachen mit Verweis auf das Original")


class Quoted(models.Model):
    """A quoted speaker of an office and, in our words, what they said. Quoted is not signed."""

    press_release = models.ForeignKey(PressRelease, models.CASCADE, related_name="quoted")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=200)
    says = models.TextField()
    order = models.PositiveSmallIntegerField(default=1)

    keeping = Keeping("Wer in einer Pressemitteilung in seinem Amt zu Wort kommt, wie veröffentlicht")

    class Meta:
        ordering = ["press_release", "order"]
