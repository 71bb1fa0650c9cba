"""Runs with their sessions, and the venues where they take place."""

from django.db import models
from django.db.models import F, Q

from verzahnt.kit.keeping import After, Keeping, With
from verzahnt.kit.texts import Translation
from verzahnt.programme.offers.states import Access, Band, RunState

LONGEST_ANSWER = 14
AS_THE_RUN = With("offers.Run", "wie der Durchgang")


class Venue(models.Model):
    """Where sessions take place. A point without access facts was not checked; that is not a no."""

    provider = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="venues")
    name = models.CharField(max_length=120)
    street = models.CharField(max_length=120)
    postal_code = models.CharField(max_length=5)
    town = models.CharField(max_length=80)
    kreis = models.CharField(max_length=5)
    lat = models.FloatField()
    lon = models.FloatField()
    way = models.TextField(blank=True)
    stop = models.CharField(max_length=160, blank=True)
    step_free = models.CharField(max_length=12, choices=Access, default=Access.NOT_CHECKED)
    toilet = models.CharField(max_length=12, choices=Access, default=Access.NOT_CHECKED)
    parking = models.CharField(max_length=12, choices=Access, default=Access.NOT_CHECKED)
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Wo etwas stattfindet")

    class Meta:
        app_label = "offers"
        ordering = ["town", "name", "id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"


class VenueText(Translation):
    """The way to a venue in another language. `provider` is its tenant column."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="texts")
    provider = models.BigIntegerField()
    german = models.TextField(blank=True)

    keeping = Keeping("Der Weg zu einem Ort in anderen Sprachen", With("offers.Venue", "wie der Ort"))

    class Meta:
        app_label = "offers"
        constraints = [
            models.UniqueConstraint(fields=["venue", "language", "field"], name="venue_text_once_per_language")
        ]


class Run(models.Model):
    """One edition of an offer: a series booked as one. `provider` and `site` are tenant columns, copied from the offer.

    How many places are free stands apart, in `Seats`. Everyone outside the provider's desk sees the band alone; its
    step between "free" and "few" is refreshed once a night, so that nobody can watch single bookings.
    """

    offer = models.ForeignKey("offers.Offer", models.CASCADE, related_name="runs")
    provider = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="+")
    site = models.ForeignKey("partners.Site", models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="runs")  # none: online
    online_how = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.OPEN)
    minimum = models.PositiveSmallIntegerField(default=0)
    band = models.CharField(max_length=8, choices=Band, default=Band.FREE)
    closed_to_new = models.BooleanField(default=False, db_default=False)
    """Nobody new gets in or on the waiting list. Who has a place keeps it, who waits still moves up."""
    starts_on = models.DateField()  # day of the first session
    ends_on = models.DateField()  # day of the last session, included
    commitment = models.ForeignKey("funding.Commitment", models.PROTECT, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Durchgänge eines Angebots", After("dem letzten Termin", years=5))

    class Meta:
        app_label = "offers"
        ordering = ["starts_on", "id"]
        indexes = [
            models.Index(fields=["offer", "starts_on"], name="runs_of_an_offer"),
            models.Index(fields=["ends_on"], condition=Q(state=RunState.OPEN), name="runs_to_close"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="run_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(venue__isnull=False) | ~Q(online_how=""), name="run_says_where"),
        ]


class Seats(models.Model):
    """How many places a run has, how many are taken and how many wait. They move in `bookings.actions…` alone.

    `taken` and `waiting` count places in all dates of the run; `singles` is how many places in single dates are held
    or wished for. As long as it is nothing, nobody need look at single dates (`bookings.DateSeats`).
    """

    run = models.OneToOneField(Run, models.CASCADE, primary_key=True, related_name="seats")
    provider = models.BigIntegerField()  # tenant column
    seats = models.PositiveSmallIntegerField()
    waiting_places = models.PositiveSmallIntegerField(default=10)
    taken = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveSmallIntegerField(default=0)
    turns = models.PositiveIntegerField(default=0)  # the last turn given on the waiting list
    singles = models.PositiveIntegerField(default=0, db_default=0)
    answer_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How many days somebody who moves up has to say yes; with 0 they need not: the place is theirs."""
    fewer_to = models.PositiveSmallIntegerField(null=True)
    """How many seats there are to be, where more are taken: each place that is given back goes until then."""

    keeping = Keeping("Wie viele Plätze ein Durchgang hat und wie viele vergeben sind", AS_THE_RUN)

    class Meta:
        app_label = "offers"
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="run_has_a_seat"),
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="run_not_over_its_seats"),
            models.CheckConstraint(condition=Q(waiting__lte=F("waiting_places")), name="run_not_over_its_waiting_list"),
            models.CheckConstraint(condition=Q(answer_days__lte=LONGEST_ANSWER), name="run_waits_two_weeks_at_most"),
            models.CheckConstraint(condition=Q(fewer_to__isnull=True) | Q(fewer_to__gte=1, fewer_to__lt=F("seats")),
                                   name="run_gets_fewer_seats_only"),
        ]


class Session(models.Model):
    """One date of a run. Moved, it remembers when it was to be; cancelled, it stays, so that all can read it."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="sessions")
    provider = models.BigIntegerField()  # tenant column
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False)
    moved_from = models.DateTimeField(null=True, blank=True)  # when it was first to begin
    changes = models.PositiveSmallIntegerField(default=0, db_default=0)  # for calendars: which version is newer

    keeping = Keeping("Einzelne Termine", AS_THE_RUN)

    class Meta:
        app_label = "offers"
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "starts_at"], name="session_once_at_a_time"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
        ]
