"""The card: made here without a trace, and what stands under it: places, dates, giving back, deleting, leaving."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from verzahnt.desks.papers.card import FILE_NAME, CardPaper, card_pdf
from verzahnt.desks.parts.doors import public
from verzahnt.desks.portal.card_deeds import NOTHING_SAID, Said, done
from verzahnt.desks.portal.card_in_use import (
    before_looking,
    carry,
    nothing_found,
    own_forms,
    proven,
    put_away,
    root_in_use,
)
from verzahnt.desks.portal.own_words import offer_words
from verzahnt.desks.portal.stamps import certified, kept_stamps, last_day
from verzahnt.desks.portal.wishes_form import EMPTY
from verzahnt.kit.qr import QrCode, qr_code
from verzahnt.programme.attendance.queries import own_marks
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.queries import Held
from verzahnt.programme.bookings.states import Need, NoticeKind, PlaceState
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules
from verzahnt.programme.cards.rules import Card, Kind
from verzahnt.programme.feedback import actions as feedback

DIGITS = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "60", "dir": "ltr",
                                "data-card-code": True, **EMPTY})
FOUR_DIGITS = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "10", "dir": "ltr",
                                     **EMPTY})


class CardForm(forms.Form):
    """The digits of a card, and the own number that goes with a card somebody handed over."""

    karte = forms.CharField(label=_("Die 16 Ziffern auf Ihrer Karte"), required=False, widget=DIGITS)
    eigene_zahl = forms.CharField(
        label=_("Ihre eigene Zahl"), required=False, widget=FOUR_DIGITS,
        help_text=_("Die vier Ziffern, die Sie sich ausgedacht haben. Wenn Sie keine haben: Lassen Sie das Feld leer."),
    )

    def clean(self) -> None:
        """Only what can be said at once: whether the digits are those of a card, and whether a number is missing."""
        try:
            self.card = cards.read(self.cleaned_data.get("karte", ""))
        except cards.CardRefused as no:
            self.add_error("karte", str(no))
            return
        try:
            self.own_number = own_number_for(self.card, self.cleaned_data.get("eigene_zahl", ""))
        except cards.OwnNumberRefused as no:
            self.add_error("eigene_zahl", str(no))


def own_number_for(card: Card, typed: str) -> str | None:
    """The own number typed with a card; none where a card made here does without."""
    if not typed.strip():
        if card.needs_own_number:
            raise cards.OwnNumberMissing
        return None
    return cards.pick_own_number(typed)


@public
@own_forms
def card(request: HttpRequest) -> HttpResponse:
    """What stands under my card; or, as long as none is in use, the question for it."""
    if request.method == "POST" and request.POST.get("tat") == "oeffnen":
        return _open(request)
    root = root_in_use(request)
    if root is None:
        return render(request, "portal/card.html", {"form": CardForm(), "over": request.method == "POST"})
    keys, said = rules.keys_of(root), NOTHING_SAID
    with queries.holding(keys):
        if request.method == "POST" and proven(request, root):
            said = done(request.POST, root, on=timezone.localdate())
        page = _asked_again(request, said, root) if said.form else _things(request, root, keys, said=said)
        return carry(request, page, root)


def _asked_again(request: HttpRequest, said: Said, root: bytes) -> HttpResponse:
    """The form for telling something else; everything typed stays."""
    assert said.held is not None
    return render(request, "portal/card_change.html", {
        "form": said.form, "held": said.held, "proof": rules.proof_of_use(root),
        "offer_title": offer_words([said.held.run.offer], "title")[said.held.run.offer.pk]["title"],
    })


def _open(request: HttpRequest) -> HttpResponse:
    """Take a card in use. Nothing found looks alike whether the card is unused, foreign or has another own number."""
    form = CardForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/card.html", {"form": form, "over": False})
    try:
        before_looking(request, form.card)
    except cards.TriedTooOften as no:
        form.add_error("eigene_zahl", str(no))
        return render(request, "portal/card.html", {"form": form, "over": False})
    root = cards.root(form.card, form.own_number)
    keys = rules.keys_of(root)
    with queries.holding(keys):
        return carry(request, _things(request, root, keys, looked=form.card), root)


def _things(request: HttpRequest, root: bytes, keys: tuple[str, ...], *, said: Said = NOTHING_SAID,
            looked: Card | None = None) -> HttpResponse:
    held, kept = queries.held_under(keys), kept_stamps(root)
    given_back = _one_place_in_a_run(held, keys) if request.method == "POST" else []
    if given_back:
        held = queries.held_under(keys)
    if looked and not held and not kept:
        nothing_found(request, looked)
    return render(request, "portal/card_things.html", {
        "held": held, "given_back": given_back, "kept": kept, "said": said,
        "titles": offer_words([one.run.offer for one in held], "title"),
        "came": own_marks(keys) if held else {}, "now": timezone.now(), "proof": rules.proof_of_use(root),
        "needs": dict(Need.choices), "notices": dict(NoticeKind.choices),
        "certified": certified(held), "last_days": {one.place.pk: last_day(one) for one in held},
        "tokens": {one.place.pk: feedback.token_under(root, one.run, on=timezone.localdate()) for one in held
                   if one.place.state == PlaceState.TAKEN and _has_been(one)},
    })


def _has_been(held: Held) -> bool:
    """Whether the last of its dates has come: then one can say how it was."""
    return bool(held.sessions) and timezone.localdate(held.sessions[-1].starts_at) <= timezone.localdate()


def _one_place_in_a_run(held: Sequence[Held], keys: tuple[str, ...]) -> list[Held]:
    """Only under the card it is known that somebody who moved up into all dates has one of them twice."""
    on = timezone.localdate()
    twice = queries.held_twice(held, on=on)
    for one in twice:
        bookings.withdraw(one.place.pk, keys=keys, on=on)
    return twice


@public
@own_forms
def leave(request: HttpRequest) -> HttpResponse:
    """Put the card away and go where nothing is told."""
    return put_away(HttpResponseRedirect(reverse("portal:start")))


@public
@own_forms
def new_card(request: HttpRequest) -> HttpResponse:
    """A card of one's own. Making one writes nothing; so it is shown once, and the paper is made from the page."""
    if request.method != "POST":
        return render(request, "portal/new_card.html", {"card": None})
    if request.POST.get("als") == "pdf":
        return _on_paper(request)
    return render(request, "portal/new_card.html", shown(request, cards.make(Kind.OWN)))


def shown(request: HttpRequest, card: Card) -> dict[str, Card | QrCode | str]:
    """A card as pages show it: digits and QR code."""
    return {"card": card, "code": qr_code(card.link(request.build_absolute_uri(reverse("portal:card"))))}


def _on_paper(request: HttpRequest) -> HttpResponse:
    try:
        card = cards.read(request.POST.get("karte", ""))
    except cards.CardRefused:
        return HttpResponseRedirect(reverse("portal:new_card"))
    start = request.build_absolute_uri(reverse("portal:start"))
    paper = CardPaper(digits=card.digits, link=card.link(request.build_absolute_uri(reverse("portal:card"))),
                      portal=start, language=get_language() or "de", demo=settings.VERZAHNT_DEMO)
    return HttpResponse(card_pdf(paper), content_type="application/pdf",
                        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'})
