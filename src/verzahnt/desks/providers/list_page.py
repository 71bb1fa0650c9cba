"""The page of an open list: opened for its provider, each look written down; its marks for a leader's link, too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from verzahnt.desks.parts import languages
from verzahnt.desks.parts.request import Request
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.attendance.queries import OpenList
from verzahnt.programme.attendance.rules import may_mark
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.bookings.states import Need
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import of_provider
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.offers.states import RunState


@dataclass(frozen=True)
class Addresses:
    """Where a list is read and where its taps go: with an account, or by a leader's link."""

    page: str
    mark: str
    guest: str

    def of(self, session: Session, anchor: str) -> str:
        return f"{self.page}?termin={session.pk}#{anchor}"


def addresses(run: Run) -> Addresses:
    return Addresses(*(reverse(f"providers:{name}", args=[run.pk]) for name in ("run", "mark", "guest")))


def own(request: Request, number: int) -> Run:
    found = of_provider.own_run(request.actor, number)
    if found is None:
        raise Http404
    return found


def goes_on(run: Run, *, on: date) -> bool:
    """Whether something of it is still to come."""
    return run.state == RunState.OPEN and run.ends_on >= on


def place_in(request: Request) -> UUID:
    return number_in(request, "place")


def number_in(request: Request, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


def back_to_list(run: Run) -> HttpResponse:
    return redirect(reverse("providers:run", args=[run.pk]) + "#liste")


def opened_list(run: Run, *, actor: Actor, at: datetime) -> OpenList | None:
    """The list, and the look in the journal; None where it is closed or there is none."""
    if run.offer.reports_to or closes_on(run.ends_on) <= timezone.localdate(at):
        return None
    try:
        return attendance.open_list(run, actor=actor, at=at)
    except attendance.NotYours:
        return None


def page(request: Request, run: Run) -> HttpResponse:
    """The list as the run's provider sees it; closed, it says so."""
    at, actor = timezone.now(), request.actor
    opened = opened_list(run, actor=actor, at=at)
    told: dict[str, Any] = {"run": run, "offer": run.offer, "closes_on": closes_on(run.ends_on)}
    if opened is None:
        return render(request, "providers/closed_list.html", told)
    today = timezone.localdate(at)
    is_on = goes_on(run, on=today)
    return render(request, "providers/list.html", told | marks(
        opened, chosen(request, opened, today), addresses(run), actor=actor, on=today) | {
        "may_enter": actor.may("attendance.mark") and is_on,
        "may_plan": actor.may("runs.plan") and is_on,
        "may_change": actor.may("attendance.mark"),
        "may_call": True,
    })


def marks(opened: OpenList, session: Session | None, at: Addresses, *, actor: Actor, on: date) -> dict[str, Any]:
    """What `providers/attendees.html` shows: who is expected on a date, and who came."""
    rows = opened.on(session.pk) if session else opened.rows
    return {
        "opened": opened,
        "rows": rows,
        "session": session,
        "addresses": at,
        "may_mark": session is not None and not session.is_cancelled and actor.may("attendance.mark")
        and may_mark(timezone.localdate(session.starts_at), run_ends_on=opened.run.ends_on, on=on),
        "came": sum(session.pk in row.came for row in rows) if session else 0,
        "guests": opened.guests.get(session.pk, 0) if session else 0,
        "need_words": dict(Need.choices),
        "languages_by_code": _languages(opened),
        "a_number": uuid4,
    }


def chosen(request: Request, opened: OpenList, today: date) -> Session | None:
    """The date asked for; else today's, else the last one that was, else the first to come."""
    wanted = request.GET.get("termin", "")
    by_number = {str(session.pk): session for session in opened.sessions}
    if wanted in by_number:
        return by_number[wanted]
    been = [session for session in opened.sessions if timezone.localdate(session.starts_at) <= today]
    return been[-1] if been else next(iter(opened.sessions), None)


def _languages(opened: OpenList) -> dict[str, str]:
    codes = {row.wishes.language for row in (*opened.rows, *opened.waiting)} - {"", "de"}
    return {code: name for code in codes if (name := languages.in_german(code))}
