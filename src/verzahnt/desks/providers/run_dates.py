"""The dates of one run: move one, call one off, add one, call off the run. What it may cost is said before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.parts.words import clock, time_span, weekday_day
from verzahnt.desks.providers.changing import what_it_may_cost
from verzahnt.desks.providers.list_page import opened_list
from verzahnt.desks.providers.reach import Reach, reach
from verzahnt.desks.providers.run_form import a_day_ahead
from verzahnt.kit.berlin import BERLIN
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.bookings import actions_dates as bookings
from verzahnt.programme.bookings.actions_ending import end_with_the_run
from verzahnt.programme.offers import actions_session as deeds
from verzahnt.programme.offers import of_provider
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.offers.states import RunState


class DateForm(forms.Form):
    """A day, from when, until when."""

    on = forms.DateField(label="Tag", widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label="Von")
    ends = forms.TimeField(label="Bis")

    def clean_on(self) -> date:
        return a_day_ahead(self.cleaned_data["on"])

    def clean(self) -> None:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", f"Das Ende ({clock(ends)}) liegt nicht nach dem Anfang ({clock(starts)}).")

    @property
    def span(self) -> tuple[datetime, datetime]:
        told = self.cleaned_data
        starts, ends = (datetime.combine(told["on"], told[name], BERLIN) for name in ("starts", "ends"))
        return starts, ends


@dataclass(frozen=True)
class Wanted:
    """A deed somebody asked for: what it does in a sentence, and what is said when it is done."""

    sentence: str
    button: str
    done: str
    deed: Callable[..., Any]
    is_final: bool = False
    everyone: bool = False
    """Whether it is about all dates, not just the chosen one."""
    is_heard: bool = True
    """Whether those who have a place are told."""


@needs("runs.plan")
def run_dates(request: Request, run: int) -> HttpResponse:
    found = of_provider.own_run_with_dates(request.actor, run)
    if found is None:
        raise Http404
    if request.method != "POST":
        chosen = _session(found, request.GET.get("termin", ""))
        return _page(request, found, chosen, _form(found, chosen))
    chosen, name = _session(found, request.POST.get("termin", "")), request.POST.get("deed", "")
    form = DateForm(request.POST) if name in ("move", "replace", "add") else None
    if form is not None and not form.is_valid():
        return _page(request, found, chosen, form)
    wanted = _wanted(found, name, chosen, form)
    if wanted is None:
        messages.error(request, "Diesen Termin gibt es so nicht mehr. Bitte sehen Sie noch einmal hin.")
        return redirect("providers:run_dates", run=found.pk)
    someone = bool(found.seats.taken or found.seats.waiting or found.seats.singles)
    costs = costs_of(found, places=not wanted.is_heard)
    if (costs or wanted.is_final or someone) and "sure" not in request.POST:
        told = [(key, value) for key, value in request.POST.items() if key != "csrfmiddlewaretoken"]
        return render(request, "providers/sure.html", {
            "run": found, "offer": found.offer, "wanted": wanted, "costs": costs, "told": told,
            "reach": _reach(request, found, wanted, chosen) if someone and wanted.is_heard else None})
    return _do(request, found, wanted, chosen, form)


def _do(request: Request, run: Run, wanted: Wanted, chosen: Session | None, form: DateForm | None) -> HttpResponse:
    try:
        with transaction.atomic():
            wanted.deed(actor=request.actor, at=timezone.now())
            end_with_the_run(run.pk)
    except NotPossible as no:
        if form is not None:
            form.add_error(None, str(no))
            return _page(request, run, chosen, form)
        messages.error(request, str(no))
    else:
        messages.success(request, wanted.done)
        if wanted.is_heard and (run.seats.taken or run.seats.waiting or run.seats.singles):
            messages.info(request, "Wer davon hören wollte, bekommt eine Nachricht. Wer um einen Anruf gebeten hat, "
                                   "steht mit Nummer auf der Liste.")
    return redirect("providers:run_dates", run=run.pk)


def _wanted(run: Run, name: str, chosen: Session | None, form: DateForm | None) -> Wanted | None:
    match name, chosen, form:
        case "move", Session() as session, DateForm():
            starts, ends = form.span
            sentence = f"{_when(session.starts_at, session.ends_at)} wird zu: {_when(starts, ends)}."
            return Wanted(sentence, "Ja, verschieben", "Verschoben. Auf der Seite steht der neue Termin.",
                          lambda **by: bookings.move_session(session.pk, starts_at=starts, ends_at=ends, **by))
        case "replace", Session() as session, DateForm():
            starts, ends = form.span
            sentence = f"{_when(session.starts_at, session.ends_at)} fällt aus, dafür: {_when(starts, ends)}."
            return Wanted(sentence, "Ja, ersetzen", "Ersetzt. Der neue Termin ist dabei, der alte fällt aus.",
                          lambda **by: bookings.replace_session(session.pk, starts_at=starts, ends_at=ends, **by))
        case "add", _, DateForm():
            starts, ends = form.span
            return Wanted(f"Ein Termin kommt dazu: {_when(starts, ends)}.", "Ja, dazunehmen", "Der Termin ist dabei.",
                          lambda **by: deeds.add_session(run, starts_at=starts, ends_at=ends, **by), is_heard=False)
        case "cancel", Session() as session, _:
            return Wanted(f"{_when(session.starts_at, session.ends_at)} fällt aus.", "Ja, absagen",
                          "Abgesagt. Auf der Seite steht: fällt aus.",
                          lambda **by: bookings.cancel_session(session.pk, **by), is_final=True)
        case "cancel_run", _, _:
            return Wanted("Alle Termine, die noch kommen, fallen aus. Anmelden kann man sich nicht mehr.",
                          "Ja, den Durchgang absagen", "Der Durchgang ist abgesagt.",
                          lambda **by: bookings.cancel_run(run.pk, **by), is_final=True, everyone=True)
    return None


def _page(request: Request, run: Run, chosen: Session | None, form: DateForm) -> HttpResponse:
    now = timezone.now()
    return render(request, "providers/run_dates.html", {
        "run": run, "offer": run.offer, "chosen": chosen, "form": form, "now": now, "costs": costs_of(run),
        "is_open": run.state == RunState.OPEN and run.ends_on >= timezone.localdate(now),
    })


def _form(run: Run, chosen: Session | None) -> DateForm:
    """Where a date is to be moved, its own day and hours; else the hours of the others."""
    sessions = list(run.sessions.all())
    like = chosen or (sessions[-1] if sessions else None)
    if like is None:
        return DateForm()
    first, last = like.starts_at.astimezone(BERLIN), like.ends_at.astimezone(BERLIN)
    initial = {"starts": first.time(), "ends": last.time()} | ({"on": first.date()} if chosen else {})
    return DateForm(initial=initial)


def _session(run: Run, number: str) -> Session | None:
    return next((one for one in run.sessions.all() if str(one.pk) == number), None)


def _reach(request: Request, run: Run, wanted: Wanted, chosen: Session | None) -> Reach | None:
    """How those concerned hear of it. For this the list is opened: a look like any other."""
    opened = opened_list(run, actor=request.actor, at=timezone.now())
    if opened is None:
        return None
    rows = (*opened.rows, *opened.waiting)
    return reach([row for row in rows if wanted.everyone or chosen is None or row.is_for(chosen.pk)])


def costs_of(run: Run, *, places: bool = True) -> list[str]:
    """What somebody should know before dates, or where they are, change.

    `places`: say also that some are taken; where it is shown whom a message reaches, that says it.
    """
    offer, lead, seats = run.offer, run.offer.lead, run.seats
    return what_it_may_cost(
        certificate=offer.certificate, programme_money=offer.uses_programme_money or run.commitment_id is not None,
        lead=lead.called if lead else "", taken=seats.taken if places else 0, waiting=seats.waiting if places else 0)


def _when(starts_at: datetime, ends_at: datetime) -> str:
    return f"{weekday_day(starts_at)}, {time_span(starts_at, ends_at)}"
