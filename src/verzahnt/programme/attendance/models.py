"""A mark says that a place was there at a session; no mark says nothing."""

from django.db import models

from verzahnt.kit.keeping import Keeping


class Mark(models.Model):
    """The holder of a place came to a session. The database deletes marks with their place."""

    session = models.ForeignKey("offers.Session", models.CASCADE, related_name="marks")
    place = models.ForeignKey("bookings.Place", models.DO_NOTHING, db_constraint=False, related_name="marks")
    provider = models.BigIntegerField()  # tenant column
    closes_on = models.DateField()

    keeping = Keeping("Wer zu welchem Termin kam", "14 Tage nach dem letzten Termin", persons=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "place"], name="mark_once_per_session")]


class Guests(models.Model):
    """How many came to a session without a place: a number, nobody in it."""

    session = models.OneToOneField("offers.Session", models.CASCADE, primary_key=True, related_name="guests")
    provider = models.BigIntegerField()  # tenant column
    number = models.PositiveSmallIntegerField(default=0)

    keeping = Keeping("Wie viele Gäste ohne Platz zu einem Termin kamen", "wie der Durchgang")
