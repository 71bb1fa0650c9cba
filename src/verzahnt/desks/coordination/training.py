"""How a site's units are prepared, by unit and never by person; what is entered about it, and what is offered next."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from verzahnt.desks.coordination.own import own_site
from verzahnt.desks.coordination.training_forms import FORMS
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.partners.models import Site
from verzahnt.programme.training import actions, queries

CANCEL = "absagen"


@needs("sites.see")
def training(request: Request, slug: str) -> HttpResponse:
    site = own_site(request, slug)
    at = timezone.now()
    on = timezone.localdate(at)
    keeps = request.actor.may("training.keep")
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    if deed == CANCEL:
        return _cancelled(request, site)
    forms = {one.deed: one(request.POST if one.deed == deed else None, site=site, actor=request.actor, on=on)
             for one in FORMS} if keeps else {}
    sent = forms.get(deed)
    if sent is not None and sent.is_valid():
        try:
            messages.success(request, sent.enter(at))
        except NotPossible as no:
            sent.add_error(None, str(no))
        else:
            return redirect("coordination:training", slug=slug)
    whole, groups = queries.coverage(site, on=on), queries.coverage_by_group(site, on=on)
    return render(request, "coordination/training.html", {
        "site": site, "today": on, "keeps": keeps, "forms": forms, "sent": sent, "cancel": CANCEL,
        "whole": whole if whole and whole.may_be_shown else None, "has_staffing": whole is not None,
        "groups": groups, "together": any(len(group.units) > 1 for group, _coverage in groups),
        "lapsing": queries.lapsing_soon(site, on=on),
        "dates": queries.dates_of(site, on=on), "has_courses": queries.courses().exists(),
    })


def _cancelled(request: Request, site: Site) -> HttpResponse:
    number = request.POST.get("number", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    found = get_object_or_404(queries.dates_of(site, on=timezone.localdate()), pk=wanted)
    actions.cancel(found, actor=request.actor, at=timezone.now())
    messages.success(request, f"Abgesagt: „{found.course.name}“. Bitte sagen Sie auch denen Bescheid, die schon "
                              "angemeldet sind.")
    return redirect("coordination:training", slug=site.slug)
