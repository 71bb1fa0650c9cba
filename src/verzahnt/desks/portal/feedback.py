"""After the last date: five questions with faces, answered once with the digits of a slip. Nothing else is noted."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from verzahnt.desks.parts.clients import address_of
from verzahnt.desks.parts.doors import public
from verzahnt.desks.portal.card_in_use import LOOKS, answer_later, own_forms
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import refusals
from verzahnt.programme.feedback.states import Face, Question
from verzahnt.programme.ledgers import limits

GUESSES = replace(LOOKS, what="feedback")
DIGITS = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "80", "dir": "ltr",
                                "data-card-code": True})


class FeedbackForm(forms.Form):
    """The digits of a slip, and a face for each question; what is left out is no answer."""

    ziffern = forms.CharField(label=_("Die Ziffern auf Ihrem Zettel"), required=False, widget=DIGITS)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for question in Question:
            self.fields[question.value] = forms.TypedChoiceField(
                label=question.label, choices=Face.choices, coerce=int, required=False,
                widget=forms.RadioSelect)

    @property
    def said(self) -> dict[str, int]:
        return {question.value: self.cleaned_data.get(question.value) or 0 for question in Question}


@public
@own_forms
def feedback_page(request: HttpRequest) -> HttpResponse:
    """Ask; or take the answer, which nobody reads before the list has closed."""
    form, refused = FeedbackForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, form)
            return render(request, "portal/feedback_done.html")
        except refusals.TokenRefused as no:
            form.add_error("ziffern", str(no))
        except NotPossible as no:
            refused = str(no)
    return render(request, "portal/feedback.html", {"form": form, "refused": refused, "questions": [
        form[question.value] for question in Question]})


def _take(request: HttpRequest, form: FeedbackForm) -> None:
    """Whoever guesses digits gets every answer later and later."""
    answer_later(request, GUESSES)
    try:
        token = feedback.read(form.cleaned_data["ziffern"])
    except refusals.DigitWrong:
        limits.count((GUESSES, address_of(request)), at=timezone.now())
        raise
    feedback.answer(token, form.said, on=timezone.localdate())
