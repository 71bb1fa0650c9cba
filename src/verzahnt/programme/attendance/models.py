"""A mark says that a place was there at a session; no mark says nothing. And links for leaders without an account."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from verzahnt.kit.keeping import After, Keeping
from verzahnt.programme.bookings.models import AS_LONG_AS_THE_LIST
from verzahnt.programme.offers.runs import AS_THE_RUN


class Mark(models.Model):
    """The holder of a place came to a session. The database deletes marks with their place.

    `key` is the place's own, so that its holder sees the mark under their card; the provider cannot read it.
    """

    session = models.ForeignKey("offers.Session", models.CASCADE, related_name="marks")
    place = models.ForeignKey("bookings.Place", models.DO_NOTHING, db_constraint=False, related_name="marks")
    run = models.BigIntegerField()
    provider = models.BigIntegerField()  # tenant column
    key = models.CharField(max_length=32, null=True)
    closes_on = models.DateField()

    keeping = Keeping("Wer zu welchem Termin kam", AS_LONG_AS_THE_LIST, persons=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "place"], name="mark_once_per_session")]
        indexes = [models.Index(fields=["key"], condition=Q(key__isnull=False), name="marks_of_a_key")]


class Guests(models.Model):
    """How many came to a session without a place: a number, nobody in it."""

    session = models.OneToOneField("offers.Session", models.CASCADE, primary_key=True, related_name="guests")
    run = models.BigIntegerField()
    provider = models.BigIntegerField()  # tenant column
    number = models.PositiveSmallIntegerField(default=0)

    keeping = Keeping("Wie viele Gäste ohne Platz zu einem Termin kamen", AS_THE_RUN)


class Tap(models.Model):
    """A tap that was done, by the number its page gave it: sent again, or arriving late, it does nothing more."""

    id = models.UUIDField(primary_key=True, editable=False)
    run = models.ForeignKey("offers.Run", models.CASCADE, related_name="+")
    provider = models.BigIntegerField()  # tenant column
    made_on = models.DateField()

    keeping = Keeping("Dass ein Tippen auf der Liste schon gespeichert ist: eine Zufallszahl, niemand darin",
                      After("dem Tippen", days=2))


class LeaderLink(models.Model):
    """A link by which somebody without an account leads one run: its list, and who came. Only its hash is kept.

    It goes to a mailbox on file or to one the provider typed, and is sent again to no other. `name` stands in the
    journal for whoever acted by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey("offers.Run", models.CASCADE, related_name="leader_links")
    provider = models.BigIntegerField()  # tenant column
    name = models.CharField(max_length=12)
    link_hash = models.CharField(max_length=64, blank=True)  # empty until the letter is written
    contact_point = models.ForeignKey("partners.ContactPoint", models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    mailbox = models.BinaryField(default=b"")  # typed by the provider, sealed under the month's key
    made_on = models.DateField()
    until = models.DateField()  # the last day it opens anything
    revoked_on = models.DateField(null=True)

    keeping = Keeping("Wer ohne Konto einen Durchgang leitet: ein Link und wohin er ging",
                      AS_LONG_AS_THE_LIST, persons=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link_hash"], condition=~Q(link_hash=""), name="leader_link_opens_one_run"),
            models.CheckConstraint(condition=Q(contact_point__isnull=False) | ~Q(mailbox=b""),
                                   name="leader_link_goes_somewhere"),
        ]
