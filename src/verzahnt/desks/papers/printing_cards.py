"""The page for blank cards, for desks whose staff may print some: how many, in which language, and out they come.

Nothing is written down about the cards. How many sheets a unit printed is counted for a day, so that nobody floods a
town with cards.
"""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from verzahnt.desks.papers.blank_cards import FILE_NAME, ON_A_SHEET, BlankCards, blank_cards_pdf
from verzahnt.desks.parts import languages
from verzahnt.desks.parts.addresses import as_printed, portal_address
from verzahnt.desks.parts.request import Request
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.ledgers import limits_daily
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.limits_daily import Allowance

NUMBERS = (10, 20, 50, 100, 200, 500)
TENS_A_DAY = Allowance("blank cards", most=100)


def _from_the_list(sentence: str) -> dict[str, str]:
    return {"required": sentence, "invalid_choice": sentence}


class CardsForm(forms.Form):
    number = forms.TypedChoiceField(label="Wie viele Karten?", coerce=int, initial=50,
                                    choices=[(number, f"{number} Karten") for number in NUMBERS],
                                    error_messages=_from_the_list("Wählen Sie bitte aus der Liste, wie viele."))
    language = forms.ChoiceField(label="In welcher Sprache?", initial=languages.GERMAN.code,
                                 error_messages=_from_the_list("Wählen Sie bitte eine Sprache aus der Liste."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, one.own_name) for one in languages.shown()]


def cards_page(request: Request) -> HttpResponse:
    """Ask, and answer with a PDF that nobody keeps; or say how many are left for today."""
    form, at = CardsForm(request.POST or None), timezone.now()
    if form.is_valid():
        number = form.cleaned_data["number"]
        if limits_daily.take(TENS_A_DAY, _unit(request.actor), number // ON_A_SHEET, at=at):
            return _printed(request, number, form.cleaned_data["language"])
        form.add_error("number", _too_many(request.actor, at))
    return render(request, "papers/printing_cards.html", {
        "form": form, "left": limits_daily.left(TENS_A_DAY, _unit(request.actor), at=at) * ON_A_SHEET,
        "a_day": TENS_A_DAY.most * ON_A_SHEET})


def _printed(request: Request, number: int, language: str) -> HttpResponse:
    start = portal_address(request) + languages.BY_CODE[language].prefix
    made = [cards.make(Kind.HANDED) for _ in range(number)]
    pdf = blank_cards_pdf(BlankCards(
        cards=[(card.digits, card.link(f"{start}karte/")) for card in made], portal=as_printed(start),
        language=language, demo=settings.VERZAHNT_DEMO))
    return HttpResponse(pdf, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "no-store, private"})


def _unit(actor: Actor) -> str:
    """Whoever works for the same organisations and sites prints from one allowance."""
    return f"{sorted(actor.organisations)} {sorted(actor.sites)}"


def _too_many(actor: Actor, at: datetime) -> str:
    left = limits_daily.left(TENS_A_DAY, _unit(actor), at=at) * ON_A_SHEET
    if not left:
        return "Für heute sind alle Karten Ihrer Stelle gedruckt. Morgen geht es weiter."
    return f"So viele gehen heute nicht mehr. Ihre Stelle kann heute noch {left} Karten drucken."
