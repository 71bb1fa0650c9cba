"""A place and, apart from it and encrypted, the particulars its holder gave for this run.

Who may touch which of the two differs by role: deeds on places (role `seats`) never see particulars.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from verzahnt.kit.keeping import Keeping
from verzahnt.programme.bookings.states import PlaceState


class Place(models.Model):
    """Somebody's place: nothing in it says whose, and nothing links two places of one card.

    `key` is HMAC(root of the card, n), empty when booked by telephone; a day instead of a time; `turn` orders the
    waiting list of this run alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey("offers.Run", models.PROTECT, related_name="places")
    provider = models.BigIntegerField()  # tenant column
    key = models.CharField(max_length=32, null=True, unique=True)
    state = models.CharField(max_length=8, choices=PlaceState)
    turn = models.PositiveIntegerField(default=0)
    given_on = models.DateField()
    closes_on = models.DateField()  # the first day on which the list is closed and this row is gone

    keeping = Keeping("Ein Platz in einem Durchgang", "14 Tage nach dem letzten Termin", persons=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PlaceState.TAKEN, turn=0) | Q(state=PlaceState.WAITING, turn__gt=0),
                name="place_waits_with_a_turn",
            ),
            models.UniqueConstraint(fields=["run", "turn"], condition=Q(turn__gt=0), name="place_turn_once_per_run"),
        ]
        indexes = [models.Index(fields=["run", "state", "turn"], name="places_of_a_run")]


class Particulars(models.Model):
    """What the holder wants the provider to know, sealed under the key of the month in which the run ends.

    `place` is the row's identity; the database itself deletes particulars with their place.
    """

    place = models.OneToOneField(Place, models.DO_NOTHING, primary_key=True, db_constraint=False,
                                 related_name="particulars")
    provider = models.BigIntegerField()  # tenant column
    key = models.CharField(max_length=32, null=True)  # the place's key again: policies must not join
    closes_on = models.DateField()
    month = models.DateField()
    alias = models.BinaryField()
    needs = models.BinaryField(default=b"")
    language = models.BinaryField(default=b"")
    contact = models.BinaryField(default=b"")

    keeping = Keeping("Wunschname, Sprache, Bedarf und Kontakt für diesen Durchgang, verschlüsselt",
                      "14 Tage nach dem letzten Termin", persons=True)


class Stamp(models.Model):
    """A keepsake for whoever ticked "Stempel behalten": month and number of dates, no run, no topic, no provider."""

    key = models.CharField(max_length=32, primary_key=True)
    month = models.DateField()
    dates = models.PositiveSmallIntegerField()
    until_on = models.DateField()

    keeping = Keeping("Stempel als Andenken, auf Wunsch", "Ende des folgenden Jahres", persons=True)
