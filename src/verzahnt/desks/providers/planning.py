"""Planning a run: a weekly pattern, its dates to look at, then the deed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.parts.words import BERLIN, clock
from verzahnt.desks.providers.fields import OneOf, Words
from verzahnt.desks.providers.free_days import FreeDays, free_days
from verzahnt.desks.providers.own_offers import own_offer
from verzahnt.desks.providers.series import MOST_WEEKS, Series, series
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import actions_run, of_provider
from verzahnt.programme.offers.models import Offer, Run, Venue
from verzahnt.programme.offers.states import Access, OfferState
from verzahnt.programme.reference.models import Kreis, Land, PostalCode

NEW, ONLINE = "new", "online"
MAY_BE_PLANNED = (OfferState.APPROVED, OfferState.PUBLISHED, OfferState.PAUSED)
ACCESS = [(Access.NOT_CHECKED, "noch nicht geprüft"), (Access.YES, "ja"), (Access.NO, "nein")]


class RunForm(forms.Form):
    """When, where, for how many."""

    first_on = forms.DateField(label="Wann ist der erste Termin?", widget=forms.DateInput(attrs={"type": "date"}),
                               help_text="Der Wochentag gilt für alle weiteren.")
    starts = forms.TimeField(label="Von", initial="10:00")
    ends = forms.TimeField(label="Bis", initial="11:30")
    times = forms.IntegerField(label="Wie oft?", min_value=1, max_value=60, initial=8,
                               help_text="1 für einen einzelnen Tag.")
    every = OneOf(label="Wie oft kommt man zusammen?", initial="1",
                  choices=[("1", "jede Woche"), ("2", "alle zwei Wochen")])
    no_public_holidays = forms.BooleanField(label="nicht an Feiertagen", required=False, initial=True)
    no_school_holidays = forms.BooleanField(label="nicht in den Schulferien", required=False)
    where = OneOf(label="Wo findet es statt?")
    name = Words(120, label="Wie heißt der Ort?", required=False, help_text="Zum Beispiel: Familienzentrum Lindenhof")
    street = Words(120, label="Straße und Hausnummer", required=False)
    postal_code = Words(10, label="Postleitzahl", required=False)
    town = Words(80, label="Ort", required=False, help_text="Lassen Sie es leer, wenn die Postleitzahl genügt.")
    way = Words(500, rows=3, label="Wie findet man hin?", required=False,
                help_text="Zum Beispiel: Eingang vom Hof, zweite Tür links. Es hängt ein grünes Schild.")
    stop = Words(160, label="Nächste Haltestelle", required=False)
    step_free = forms.ChoiceField(label="Kommt man ohne Stufen hinein?", choices=ACCESS)
    toilet = forms.ChoiceField(label="Gibt es ein WC ohne Stufen?", choices=ACCESS)
    online_how = Words(200, label="Wie nimmt man von zu Hause teil?", required=False,
                       help_text="Zum Beispiel: Wir rufen Sie an. / Sie bekommen am Tag davor einen Link.")
    seats = forms.IntegerField(label="Wie viele Plätze gibt es?", min_value=1, max_value=2000, initial=12)
    waiting_places = forms.IntegerField(label="Wie viele dürfen auf die Warteliste?", min_value=0, max_value=500,
                                        initial=10)

    def __init__(self, *args: Any, venues: list[Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venues = {str(venue.pk): venue for venue in venues}
        known = [(number, f"{venue.name}, {venue.street}, {venue.town}") for number, venue in self.venues.items()]
        where: Any = self.fields["where"]
        where.choices = [*known, (NEW, "an einem neuen Ort"), (ONLINE, "von zu Hause aus")]
        self.fields["where"].initial = known[0][0] if known else NEW
        for name in ("step_free", "toilet"):
            self.fields[name].initial = Access.NOT_CHECKED
            self.fields[name].required = False

    def clean_first_on(self) -> date:
        day: date = self.cleaned_data["first_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Dieser Tag ist schon vorbei. Bitte wählen Sie einen späteren.")
        if day > timezone.localdate() + timedelta(days=3 * 365):
            raise forms.ValidationError("Dieser Tag liegt mehr als drei Jahre voraus. Bitte prüfen Sie das Jahr.")
        return day

    def clean(self) -> None:
        told = self.cleaned_data
        starts, ends = told.get("starts"), told.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", f"Das Ende ({clock(ends)}) liegt nicht nach dem Anfang ({clock(starts)}).")
        if told.get("where") == ONLINE:
            self._ask_for("online_how")
        if told.get("where") == NEW:
            self._ask_for("name", "street", "postal_code")
            code = "".join(told.get("postal_code", "").split())
            if code and not PostalCode.objects.filter(code=code).exists():
                self.add_error("postal_code", "Diese Postleitzahl kennen wir nicht. Bitte prüfen Sie die fünf Ziffern.")
            told["postal_code"] = code

    def _ask_for(self, *names: str) -> None:
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "Bitte füllen Sie dieses Feld aus.")

    def land(self, offer: Offer) -> Land | None:
        """The Land whose holidays count: of the venue, else of the site."""
        told = self.cleaned_data
        if venue := self.venues.get(told["where"]):
            return Land.objects.filter(kreise=venue.kreis).first()
        if told["where"] == NEW:
            kreis = Kreis.objects.filter(postal_codes=told["postal_code"]).select_related("land").first()
            return kreis.land if kreis else None
        return offer.site.land if offer.site else None


@needs("runs.plan")
def run_new(request: Request, slug: str) -> HttpResponse:
    """First the pattern, then its dates to look at, and only then is the run there."""
    actor, today = request.actor, timezone.localdate()
    own = own_offer(actor, slug, on=today)
    if own is None:
        raise Http404
    if own.offer.state not in MAY_BE_PLANNED:
        messages.warning(request, "Termine können Sie anlegen, sobald dem Angebot zugestimmt ist.")
        return redirect("providers:offer", slug=slug)
    form = RunForm(request.POST or None, venues=list(of_provider.own_venues(actor)))
    shown: dict[str, Any] = {"own": own, "offer": own.offer, "form": form, "found": None, "changed": False}
    if request.method == "POST" and form.is_valid():
        land = form.land(own.offer)
        left_out = _left_out(request)
        found, free = _dates(form, land, left_out)
        seen = ",".join(day.isoformat() for day in found.days)
        if request.POST.get("deed") == "save" and request.POST.get("seen") == seen:
            try:
                run = _plan(own.offer, form, found, actor, timezone.now())
            except NotPossible as no:
                form.add_error(None, str(no.message))
            else:
                messages.success(request, "Der Durchgang ist angelegt. Ab jetzt kann man sich anmelden.")
                return redirect("providers:run", run=run.pk)
        shown |= {"found": found, "seen": seen, "land": land, "left_out": left_out,
                  "changed": request.POST.get("deed") == "save" and request.POST.get("seen") != seen,
                  "unknown_after": _unknown_after(form, found, free)}
    if request.htmx and request.POST.get("deed") == "look":
        return render(request, "providers/dates.html", shown)
    return render(request, "providers/run_new.html", shown)


def _left_out(request: Request) -> list[date]:
    """Days ticked as not taking place; what is no day is nobody's."""
    found = []
    for text in request.POST.getlist("left_out")[:MOST_WEEKS]:
        try:
            found.append(date.fromisoformat(text))
        except ValueError:
            continue
    return found


