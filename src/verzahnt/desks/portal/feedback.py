"""After the last date: five questions with faces, answered once with the digits of a slip. Nothing else is noted.

Where a provider asks for it, whoever has answered may write a few words, too, in a request of its own.
"""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from verzahnt.desks.parts.clients import address_of
from verzahnt.desks.parts.doors import public
from verzahnt.desks.portal.card_in_use import LOOKS, answer_later, own_forms
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import queries, refusals
from verzahnt.programme.feedback.rules import Token
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


class RemarkForm(forms.Form):
    """A few words beside an answer. Too long a text comes back whole, with the sentence beside it."""

    ziffern = forms.CharField(widget=forms.HiddenInput)
    nachweis = forms.CharField(widget=forms.HiddenInput)
    worte = forms.CharField(
        label=_("Was sollte beim nächsten Mal anders sein?"), required=False,
        widget=forms.Textarea(attrs={"rows": "4", "maxlength": "5000", "autocomplete": "off", "dir": "auto"}),
        help_text=_("Bitte keine Namen und nichts über Ihre Gesundheit. Höchstens 300 Zeichen."))


@public
@own_forms
def feedback_page(request: HttpRequest) -> HttpResponse:
    """Ask; or take the answer, which nobody reads before the list has closed."""
    form, refused = FeedbackForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            token = _read(request, form.cleaned_data["ziffern"])
            feedback.answer(token, form.said, on=timezone.localdate())
            return _thanks(request, _asked_for_words(token))
        except refusals.TokenRefused as no:
            form.add_error("ziffern", str(no))
        except NotPossible as no:
            refused = str(no)
    return render(request, "portal/feedback.html", {"form": form, "refused": refused, "questions": [
        form[question.value] for question in Question]})


@public
@own_forms
def remark_page(request: HttpRequest) -> HttpResponse:
    """Take a few words to the answer that was just given."""
    form = RemarkForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("portal:feedback")
    try:
        token = _read(request, form.cleaned_data["ziffern"])
        feedback.remark(token, form.cleaned_data["worte"], proof=form.cleaned_data["nachweis"],
                        on=timezone.localdate())
    except (refusals.NothingWritten, refusals.TooLong) as no:
        form.add_error("worte", str(no))
        return _thanks(request, form)
    except NotPossible as no:
        return _thanks(request, refused=str(no))
    return _thanks(request, told=True)


def _thanks(request: HttpRequest, form: RemarkForm | None = None, *, told: bool = False,
            refused: str = "") -> HttpResponse:
    """The answer is there; where the provider asks for them, the question for a few words, or that they came, too."""
    return render(request, "portal/feedback_done.html", {"remark_form": form, "told": told, "refused": refused})


def _asked_for_words(token: Token) -> RemarkForm | None:
    """The form for a few words, with the digits in it and the proof that they were used just now; none if unasked."""
    if not queries.asks_for_words(token.run):
        return None
    return RemarkForm(initial={"ziffern": token.digits, "nachweis": feedback.proof_of_answer(token)})


def _read(request: HttpRequest, digits: str) -> Token:
    """Whoever guesses digits gets every answer later and later."""
    answer_later(request, GUESSES)
    try:
        return feedback.read(digits)
    except refusals.DigitWrong:
        limits.count((GUESSES, address_of(request)), at=timezone.now())
        raise
