"""Asking a provider whether what it offers is still right: what is asked, and the links that were mailed."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from verzahnt.kit.keeping import After, Keeping


class StillRight(models.TextChoices):
    """What a provider may answer. "Changed" keeps the question open until the offer is described anew."""

    RIGHT = "right", "stimmt noch"
    CHANGED = "changed", "hat sich geändert"
    ENDED = "ended", "gibt es nicht mehr"


class Inquiry(models.Model):
    """An offer whose provider is asked whether it is still right. `provider` and `site` are tenant columns."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    offer = models.ForeignKey("offers.Offer", models.CASCADE, related_name="inquiries")
    provider = models.BigIntegerField()
    site = models.BigIntegerField(null=True)
    opened_on = models.DateField()
    asked_on = models.DateField()  # last
    times_asked = models.PositiveSmallIntegerField(default=1)
    answer = models.CharField(max_length=8, choices=StillRight, blank=True)
    note = models.CharField(max_length=300, blank=True)  # what changed, told by whoever holds the link
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    keeping = Keeping("Ob ein Angebot noch stimmt", After("der Antwort", years=2))

    class Meta:
        app_label = "offers"
        ordering = ["opened_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["offer"], condition=Q(closed_on=None), name="inquiry_open_once"),
            models.CheckConstraint(condition=Q(answer="") | Q(answered_on__isnull=False),
                                   name="inquiry_answered_on_a_day"),
        ]


class InquiryLink(models.Model):
    """A mailed link to a provider's open inquiries: of it only the hash is kept, also after it is over, so that
    whoever holds an old letter can have a new one sent to the address on file."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    provider = models.ForeignKey("partners.Organisation", models.CASCADE, related_name="+")
    link_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    keeping = Keeping("Links, mit denen Anbieter ohne Konto antworten", After("dem Versand", years=1))

    class Meta:
        app_label = "offers"
        ordering = ["-made_at"]
