"""The list of a run: who comes and who came. Opening it is a look that is written down; lists close by themselves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.papers.attendance import FILE_NAME, attendance_sheet_pdf
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.fields import Several, Words
from verzahnt.desks.providers.looks import looks_at
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.attendance.queries import OpenList
from verzahnt.programme.attendance.rules import may_mark
from verzahnt.programme.bookings import actions_telephone as bookings
from verzahnt.programme.bookings.refusals import MoreWaiting, RunOver
from verzahnt.programme.bookings.rules import LONGEST_ALIAS, Wishes, closes_on, tidy_alias
from verzahnt.programme.bookings.states import Need, PlaceState
from verzahnt.programme.offers import of_provider
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.reference import queries as reference


class EnterForm(forms.Form):
    """Somebody who called: an alias, and what they need there. There is no field for anything else."""

    alias = Words(LONGEST_ALIAS, label="Unter welchem Namen?",
                  help_text="Es muss nicht der richtige Name sein. Zum Beispiel: Blaue Wolke")
    needs = Several(label="Was braucht die Person dort?", choices=Need.choices, required=False)

    def clean_alias(self) -> str:
        alias = tidy_alias(self.cleaned_data["alias"])
        if not alias:
            raise forms.ValidationError("Diesen Namen könnte niemand lesen. Bitte nehmen Sie einen anderen.")
        return alias


class SeatsForm(forms.Form):
    seats = forms.IntegerField(label="Plätze", min_value=1, max_value=2000)
    waiting_places = forms.IntegerField(label="Plätze auf der Warteliste", min_value=0, max_value=500)


class GuestsForm(forms.Form):
    number = forms.IntegerField(label="Wie viele kamen ohne Platz?", min_value=0, max_value=attendance.MOST_GUESTS)


@never_cache
@needs("lists.see")
def run(request: Request, run: int) -> HttpResponse:
    """The list as long as it is open; afterwards the page says that it is closed."""
    return _page(request, _own(request, run))


@needs("attendance.mark")
def mark(request: Request, run: int) -> HttpResponse:
    """Note that somebody was there, or take it back. The answer to a tap holds no name, so it is no look."""
    if request.method != "POST":
        return redirect("providers:run", run=run)
    found = _own(request, run)
    session, place, came = _session(request, found), _place(request), request.POST.get("came") == "yes"
    deed = attendance.mark if came else attendance.unmark
    no = _refused(deed, session.pk, place, actor=request.actor, at=timezone.now())
    if request.htmx:
        if no:
            return HttpResponse(status=409)
        return render(request, "providers/mark.html", {"run": found, "session": session, "place": place, "came": came})
    if no:
        messages.error(request, no)
    return _back(found, session, f"platz-{place}")


@never_cache
@needs("attendance.mark")
def guests(request: Request, run: int) -> HttpResponse:
    """How many came to a session without a place."""
    if request.method != "POST":
        return redirect("providers:run", run=run)
    found = _own(request, run)
    session, form = _session(request, found), GuestsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, guests_form=form, session=session)
    number = form.cleaned_data["number"]
    if no := _refused(attendance.guests, session.pk, number, actor=request.actor, at=timezone.now()):
        messages.error(request, no)
    else:
        messages.success(request, "Die Zahl der Gäste ist gespeichert.")
    return _back(found, session, "gaeste")


@never_cache
@needs("attendance.mark")
def enter(request: Request, run: int) -> HttpResponse:
    """Enter somebody who called."""
    if request.method != "POST":
        return redirect("providers:run", run=run)
    found, form, at = _own(request, run), EnterForm(request.POST), timezone.now()
    if found.offer.reports_to or not form.is_valid():
        return _page(request, found, enter_form=form)
    wishes = Wishes(alias=form.cleaned_data["alias"], needs=tuple(form.cleaned_data["needs"]))
    try:
        with transaction.atomic():
            place = bookings.book_by_telephone(found.pk, wishes=wishes, actor=request.actor, at=at,
                                               on=timezone.localdate(at))
    except RunOver:
        form.add_error(None, "Für diesen Durchgang kann man niemanden mehr eintragen: Er ist vorbei, oder das Angebot "
                             "ist gerade nicht veröffentlicht.")
    except NotPossible as no:
        form.add_error(None, str(no.message))
    else:
        if place.state == PlaceState.WAITING:
            messages.info(request, "Alle Plätze sind vergeben. Die Person steht jetzt auf der Warteliste.")
        else:
            messages.success(request, "Eingetragen. Die Person hat einen Platz.")
        return redirect(reverse("providers:run", args=[found.pk]) + "#liste")
    return _page(request, found, enter_form=form)


@needs("attendance.mark")
def take_out(request: Request, run: int) -> HttpResponse:
    """Take out somebody who was entered by telephone and called again."""
    if request.method != "POST":
        return redirect("providers:run", run=run)
    found, place, at = _own(request, run), _place(request), timezone.now()
    if no := _refused(bookings.withdraw_by_telephone, place, actor=request.actor, at=at, on=timezone.localdate(at)):
        messages.error(request, no)
    else:
        messages.success(request, "Ausgetragen. Wer als Nächstes wartet, hat jetzt den Platz.")
    return redirect(reverse("providers:run", args=[found.pk]) + "#liste")


@never_cache
@needs("runs.plan")
def seats(request: Request, run: int) -> HttpResponse:
    """More or fewer places; never fewer than are taken."""
    if request.method != "POST":
        return redirect("providers:run", run=run)
    found, form, at = _own(request, run), SeatsForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            with transaction.atomic():
                moved_up = bookings.change_seats(
                    found.pk, form.cleaned_data["seats"], actor=request.actor, at=at, on=timezone.localdate(at),
                    waiting_places=form.cleaned_data["waiting_places"])
        except NotPossible as no:
            form.add_error("waiting_places" if isinstance(no, MoreWaiting) else "seats", str(no.message))
        else:
            messages.success(request, _seats_changed(len(moved_up)))
            return redirect("providers:run", run=found.pk)
    return _page(request, found, seats_form=form)


@never_cache
@needs("lists.see")
def sheet(request: Request, run: int) -> HttpResponse:
    """The list on paper, to tick by hand. A look like any other."""
    found = _own(request, run)
    opened = _open(request, found)
    if opened is None:
        return redirect("providers:run", run=found.pk)
    days = [timezone.localdate(session.starts_at) for session in opened.sessions if not session.is_cancelled]
    if not days:
        raise Http404
    pdf = attendance_sheet_pdf(found.offer.title, days, [row.wishes.alias for row in opened.rows],
                               demo=settings.VERZAHNT_DEMO)
    return HttpResponse(pdf, content_type="application/pdf",
                        headers={"Content-Disposition": f'inline; filename="{FILE_NAME}"'})


def _seats_changed(moved_up: int) -> str:
    match moved_up:
        case 0:
            return "Die Zahl der Plätze ist geändert."
        case 1:
            return "Die Zahl der Plätze ist geändert. Eine Person ist von der Warteliste nachgerückt."
        case _:
            return f"Die Zahl der Plätze ist geändert. {moved_up} Personen sind von der Warteliste nachgerückt."


def _own(request: Request, number: int) -> Run:
    found = of_provider.own_run(request.actor, number)
    if found is None:
        raise Http404
    return found


def _session(request: Request, run: Run) -> Session:
    number = request.POST.get("session", "")
    found = Session.objects.filter(run=run, pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise Http404
    return found


def _place(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("place", ""))
    except ValueError:
        raise Http404 from None


def _back(run: Run, session: Session, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('providers:run', args=[run.pk])}?termin={session.pk}#{anchor}")


def _refused(deed: Any, *args: Any, **kwargs: Any) -> str:
    """Do the deed whole or not at all; its known no, if there was one."""
    try:
        with transaction.atomic():
            deed(*args, **kwargs)
    except NotPossible as no:
        return str(no.message)
    return ""


def _open(request: Request, run: Run) -> OpenList | None:
    """The list, and the look in the journal; None where it is closed or there is none."""
    at = timezone.now()
    if run.offer.reports_to or closes_on(run.ends_on) <= timezone.localdate(at):
        return None
    try:
        return attendance.open_list(run.pk, actor=request.actor, at=at)
    except attendance.NotYours:
        return None


def _page(request: Request, run: Run, *, session: Session | None = None, **forms_: forms.Form) -> HttpResponse:
    opened, at = _open(request, run), timezone.now()
    told: dict[str, Any] = {"run": run, "offer": run.offer, "closes_on": closes_on(run.ends_on)}
    if opened is None:
        return render(request, "providers/closed_list.html", told)
    today = timezone.localdate(at)
    chosen = session or _chosen(request, opened, at)
    return render(request, "providers/list.html", told | {
        "opened": opened,
        "session": chosen,
        "may_mark": chosen is not None and request.actor.may("attendance.mark")
        and may_mark(timezone.localdate(chosen.starts_at), run_ends_on=run.ends_on, on=today),
        "came": sum(chosen.pk in row.came for row in opened.rows) if chosen else 0,
        "need_words": dict(Need.choices),
        "languages_by_code": _languages(opened),
        "looks": looks_at(run, request.actor),
        "enter_form": EnterForm(),
        "seats_form": SeatsForm(initial={"seats": run.seats.seats, "waiting_places": run.seats.waiting_places}),
        "guests_form": GuestsForm(initial={"number": opened.guests.get(chosen.pk, 0) if chosen else 0}),
        "may_enter": request.actor.may("attendance.mark") and run.ends_on >= today,
        "may_plan": request.actor.may("runs.plan") and run.ends_on >= today,
    } | forms_)


def _chosen(request: Request, opened: OpenList, at: datetime) -> Session | None:
    """The date asked for; else today's, else the last one that was, else the first to come."""
    wanted = request.GET.get("termin", "")
    by_number = {str(session.pk): session for session in opened.sessions}
    if wanted in by_number:
        return by_number[wanted]
    today: date = timezone.localdate(at)
    been = [session for session in opened.sessions if timezone.localdate(session.starts_at) <= today]
    return been[-1] if been else next(iter(opened.sessions), None)


def _languages(opened: OpenList) -> dict[str, str]:
    codes = {row.wishes.language for row in (*opened.rows, *opened.waiting)} - {"", "de"}
    return {language.code: language.name for language in reference.languages(codes)} if codes else {}
