"""Links for leaders without an account: made, sent again to the address on file, revoked. Nobody here reads a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.deeds import said
from verzahnt.desks.providers.list_page import number_in, own
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.attendance import actions_links as links
from verzahnt.programme.attendance.queries import good_links, mailbox_of
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.partners.models import ContactPoint

DEEDS: dict[str, tuple[Callable[..., None], str]] = {
    "again": (links.send_again, "Ein neuer Link geht an dieselbe Adresse. Der alte gilt nicht mehr, sobald er da ist."),
    "revoke": (links.revoke, "Zurückgezogen. Der Link öffnet nichts mehr."),
}


class LinkForm(forms.Form):
    """Where the link goes: to a mailbox the organisation has on file, or to one typed here."""

    contact_point = forms.ChoiceField(label="Eine Ihrer Kontaktstellen", required=False)
    email = forms.EmailField(label="Oder eine andere E-Mail-Adresse", required=False, max_length=200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = ContactPoint.objects.filter(organisation__in=actor.organisations).exclude(email="")
        choices = [(str(one.pk), f"{one.function}: {one.email}") for one in points.order_by("function")]
        if choices:
            self.fields["contact_point"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["contact_point"]
            self.fields["email"].label = "E-Mail-Adresse"

    @property
    def told(self) -> dict[str, Any]:
        point = self.cleaned_data.get("contact_point")
        return {"contact_point": int(point) if point else None, "email": self.cleaned_data["email"]}


@never_cache
@needs("runs.plan")
def leaders(request: Request, run: int) -> HttpResponse:
    """Who leads this run by a link, and one more."""
    found, at = own(request, run), timezone.now()
    name = request.POST.get("deed", "")
    if name in DEEDS:
        deed, done = DEEDS[name]
        said(request, done, deed, number_in(request, "link"), actor=request.actor, at=at)
        return redirect("providers:leaders", run=found.pk)
    form = LinkForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = links.make_link(found.pk, actor=request.actor, at=at, **form.told)
        except NotPossible as no:
            form.add_error(None, str(no.message))
        else:
            messages.success(request, f"Der Link ist unterwegs. Hier und im Protokoll heißt er „{made.name}“.")
            return redirect("providers:leaders", run=found.pk)
    on = timezone.localdate(at)
    return render(request, "providers/leaders.html", {
        "run": found, "offer": found.offer, "form": form,
        "is_open": not found.offer.reports_to and closes_on(found.ends_on) > on,
        "links": [(one, mailbox_of(one)) for one in good_links(found.pk, on=on)]})
