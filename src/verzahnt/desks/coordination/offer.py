"""An offer handed in at the own site: read it, say yes or no with a sentence, see what the others said."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from verzahnt.desks.coordination.own import own_site
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.offer_history import history
from verzahnt.desks.parts.offer_read import read
from verzahnt.desks.parts.request import Request
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.offers import actions_approval as deeds
from verzahnt.programme.offers import of_provider, queries, refusals
from verzahnt.programme.offers.quality import quality
from verzahnt.programme.offers.states import OfferState


class AnswerForm(forms.Form):
    """Yes, or no with a sentence the provider reads."""

    answer = forms.ChoiceField(label="Ihre Antwort", choices=[("yes", "Ja"), ("no", "Nein")])
    note = forms.CharField(label="Was soll anders werden?", max_length=300, required=False,
                           widget=forms.Textarea(attrs={"rows": 3}),
                           help_text="Nur bei Nein. Der Anbieter liest diesen Satz und kann das Angebot ändern.")


@needs("sites.see")
def offer(request: Request, slug: str, offer_slug: str) -> HttpResponse:
    site = own_site(request, slug)
    found = get_object_or_404(queries.visible_to(request.actor).filter(site=site), slug=offer_slug)
    at = timezone.now()
    asked = next((one for one in queries.approvals_of(found) if not one.is_lead and not one.answer), None)
    asked = asked if found.state == OfferState.CONCEPT else None
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not request.actor.may("offers.approve"):
            raise PermissionDenied
        if asked is None:
            form.add_error(None, str(refusals.NotAsked()))
        elif form.is_valid():
            try:
                if form.cleaned_data["answer"] == "yes":
                    answered = deeds.say_yes(asked, actor=request.actor, at=at)
                    published = answered.state == OfferState.PUBLISHED
                    messages.success(request, "Danke. Das Angebot ist veröffentlicht." if published else
                                     "Danke. Jetzt fehlt noch das Ja der Federführung.")
                else:
                    deeds.say_no(asked, note=form.cleaned_data["note"], actor=request.actor, at=at)
                    messages.success(request, "Das Angebot ist mit Ihrem Satz an den Anbieter zurückgegangen.")
            except NotPossible as no:
                form.add_error("note" if isinstance(no, refusals.SayWhy) else None, str(no))
            else:
                return redirect("coordination:site", slug=slug)
    return render(request, "coordination/offer.html", {
        "site": site, "offer": found, "told": read(found, on=timezone.localdate(at)),
        "history": history(found, of_provider.moves_of(found)),
        "criteria": quality(of_provider.told(found, on=timezone.localdate(at)), on=timezone.localdate(at)),
        "asked": asked if request.actor.may("offers.approve") else None, "form": form,
    })
