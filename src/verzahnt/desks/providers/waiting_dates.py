"""Dates from a table that are not planned yet: which, and what they wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import actions_incoming as deeds
from verzahnt.programme.offers import rules
from verzahnt.programme.offers.incoming import Edition
from verzahnt.programme.offers.incoming_models import PreparedRun
from verzahnt.programme.offers.incoming_plan import of_prepared
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.states import AGREED, OfferState, Registration


@dataclass(frozen=True)
class Waiting:
    """One series of dates, its offer, and why it is not there yet."""

    number: int
    offer: Offer
    edition: Edition
    why: str


def waiting_dates(actor: Actor, *, at: datetime) -> list[Waiting]:
    """All of the actor's organisation, the earliest first; what has ended waits for nothing."""
    prepared = (PreparedRun.objects.filter(provider__in=actor.organisations).exclude(times=[])
                .exclude(offer__state=OfferState.ENDED).select_related("offer"))
    found = [(one, of_prepared(one)) for one in prepared]
    found.sort(key=lambda pair: pair[1].times[0])
    return [Waiting(one.pk, one.offer, edition, _why(one.offer, edition, at)) for one, edition in found]


def _why(offer: Offer, edition: Edition, at: datetime) -> str:
    if edition.times[0][0] <= at:
        return "Der erste Termin ist inzwischen vorbei. Legen Sie den Durchgang bitte neu an."
    if offer.state == OfferState.IDEA:
        return "Das Angebot ist noch nicht eingereicht."
    if offer.state not in AGREED:
        return "Der Standort hat noch nicht zugestimmt."
    if offer.registration == Registration.CARD and not rules.silence_holds(
            offer.silence_confirmed_on, on=timezone.localdate(at)):
        return "Bitte bestätigen Sie beim Angebot: Wir sagen dem Jobcenter nicht, wer kommt."
    return "Wird gleich angelegt." if edition.where else "Es fehlt der Ort. Legen Sie den Durchgang bitte selbst an."


@needs("offers.describe")
@require_POST
def forget(request: Request, number: int) -> HttpResponse:
    """These dates are not to be planned."""
    one = get_object_or_404(PreparedRun, pk=number, provider__in=request.actor.organisations)
    deeds.forget_prepared(one, actor=request.actor, at=timezone.now())
    messages.success(request, "Verworfen. Diese Termine legen wir nicht an.")
    return redirect("providers:tables")