def _dates(form: RunForm, land: Land | None, left_out: list[date]) -> tuple[Series, FreeDays]:
    told = form.cleaned_data
    first = told["first_on"]
    free = free_days(land, first, first + timedelta(weeks=MOST_WEEKS), school=told["no_school_holidays"],
                     public=told["no_public_holidays"])
    return series(first, times=told["times"], every=int(told["every"]), free=free.days, left_out=left_out), free


def _unknown_after(form: RunForm, found: Series, free: FreeDays) -> date | None:
    """From when on we do not know the school holidays, if a date lies beyond."""
    if not form.cleaned_data["no_school_holidays"] or not found.days:
        return None
    return free.known_until if free.known_until and found.days[-1] > free.known_until else None


def _plan(offer: Offer, form: RunForm, found: Series, actor: Actor, at: datetime) -> Run:
    """The venue, where it is new, and the run: both or neither."""
    told = form.cleaned_data
    with transaction.atomic():
        venue = form.venues.get(told["where"])
        if told["where"] == NEW:
            venue = actions_run.add_venue(
                name=told["name"], street=told["street"], postal_code=told["postal_code"], town=told["town"],
                way=told["way"], stop=told["stop"], step_free=told["step_free"] or Access.NOT_CHECKED,
                toilet=told["toilet"] or Access.NOT_CHECKED, actor=actor, at=at)
        return actions_run.add_run(
            offer, venue=venue, online_how=told["online_how"] if venue is None else "",
            times=[(datetime.combine(day, told["starts"], BERLIN), datetime.combine(day, told["ends"], BERLIN))
                   for day in found.days],
            seats=told["seats"], waiting_places=told["waiting_places"], actor=actor, at=at)
