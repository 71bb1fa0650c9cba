"""A place and, apart from it and encrypted, the particulars its holder gave for this run.

Who may touch which of the two differs by role: deeds on places (role `seats`) never see particulars. What stands on
children a second time (`run`, `provider`, `closes_on`), because policies must not join, the database itself copies.
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from verzahnt.kit.keeping import After, Keeping, Until, With
from verzahnt.programme.bookings.rules import LIST_KEPT_DAYS
from verzahnt.programme.bookings.states import NoticeKind, PlaceState
from verzahnt.programme.offers.runs import AS_THE_RUN

AS_LONG_AS_THE_LIST = After("dem letzten Termin", days=LIST_KEPT_DAYS)


class Place(models.Model):
    """Somebody's place: nothing in it says whose, and nothing links two places of one card.

    Without a `session` it is a place in all dates of the run. `key` is HMAC(root of the card, n), empty when booked by
    telephone; a day instead of a time; `turn` orders the waiting list of this run alone. `visits` counts its marks.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey("offers.Run", models.PROTECT, db_index=False, related_name="places")  # `places_of_a_run`
    session = models.ForeignKey("offers.Session", models.PROTECT, null=True, db_index=False, related_name="places")
    provider = models.BigIntegerField()  # tenant column
    key = models.CharField(max_length=32, null=True)
    by_telephone = models.GeneratedField(  # for the provider, who may not read the key
        expression=Q(key__isnull=True), output_field=models.BooleanField(), db_persist=True)  # type: ignore[arg-type]
    state = models.CharField(max_length=10, choices=PlaceState)
    turn = models.PositiveIntegerField(default=0)
    answer_by = models.DateField(null=True)  # the last day for a yes, where the place is offered
    given_on = models.DateField()
    closes_on = models.DateField()  # the first day on which the list is closed and this row is gone
    visits = models.PositiveSmallIntegerField(default=0, db_default=0)
    stamp_key = models.CharField(max_length=32, null=True)  # where its stamps are to be kept, if wished

    keeping = Keeping("Ein Platz in einem Durchgang", AS_LONG_AS_THE_LIST, persons=True)

    others = 0
    """How many more places its card holds: no column, known of a place just given."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PlaceState.WAITING, turn__gt=0) | ~Q(state=PlaceState.WAITING) & Q(turn=0),
                name="place_waits_with_a_turn",
            ),
            models.CheckConstraint(
                condition=Q(state=PlaceState.OFFERED, answer_by__isnull=False)
                | ~Q(state=PlaceState.OFFERED) & Q(answer_by__isnull=True),
                name="place_offered_until_a_day",
            ),
            models.UniqueConstraint(fields=["run", "turn"], condition=Q(turn__gt=0), name="place_turn_once_per_run"),
            models.UniqueConstraint(fields=["key"], name="place_stands_under_a_key_of_its_own"),
            models.UniqueConstraint(fields=["stamp_key"], name="place_keeps_stamps_under_a_key_of_its_own"),
        ]
        indexes = [
            models.Index(fields=["run", "state", "turn"], name="places_of_a_run"),
            models.Index(fields=["answer_by"], condition=Q(state=PlaceState.OFFERED), name="places_to_answer"),
        ]


class DateSeats(models.Model):
    """How many places in a single date are taken, and how many wait for one: beside those in the whole run.

    `seats`, `whole` (places in all dates) and `waiting_places` are the run's own, carried over by the database as long
    as the date is ahead; so it is the database, too, that lets nobody overbook a date. Once the date is over or called
    off, `seats` and `waiting_places` are empty: what is booked later is no longer held against it.
    """

    session = models.OneToOneField("offers.Session", models.CASCADE, primary_key=True, related_name="seats")
    run = models.ForeignKey("offers.Run", models.CASCADE, related_name="+")
    provider = models.BigIntegerField()  # tenant column
    seats = models.PositiveSmallIntegerField(null=True)
    whole = models.PositiveSmallIntegerField()
    waiting_places = models.PositiveSmallIntegerField(null=True)
    taken = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveSmallIntegerField(default=0)
    is_counted = models.BooleanField(default=False)  # the tally has it

    keeping = Keeping("Wie viele Plätze an einem einzelnen Termin vergeben sind", AS_THE_RUN)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seats__isnull=True) | Q(seats__gte=F("taken") + F("whole")),
                                   name="date_not_over_its_seats"),
            models.CheckConstraint(condition=Q(waiting_places__isnull=True) | Q(waiting__lte=F("waiting_places")),
                                   name="date_not_over_its_waiting_list"),
        ]


class Particulars(models.Model):
    """What the holder wants the provider to know, sealed under the key of the month in which the place ends.

    `place` is the row's identity; the database itself deletes particulars with their place. The provider reads neither
    key nor `contact`; `call_me` is the one way to reach somebody that is meant for the provider.
    """

    place = models.OneToOneField(Place, models.DO_NOTHING, primary_key=True, db_constraint=False,
                                 related_name="particulars")
    run = models.BigIntegerField()
    provider = models.BigIntegerField()  # tenant column
    key = models.CharField(max_length=32, null=True)  # the place's key again: policies must not join
    closes_on = models.DateField()
    month = models.DateField()
    alias = models.BinaryField()
    needs = models.BinaryField(default=b"")
    language = models.BinaryField(default=b"")
    contact = models.BinaryField(default=b"")
    contact_for = models.BinaryField(default=b"", db_default=b"")
    call_me = models.BinaryField(default=b"", db_default=b"")

    keeping = Keeping("Wunschname, Sprache, Bedarf und Kontakt für diesen Durchgang, verschlüsselt",
                      AS_LONG_AS_THE_LIST, persons=True)


class Stamp(models.Model):
    """A keepsake for whoever ticked "Stempel behalten": month and number of dates, no run, no topic, no provider."""

    key = models.CharField(max_length=32, primary_key=True)
    month = models.DateField()
    dates = models.PositiveSmallIntegerField()
    until_on = models.DateField()

    keeping = Keeping("Stempel als Andenken, auf Wunsch", Until("Ende des folgenden Jahres"), persons=True)


class Gone(models.Model):
    """What places had been that are gone by now: so that nobody's leaving changes a figure. Numbers, nobody in them.

    One row for a run, and one for each of its dates in which there were single places. No desk reads them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey("offers.Run", models.CASCADE, related_name="+")
    session = models.ForeignKey("offers.Session", models.CASCADE, null=True, related_name="+")
    booked = models.PositiveIntegerField(default=0)
    came = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0)

    keeping = Keeping("Wie viele Plätze vor dem Zählen gelöscht wurden und wie oft sie genutzt waren, ohne Personen",
                      Until("bis der Durchgang gezählt ist"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "session"], nulls_distinct=False, name="gone_once_per_run_and_date")
        ]


class Notice(models.Model):
    """What a provider told all who have a place, for those to read under their card whom no letter reaches."""

    run = models.ForeignKey("offers.Run", models.CASCADE, related_name="notices")
    session = models.ForeignKey("offers.Session", models.CASCADE, null=True, related_name="notices")
    provider = models.BigIntegerField()  # tenant column
    kind = models.CharField(max_length=12, choices=NoticeKind)
    words = models.CharField(max_length=80)
    told_on = models.DateField()

    keeping = Keeping("Kurze Mitteilungen des Anbieters an alle, die einen Platz haben",
                      With("bookings.Place", "wie die Liste"))

    class Meta:
        ordering = ["told_on", "id"]
