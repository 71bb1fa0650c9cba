"""Answering whether an offer is still right, by a mailed link and without an account.

Looking answers nothing: a mail program that opens links in advance must not say that all is well, or that it is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.fields import Words
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.offers import actions_fresh as deeds
from verzahnt.programme.offers import fresh
from verzahnt.programme.offers.fresh_models import Inquiry
from verzahnt.programme.offers.models import Offer, Run
from verzahnt.programme.offers.states import RunState
from verzahnt.programme.partners.models import Organisation

ON_ITS_WAY = ("Ist zu diesem Link noch etwas offen, bekommen Sie einen neuen Brief: an die E-Mail-Adresse, die bei uns "
              "eingetragen ist. Sehen Sie in ein paar Minuten nach.")


class ChangeForm(forms.Form):
    note = Words(300, rows=3, label="Was ist anders?", required=False,
                 help_text="Die Koordination am Standort liest diesen Satz. Bitte nichts über Teilnehmende.")


@dataclass(frozen=True)
class Asked:
    """A question with the offer as readers see it."""

    inquiry: Inquiry
    form: ChangeForm

    @property
    def offer(self) -> Offer:
        return self.inquiry.offer

    @property
    def runs(self) -> list[Run]:
        found: list[Run] = getattr(self.offer, "next_runs", [])
        return found[:3]


@public
@never_cache
def by_link(request: Request, token: str) -> HttpResponse:
    """What is asked of the provider the letter went to, each with three answers."""
    at = timezone.now()
    try:
        actor = deeds.by_link(token, at=at)
    except deeds.LinkTooOld as no:
        return _too_old(request, token, str(no))
    except deeds.LinkUnknown as no:
        return render(request, "providers/link_over.html", {"sentence": str(no), "may_ask": False}, status=404)
    with as_desk("providers", actor):
        if request.method == "POST":
            return _answered(request, token, actor)
        return _page(request, actor, timezone.localdate(at))


def _page(request: Request, actor: Actor, on: date, *, wrong: ChangeForm | None = None) -> HttpResponse:
    ahead = (Run.objects.filter(state=RunState.OPEN, ends_on__gte=on).select_related("venue")
             .order_by("starts_on", "id"))
    inquiries = fresh.asked_of(actor).prefetch_related(Prefetch("offer__runs", ahead, to_attr="next_runs"))
    asked = [Asked(one, wrong if wrong and wrong.prefix == str(one.pk) else ChangeForm(prefix=str(one.pk)))
             for one in inquiries]
    organisation = Organisation.objects.get(pk=actor.organisations[0])
    return render(request, "providers/still_right.html", {
        "asked": [one for one in asked if not one.inquiry.answer],
        "changed": [one for one in asked if one.inquiry.answer], "organisation": organisation, "form": wrong})


def _answered(request: Request, token: str, actor: Actor) -> HttpResponse:
    at, deed = timezone.now(), request.POST.get("deed", "")
    open_now = {str(one.pk): one for one in fresh.asked_of(actor)}
    if deed == "all_right":
        for one in open_now.values():
            if not one.answer:
                deeds.still_right(one, actor=actor, at=at, link=_name(token))
        messages.success(request, "Danke. Alles ist als „stimmt noch“ eingetragen.")
        return redirect("providers:still_right", token=token)
    asked = open_now.get(_uuid(request.POST.get("inquiry", "")))
    if asked is None:
        messages.info(request, str(deeds.NotAskedAbout()))
        return redirect("providers:still_right", token=token)
    form = ChangeForm(request.POST, prefix=str(asked.pk))
    if deed == "ended":
        return render(request, "providers/really_over.html", {"inquiry": asked, "token": token})
    if deed in ("changed", "change_now") and not form.is_valid():
        return _page(request, actor, timezone.localdate(at), wrong=form)
    try:
        match deed:
            case "right":
                deeds.still_right(asked, actor=actor, at=at, link=_name(token))
                messages.success(request, f"Danke. „{asked.offer.title}“ ist als „stimmt noch“ eingetragen.")
            case "ended_surely":
                deeds.is_over(asked, actor=actor, at=at, link=_name(token))
                messages.success(request, f"Danke. „{asked.offer.title}“ ist beendet und nicht mehr zu finden.")
            case "changed" | "change_now":
                deeds.has_changed(asked, note=form.cleaned_data["note"], actor=actor, at=at, link=_name(token))
                if deed == "change_now":
                    return redirect("providers:offer", slug=asked.offer.slug)
                messages.success(request, "Danke. Der Standort weiß jetzt, dass sich etwas geändert hat.")
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect("providers:still_right", token=token)


def _too_old(request: Request, token: str, sentence: str) -> HttpResponse:
    """A button has the letter sent once more, to the address on file; it says the same whatever is true."""
    if request.method == "POST":
        deeds.send_again(token, at=timezone.now())
        return render(request, "providers/link_over.html", {"sentence": ON_ITS_WAY, "may_ask": False})
    return render(request, "providers/link_over.html", {"sentence": sentence, "may_ask": True}, status=410)


def _name(token: str) -> str:
    """What the journal calls a link: enough to tell two apart, too little to use one."""
    return f"link-{token[:6]}"


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
