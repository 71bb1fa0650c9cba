"""Which offers of the own site nobody has confirmed: since when, whom to call, and what was said on the phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from verzahnt.desks.coordination.own import own_site
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.offers import actions_fresh as deeds
from verzahnt.programme.offers import fresh
from verzahnt.programme.offers.fresh_models import Inquiry
from verzahnt.programme.partners.models import ContactPoint, Site

DEEDS: dict[str, tuple[Callable[..., object], str, dict[str, bool]]] = {
    "ask_again": (deeds.ask_again, "Noch einmal gefragt. Der Brief geht gleich hinaus.", {}),
    "still_right": (deeds.still_right, "Danke. Eingetragen: angerufen, stimmt noch.", {"called": True}),
    "is_over": (deeds.is_over, "Eingetragen: gibt es nicht mehr. Das Angebot ist beendet.", {}),
}


@dataclass(frozen=True)
class Row:
    """An offer that is asked about, and whom to reach for it."""

    inquiry: Inquiry
    contacts: list[ContactPoint]
    call: bool
    days: int

    @property
    def has_mailbox(self) -> bool:
        return any(one.email for one in self.contacts)


@needs("sites.see")
def freshness(request: Request, slug: str) -> HttpResponse:
    site = own_site(request, slug)
    if request.method == "POST":
        return _do(request, site)
    rows = rows_of(fresh.open_inquiries(sites=[site.pk]), on=timezone.localdate())
    return render(request, "coordination/freshness.html", {
        "site": site, "to_call": [row for row in rows if row.call], "waiting": [row for row in rows if not row.call],
        "acts": request.actor.may("offers.approve"), "times": fresh.TIMES_ASKED,
    })


def rows_of(inquiries: Iterable[Inquiry], *, on: date) -> list[Row]:
    """Each with its provider's contact points, in one question for all."""
    found = list(inquiries)
    contacts: dict[int, list[ContactPoint]] = {}
    for point in ContactPoint.objects.filter(organisation__in={one.provider for one in found}).order_by("pk"):
        contacts.setdefault(point.organisation_id, []).append(point)
    rows = []
    for one in found:
        points = contacts.get(one.provider, [])
        call = fresh.needs_a_call(one.times_asked, one.asked_on, answer=one.answer, on=on,
                                  has_mailbox=any(point.email for point in points))
        rows.append(Row(one, points, call, (on - one.opened_on).days))
    return rows


def _do(request: Request, site: Site) -> HttpResponse:
    if not request.actor.may("offers.approve"):
        raise PermissionDenied
    chosen = DEEDS.get(request.POST.get("deed", ""))
    if chosen is not None:
        deed, done, told = chosen
        inquiry = get_object_or_404(Inquiry, pk=_uuid(request.POST.get("inquiry", "")), site=site.pk)
        try:
            deed(inquiry, actor=request.actor, at=timezone.now(), **told)
        except NotPossible as no:
            messages.error(request, str(no))
        else:
            messages.success(request, done)
    return redirect("coordination:freshness", slug=site.slug)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
