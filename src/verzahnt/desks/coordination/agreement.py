"""An agreement as a document one reads; extending or renewing it, with the sentence that will stand shown before."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from verzahnt.desks.coordination.own import own_site
from verzahnt.desks.parts.deadlines import GERMAN, ends_in, stretch
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.kit.days import period_words, when
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.agreements import actions, queries, rules
from verzahnt.programme.agreements.models import Agreement, Term
from verzahnt.programme.agreements.states import TermKind
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.partners.states import LABOUR_ADMINISTRATION


class ExtendForm(forms.Form):
    """Until when, why, signed where and when."""

    until = forms.DateField(label="Neuer letzter Tag")
    reason = forms.CharField(label="Grund", max_length=300,
                             help_text="Ein Satz, zum Beispiel: Die Zusammenarbeit hat sich bewährt.")
    signed = forms.DateField(label="Unterzeichnet am")
    place_signed = forms.CharField(label="Unterzeichnet in", max_length=100, required=False)

    def enter(self, agreement: Agreement, actor: Actor, at: datetime) -> Term:
        return actions.extend(agreement, actor=actor, at=at, **self.cleaned_data)


class RenewForm(ExtendForm):
    """The same, with the day it begins anew."""

    field_order = ("starts", "until", "reason", "signed", "place_signed")
    starts = forms.DateField(label="Neuer erster Tag")
    until = forms.DateField(label="Letzter Tag")

    def enter(self, agreement: Agreement, actor: Actor, at: datetime) -> Term:
        return actions.renew(agreement, actor=actor, at=at, **self.cleaned_data)


@needs("sites.see")
def agreement(request: Request, slug: str, agreement_slug: str) -> HttpResponse:
    site = own_site(request, slug)
    found = get_object_or_404(queries.agreements_of(site), slug=agreement_slug)
    at = timezone.now()
    on = timezone.localdate(at)
    last = queries.last_term(found)
    renews = last is not None and rules.may_renew(last.runs, on=on)
    extends = last is not None and rules.may_extend(last.runs, on=on)
    form, sentence = None, ""
    if request.method == "POST" and not request.actor.may("agreements.keep"):
        raise PermissionDenied
    if request.actor.may("agreements.keep") and (extends or renews or request.method == "POST"):
        form = (RenewForm if renews else ExtendForm)(request.POST or None)
        step = request.POST.get("schritt", "lesen")
        if form.is_valid() and step != "aendern":
            done = step == "eintragen"
            try:
                sentence = _entered(form, found, request.actor, at, keep=done)
            except NotPossible as no:
                form.add_error(None, str(no))
            else:
                if done:
                    messages.success(request, sentence)
                    return redirect("coordination:agreement", slug=slug, agreement_slug=agreement_slug)
    return render(request, "coordination/agreement.html", {
        "site": site, "agreement": found, "today": on, "last": last, "form": form, "sentence": sentence,
        "renews": renews, "stretch": stretch(last.runs) if last else None,
        "ends": ends_in(last.runs, on=on) if last else "", "stale": last is not None and queries.is_stale(last, on),
        **_parties(found),
    })


def _entered(form: ExtendForm, agreement: Agreement, actor: Actor, at: datetime, *, keep: bool) -> str:
    """The sentence that stands once it is done; unless it is to be kept, all is taken back again."""
    with transaction.atomic():
        term = form.enter(agreement, actor, at)
        sentence = _sentence(agreement, term, at)
        if not keep:
            transaction.set_rollback(True)
    return sentence


def _sentence(agreement: Agreement, term: Term, at: datetime) -> str:
    """What will stand: the agreement, its new time, the reason, and where and when it was signed."""
    deed = {TermKind.EXTENSION: "wird verlängert", TermKind.RENEWAL: "wird neu geschlossen"}[TermKind(term.kind)]
    runs = period_words(term.runs, GERMAN, on=timezone.localdate(at))
    place = f" in {term.place_signed}" if term.place_signed else ""
    reason = term.reason if term.reason.endswith((".", "!", "?")) else term.reason + "."
    return (f"{agreement.get_form_display()} „{agreement.title}“ {deed}: {runs}. Grund: {reason} "
            f"Unterzeichnet {when(term.signed, GERMAN)}{place}.")


def _parties(agreement: Agreement) -> dict[str, Any]:
    """Offices on the left, insurers on the right, as on paper."""
    parties = list(agreement.parties.all())
    offices = [party for party in parties if party.organisation.kind in LABOUR_ADMINISTRATION]
    return {"offices": offices, "insurers": [party for party in parties if party not in offices],
            "terms": sorted(agreement.terms.all(), key=lambda term: term.number)}
