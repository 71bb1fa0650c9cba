"""Tables on their way in: what a provider uploaded, and the dates that wait for a yes."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from verzahnt.kit.keeping import After, Keeping, With

UPLOADS_KEPT = After("dem Hochladen", days=14)


class UploadState(models.TextChoices):
    READ = "read", "gelesen"
    WAITING = "waiting", "wartet"
    TAKING_IN = "taking_in", "wird übernommen"
    DONE = "done", "übernommen"
    FAILED = "failed", "nicht übernommen"


class Upload(models.Model):
    """A provider's table as it was read: its cells as words, and which column means what. The file is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    provider = models.ForeignKey("partners.Organisation", models.CASCADE, related_name="+")
    account = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    head = models.JSONField(default=list)  # the names of the columns as they stand in the file
    rows = models.JSONField(default=list)  # [number in the file, [cells]]
    columns = models.JSONField(default=list)  # for each column the key of ours it means, or ""
    silence_confirmed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.READ)
    started_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    sentences = models.JSONField(default=list)  # [row, column, what is wrong], as told when it was taken in

    keeping = Keeping("Angebote aus einer Tabelle zu übernehmen", UPLOADS_KEPT, persons=True)

    class Meta:
        app_label = "offers"
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="upload_not_over_its_end"),
        ]

    def __str__(self) -> str:
        return self.file_name


class PreparedRun(models.Model):
    """When and where an offer is to take place, as its provider's table says, until the site has said yes."""

    offer = models.ForeignKey("offers.Offer", models.CASCADE, related_name="prepared_runs")
    provider = models.BigIntegerField()  # tenant column
    venue = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    town = models.CharField(max_length=80, blank=True)
    online_how = models.CharField(max_length=200, blank=True)
    times = models.JSONField(default=list)  # [from, to] of each date, as ISO writes it
    seats = models.PositiveSmallIntegerField(default=0)

    keeping = Keeping("Termine aus einer Tabelle, bis der Standort zugestimmt hat",
                      With("offers.Offer", "wie das Angebot"))

    class Meta:
        app_label = "offers"
        ordering = ["offer", "id"]
