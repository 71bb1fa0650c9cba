"""The yes of the body that leads: at the desk, or by a mailed link that works once and needs no account."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.parts.doors import needs, public
from verzahnt.desks.parts.offer_read import read
from verzahnt.desks.parts.request import Request
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.offers import actions_approval as deeds
from verzahnt.programme.offers import queries, refusals
from verzahnt.programme.offers.states import OfferState


class AnswerForm(forms.Form):
    """Yes, or no with a sentence the provider reads."""

    answer = forms.ChoiceField(label="Ihre Antwort", choices=[("yes", "Ja"), ("no", "Nein")])
    note = forms.CharField(label="Was soll anders werden?", max_length=300, required=False,
                           widget=forms.Textarea(attrs={"rows": 3}),
                           help_text="Nur bei Nein. Der Anbieter liest diesen Satz und kann das Angebot ändern.")


@public
@never_cache
def by_link(request: Request, token: str) -> HttpResponse:
    """Looking answers nothing: a mail program that opens links in advance must not say yes."""
    at = timezone.now()
    try:
        asked = deeds.by_link(token, at=at)
    except refusals.LinkOver as no:
        return render(request, "funders/link_over.html", {"sentence": str(no)}, status=410)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        yes = form.cleaned_data["answer"] == "yes"
        try:
            deeds.answer_by_link(token, yes=yes, note=form.cleaned_data["note"], at=at)
        except refusals.SayWhy as no:
            form.add_error("note", str(no))
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            return render(request, "funders/answered.html", {"offer": asked.offer, "yes": yes})
    with as_desk("funders", Actor("funders", organisations=(asked.asked_id,))):
        told = read(asked.offer, on=timezone.localdate(at))
    return render(request, "funders/offer.html", {
        "offer": asked.offer, "told": told, "asked": asked, "form": form, "through_link": True,
    })


@needs("offers.approve_as_lead")
def offer(request: Request, slug: str) -> HttpResponse:
    """The same question at the desk."""
    at = timezone.now()
    found = get_object_or_404(queries.visible_to(request.actor), slug=slug)
    waiting = found.state == OfferState.CONCEPT
    asked = next((one for one in queries.approvals_of(found) if one.is_lead and not one.answer and waiting), None)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and asked is None:
        form.add_error(None, str(refusals.NotAsked()))
    elif asked and form.is_valid():
        try:
            if form.cleaned_data["answer"] == "yes":
                deeds.say_yes(asked, actor=request.actor, at=at)
                messages.success(request, "Danke. Ihr Ja ist eingetragen.")
            else:
                deeds.say_no(asked, note=form.cleaned_data["note"], actor=request.actor, at=at)
                messages.success(request, "Das Angebot ist mit Ihrem Satz an den Anbieter zurückgegangen.")
        except refusals.SayWhy as no:
            form.add_error("note", str(no))
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            return redirect("funders:home")
    return render(request, "funders/offer.html", {
        "offer": found, "told": read(found, on=timezone.localdate(at)), "asked": asked, "form": form,
        "through_link": False,
    })
