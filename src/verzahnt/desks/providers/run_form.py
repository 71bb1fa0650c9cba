"""The questions about a run: when, where, for how many. And the answers an earlier run would give."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django import forms
from django.utils import timezone

from verzahnt.desks.parts.words import clock
from verzahnt.desks.providers.fields import OneOf, Several, Words
from verzahnt.desks.providers.free_days import FreeDays, free_days
from verzahnt.desks.providers.series import MOST_WEEKS, Series, series
from verzahnt.desks.providers.venue_form import VenueFields
from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.offers.models import Offer, Run, Venue
from verzahnt.programme.reference.models import Kreis, Land

NEW, ONLINE = "new", "online"
WEEKDAYS = [(str(number), name) for number, name in enumerate(
    ("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"))]
FURTHEST = timedelta(days=3 * 365)


class RunForm(VenueFields):
    """Several places ticked make a run at each of them, at the same times."""

    first_on = forms.DateField(label="Wann ist der erste Termin?", widget=forms.DateInput(attrs={"type": "date"}),
                               help_text="Der Wochentag gilt für alle weiteren, außer Sie wählen unten andere.")
    starts = forms.TimeField(label="Von", initial="10:00")
    ends = forms.TimeField(label="Bis", initial="11:30")
    times = forms.IntegerField(label="Wie oft?", min_value=1, max_value=60, initial=8,
                               help_text="1 für einen einzelnen Tag.")
    weekdays = Several(label="An mehreren Wochentagen?", required=False, choices=WEEKDAYS,
                       help_text="Nur, wenn es mehr als einer ist.")
    every = OneOf(label="Wie oft kommt man zusammen?", initial="1",
                  choices=[("1", "jede Woche"), ("2", "alle zwei Wochen")])
    no_public_holidays = forms.BooleanField(label="nicht an Feiertagen", required=False, initial=True)
    no_school_holidays = forms.BooleanField(label="nicht in den Schulferien", required=False)
    added_on = forms.DateField(label="Noch ein einzelner Tag?", required=False,
                               widget=forms.DateInput(attrs={"type": "date"}))
    where = Several(label="Wo findet es statt?",
                    help_text="An mehreren Orten zur selben Zeit? Dann entsteht an jedem ein eigener Durchgang.")
    online_how = Words(200, label="Wie nimmt man von zu Hause teil?", required=False,
                       help_text="Zum Beispiel: Wir rufen Sie an. / Sie bekommen am Tag davor einen Link.")
    seats = forms.IntegerField(label="Wie viele Plätze gibt es?", min_value=1, max_value=2000, initial=12,
                               help_text="An jedem Ort.")
    waiting_places = forms.IntegerField(label="Wie viele dürfen auf die Warteliste?", min_value=0, max_value=500,
                                        initial=10)

    def __init__(self, *args: Any, venues: list[Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venues = {str(venue.pk): venue for venue in venues}
        known = [(number, f"{venue.name}, {venue.street}, {venue.town}") for number, venue in self.venues.items()]
        where: Any = self.fields["where"]
        where.choices = [*known, (NEW, "an einem neuen Ort"), (ONLINE, "von zu Hause aus")]
        where.initial = [known[0][0] if known else NEW]
        where.error_messages["required"] = "Bitte sagen Sie, wo es stattfindet, oder wählen Sie „von zu Hause aus“."

    @property
    def places(self) -> list[str]:
        """What is ticked under "where", as it stands."""
        return list(self["where"].value() or [])

    def clean_first_on(self) -> date:
        return a_day_ahead(self.cleaned_data["first_on"])

    def clean_added_on(self) -> date | None:
        day: date | None = self.cleaned_data["added_on"]
        return a_day_ahead(day) if day else None

    def clean(self) -> None:
        told = self.cleaned_data
        starts, ends = told.get("starts"), told.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", f"Das Ende ({clock(ends)}) liegt nicht nach dem Anfang ({clock(starts)}).")
        if ONLINE in told.get("where", ()):
            self.ask_for("online_how")
        if NEW in told.get("where", ()):
            self.ask_for("name", "street", "postal_code")

    def laender(self, offer: Offer) -> list[Land]:
        """The Länder whose holidays count: of the venues, else of the site."""
        kreise = {self.venues[number].kreis for number in self.cleaned_data["where"] if number in self.venues}
        if NEW in self.cleaned_data["where"]:
            code = self.cleaned_data["postal_code"]
            kreise.update(Kreis.objects.filter(postal_codes=code).values_list("key", flat=True)[:1])
        found = list(Land.objects.filter(kreise__in=kreise).distinct().order_by("name"))
        return found or ([offer.site.land] if offer.site else [])

    def dates(self, laender: list[Land], *, left_out: Collection[date],
              added: Collection[date]) -> tuple[Series, FreeDays]:
        """The days of the pattern, and the free days that were looked at."""
        told, first = self.cleaned_data, self.cleaned_data["first_on"]
        free = free_days(laender, first, first + timedelta(weeks=MOST_WEEKS), school=told["no_school_holidays"],
                         public=told["no_public_holidays"])
        more = {*added, told["added_on"]} - {None}
        return series(first, times=told["times"], weekdays=[int(one) for one in told["weekdays"]],
                      every=int(told["every"]), free=free.days, left_out=left_out, added=more), free

    def times_on(self, days: Collection[date]) -> list[tuple[datetime, datetime]]:
        told = self.cleaned_data
        return [(datetime.combine(day, told["starts"], BERLIN), datetime.combine(day, told["ends"], BERLIN))
                for day in days]


def as_before(run: Run, *, today: date) -> dict[str, Any]:
    """The pattern of an earlier run as it was planned, from the first such weekday after its end."""
    sessions = list(run.sessions.all())
    as_planned = [one for one in sessions if one.moved_from is None] or sessions
    starts = sorted((one.moved_from or one.starts_at).astimezone(BERLIN) for one in sessions)
    begins, ends = (at.astimezone(BERLIN).time() for at in (as_planned[0].starts_at, as_planned[0].ends_at))
    weekdays = sorted({start.weekday() for start in starts})
    gaps = [(later.date() - earlier.date()).days for earlier, later in pairwise(starts)]
    after = max(run.ends_on, today)
    first = after + timedelta(days=(starts[0].weekday() - after.weekday() - 1) % 7 + 1)
    return {
        "first_on": first, "starts": begins, "ends": ends, "times": len(sessions),
        "weekdays": [str(one) for one in weekdays] if len(weekdays) > 1 else [],
        "every": "2" if gaps and min(gaps) >= 14 else "1", "online_how": run.online_how,
        "where": [str(run.venue_id) if run.venue_id else ONLINE], "seats": run.seats.seats,
        "waiting_places": run.seats.waiting_places,
    }


def a_day_ahead(day: date) -> date:
    """A day somebody may plan for."""
    if day < timezone.localdate():
        raise forms.ValidationError("Dieser Tag ist schon vorbei. Bitte wählen Sie einen späteren.")
    if day > timezone.localdate() + FURTHEST:
        raise forms.ValidationError("Dieser Tag liegt mehr als drei Jahre voraus. Bitte prüfen Sie das Jahr.")
    return day
