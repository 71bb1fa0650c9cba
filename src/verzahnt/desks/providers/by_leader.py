"""One run's list for somebody who leads it by a link, without an account. Row security opens that run and nothing else.

Looking changes nothing: a mail program that opens links in advance does no harm. Each look stands in the journal under
the link's own name. The link is the only key: no cookie is needed to read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.list_page import Addresses, chosen, marks
from verzahnt.desks.providers.marks import guest_on, mark_on
from verzahnt.programme.attendance import actions, actions_links
from verzahnt.programme.attendance.queries import title_of
from verzahnt.programme.attendance.refusals import LinkOver, NotYours
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.offers.models import Run

ByLink = Callable[[Request, str, Actor], HttpResponse]


def by_link(view: ByLink) -> Callable[[Request, str], HttpResponse]:
    """Let in whoever holds a link that is still good, as the leader of its one run; everybody else reads why not."""

    @public
    @never_cache
    @wraps(view)
    def opened(request: Request, token: str) -> HttpResponse:
        try:
            actor = actions_links.leader_by(token, on=timezone.localdate())
            with as_desk("providers", actor):
                return view(request, token, actor)
        except (LinkOver, NotYours):
            return render(request, "providers/leader_over.html", {"sentence": str(LinkOver())}, status=410)

    return opened


@by_link
def leader(request: Request, token: str, actor: Actor) -> HttpResponse:
    """Who comes to this run, and who came."""
    at = timezone.now()
    opened = actions.open_list(actor.runs[0], actor=actor, at=at)
    today, run = timezone.localdate(at), opened.run
    return render(request, "providers/leader.html", {
        "run": run, "called": title_of(run), "closes_on": closes_on(run.ends_on), "name": actor.link,
        "may_enter": False, "may_change": False, "may_call": False,
    } | marks(opened, chosen(request, opened, today), _addresses(token), actor=actor, on=today))


@by_link
def mark(request: Request, token: str, actor: Actor) -> HttpResponse:
    """Note that somebody was there, or take it back."""
    if request.method != "POST":
        return redirect("providers:leader", token=token)
    return mark_on(request, _run(actor), _addresses(token), actor=actor)


@by_link
def guest(request: Request, token: str, actor: Actor) -> HttpResponse:
    """One guest without a place more, or one fewer."""
    if request.method != "POST":
        return redirect("providers:leader", token=token)
    return guest_on(request, _run(actor), _addresses(token), actor=actor)


def _run(actor: Actor) -> Run:
    found = Run.objects.filter(pk=actor.runs[0]).first()
    if found is None:
        raise Http404
    return found


def _addresses(token: str) -> Addresses:
    names = ("leader", "leader_mark", "leader_guest")
    return Addresses(*(reverse(f"providers:{name}", args=[token]) for name in names))
