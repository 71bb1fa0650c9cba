"""Feedback about a run: slips to print for everybody who was there, and what people wrote; what was said of all runs.

Whether people may also write a few words is the provider's choice, and off until it is made.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.papers.feedback_slips import FILE_NAME, Slips, slips_pdf
from verzahnt.desks.parts import languages
from verzahnt.desks.parts.addresses import as_printed, portal_address
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.parts.said import said_of_providers
from verzahnt.desks.providers.deeds import refused
from verzahnt.desks.providers.list_page import number_in, own
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.evaluation.answers import HOW_WE_ASK
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks as remarks
from verzahnt.programme.feedback import queries
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import RunState


class SlipsForm(forms.Form):
    number = forms.IntegerField(label="Wie viele Zettel?", min_value=1, error_messages={
        "required": "Bitte tragen Sie ein, wie viele.", "invalid": "Bitte tragen Sie eine Zahl ein."})
    language = forms.ChoiceField(label="In welcher Sprache?", initial=languages.GERMAN.code, error_messages={
        "required": "Wählen Sie bitte eine Sprache.", "invalid_choice": "Wählen Sie bitte eine Sprache aus der Liste."})

    def __init__(self, *args: object, most: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        number, language = self.fields["number"], self.fields["language"]
        assert isinstance(number, forms.IntegerField)
        assert isinstance(language, forms.ChoiceField)
        number.initial = most
        number.help_text = f"Höchstens {most}: einer je Platz."
        language.choices = [(one.code, one.own_name) for one in languages.shown()]
        self.most = most

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        if number > self.most:
            raise forms.ValidationError(f"Höchstens {self.most} Zettel: einer je Platz.")
        return number


@never_cache
@needs("lists.see")
def slips(request: Request, run: int) -> HttpResponse:
    """Ask how many and in which language, and answer with a PDF that nobody keeps; show what was written."""
    found, at = own(request, run), timezone.now()
    form = SlipsForm(request.POST or None, most=feedback.most(found))
    may_print = (found.state != RunState.CANCELLED and not found.offer.reports_to
                 and closes_on(found.ends_on) > timezone.localdate(at))
    if may_print and form.is_valid():
        return _printed(request, found, form.cleaned_data["number"], form.cleaned_data["language"])
    return render(request, "providers/feedback.html", {
        "run": found, "offer": found.offer, "form": form, "may_print": may_print, "until": closes_on(found.ends_on),
        "is_closed": closes_on(found.ends_on) <= timezone.localdate(at),
        "asks": queries.asks_for_words(found.pk), "may_choose": request.actor.may("runs.plan"),
        "written": remarks.read_remarks(found, actor=request.actor, at=at), "kept_until": queries.kept_until(found)})


@needs("lists.see")
def said(request: Request) -> HttpResponse:
    """What people said of the own runs: the faces that were released, and where words can be read."""
    return render(request, "providers/said.html", {
        "answers": said_of_providers(request.actor.organisations), "how_we_ask": HOW_WE_ASK,
        "with_words": queries.runs_with_words(request.actor)})


@needs("runs.plan")
def words(request: Request, run: int) -> HttpResponse:
    """Let people write a few words, or no longer."""
    found = own(request, run)
    if request.method == "POST":
        choose = remarks.ask_for_words if request.POST.get("worte") == "ja" else remarks.ask_no_longer
        if no := refused(choose, found, actor=request.actor, at=timezone.now()):
            messages.warning(request, no)
    return redirect("providers:feedback", run=found.pk)


@needs("runs.plan")
def forget_words(request: Request, run: int) -> HttpResponse:
    """Delete what somebody wrote, at once: a name, or more about health than anybody should read."""
    found = own(request, run)
    if request.method == "POST":
        remarks.delete_remark(found, number_in(request, "nummer"), actor=request.actor, at=timezone.now())
        messages.success(request, "Gelöscht.")
    return redirect("providers:feedback", run=found.pk)


def _printed(request: Request, run: Run, number: int, language: str) -> HttpResponse:
    address = f"{portal_address(request)}{languages.BY_CODE[language].prefix}rueckmeldung/"
    pdf = slips_pdf(Slips(
        slips=[(token.grouped, token.link(address)) for token in feedback.slips(run, number)],
        address=as_printed(address), language=language, demo=settings.VERZAHNT_DEMO))
    return HttpResponse(pdf, content_type="application/pdf",
                        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'})
