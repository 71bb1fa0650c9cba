"""Booking a run with a card: one page asked, one page answered. Sent twice, a form books once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from verzahnt.desks.parts import languages
from verzahnt.desks.parts.doors import public
from verzahnt.desks.portal.card import DIGITS, FOUR_DIGITS, own_number_for, shown
from verzahnt.desks.portal.card_in_use import answer_later, carry, nothing_found, own_forms, proven, root_in_use
from verzahnt.desks.portal.own_words import offer_words
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.texts import Text
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries, refusals
from verzahnt.programme.bookings.rules import LONGEST_ALIAS, Wishes, tidy_alias
from verzahnt.programme.bookings.states import Need
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import aliases, rules
from verzahnt.programme.cards.rules import Card
from verzahnt.programme.offers.models import Run

HAVE, NEW, IN_USE = "habe", "neu", "benutzt"
WITHOUT_ONE_IN_USE = [(HAVE, _("Ich habe eine Karte")), (NEW, _("Ich habe keine Karte: Machen Sie mir eine"))]


class BookingForm(forms.Form):
    """A card (typed, fresh, or in use), a name to be called by, and what else somebody wishes to say."""

    wahl = forms.ChoiceField(label=_("Ihre Mitmachkarte"), widget=forms.RadioSelect, choices=WITHOUT_ONE_IN_USE)
    karte = forms.CharField(label=_("Die 16 Ziffern auf Ihrer Karte"), required=False, widget=DIGITS,
                            help_text=_("Nur, wenn Sie schon eine Karte haben."))
    eigene_zahl = forms.CharField(
        label=_("Ihre eigene Zahl"), required=False, widget=FOUR_DIGITS,
        help_text=_("Für eine Karte, die Ihnen jemand gegeben hat: Denken Sie sich beim ersten Mal vier Ziffern aus. "
                    "Nur Sie kennen sie. Ohne diese Zahl kann niemand mit Ihrer Karte etwas sehen."))
    wunschname = forms.CharField(
        label=_("Wie sollen wir Sie nennen?"), max_length=LONGEST_ALIAS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Es muss nicht Ihr richtiger Name sein. So stehen Sie auf der Liste der Kursleitung."))
    bedarf = forms.MultipleChoiceField(label=_("Ich brauche"), required=False, choices=Need.choices,
                                       widget=forms.CheckboxSelectMultiple)
    sprache = forms.ChoiceField(label=_("In dieser Sprache verstehe ich am meisten"), choices=())
    email = forms.EmailField(
        label=_("E-Mail für Bestätigung und Erinnerung"), required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Nur dafür. Die Kursleitung sieht sie nicht. Ohne E-Mail geht es genauso."))
    formular = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, in_use: bytes | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_use = in_use
        self.card: Card | None = None
        self.own_number: str | None = None
        language, which = self.fields["sprache"], self.fields["wahl"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(which, forms.ChoiceField)
        language.choices = [(one.code, one.own_name) for one in languages.shown()]
        if in_use:
            which.choices = [(IN_USE, _("Die Karte, die ich gerade benutze")), *WITHOUT_ONE_IN_USE]

    def clean_wunschname(self) -> str:
        alias = tidy_alias(self.cleaned_data["wunschname"])
        if not alias:
            raise forms.ValidationError(_("Diesen Namen kann man nicht sehen. Bitte schreiben Sie einen anderen."))
        return alias

    def clean(self) -> None:
        """Find out which card is meant. Digits that were typed count, whatever stands beside them."""
        said = self.cleaned_data
        typed, number = said.get("karte", ""), said.get("eigene_zahl", "")
        if said.get("wahl") == IN_USE and self.in_use:
            return
        try:
            if said.get("wahl") == NEW and not typed.strip():
                self.card = cards.card_of_form(said.get("formular", ""))
                if self.card is None:
                    raise forms.ValidationError(_("Diese Seite war zu lange offen. Bitte senden Sie sie noch einmal."))
            else:
                self.card = cards.read(typed)
            self.own_number = own_number_for(self.card, number)
        except cards.CardRefused as no:
            self.add_error("karte", str(no))
        except cards.OwnNumberRefused as no:
            self.add_error("eigene_zahl", str(no))

    @property
    def root(self) -> bytes:
        if self.card is None:
            assert self.in_use is not None
            return self.in_use
        return cards.root(self.card, self.own_number)

    @property
    def wishes(self) -> Wishes:
        said = self.cleaned_data
        return Wishes(said["wunschname"], tuple(said["bedarf"]), said["sprache"],
                      f"email:{said['email']}" if said["email"] else "")


@public
@own_forms
def book(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take a place in a run, or a turn on its waiting list."""
    found = queries.bookable(slug, run, on=timezone.localdate())
    if found is None:
        return redirect("portal:offer", slug=slug)
    in_use = root_in_use(request)
    if request.method != "POST":
        return _asked(request, found, BookingForm(initial=_suggested(in_use), in_use=in_use),
                      waiting=queries.waiting_for(run))
    form = BookingForm(_with_form_key(request), in_use=in_use)
    if not form.is_valid() or (form.card is None and in_use and not proven(request, in_use)):
        return _asked(request, found, form, waiting=queries.waiting_for(run))
    return _booked(request, found, form)


def _booked(request: HttpRequest, run: Run, form: BookingForm) -> HttpResponse:
    handed = form.card is not None and form.card.needs_own_number
    if handed:
        answer_later(request)
    root = form.root
    keys = rules.keys_of(root)
    number = cards.place_of_form(form.cleaned_data["formular"], run.pk)
    with queries.holding(keys):
        mine, no = _place(request, run, form, keys, number)
        others = queries.how_many_under(keys) - (mine is not None)
    if handed and not others and not isinstance(no, refusals.AlreadyIn):
        nothing_found(request)  # so that a number cannot be guessed here either
    if mine is None:
        form.add_error(None, str(no))
        return _asked(request, run, form, waiting=no.ahead if isinstance(no, refusals.AllTaken) else None)
    fresh = form.card if form.cleaned_data["wahl"] == NEW and form.card else None
    page = {"mine": mine, "offer_title": _title(mine.run), "others": others, "before": mine.place.pk != number,
            "now": timezone.now(), "handed": handed, **(shown(request, fresh) if fresh else {"card": None})}
    return carry(request, render(request, "portal/booked.html", page), root)


def _place(request: HttpRequest, run: Run, form: BookingForm, keys: Sequence[str],
           number: UUID) -> tuple[queries.Held | None, NotPossible | None]:
    """The place this form booked, now or when it was sent before; or why there is none."""
    try:
        place = bookings.book(run.pk, keys=keys, wishes=form.wishes, on=timezone.localdate(), place_id=number,
                              may_wait=request.POST.get("warten") == "ja")
    except refusals.AlreadyIn as no:
        return next((one for one in queries.held_under(keys) if one.run.pk == run.pk), None), no
    except NotPossible as no:
        return None, no
    return queries.just_given(place, run, form.wishes), None


def _asked(request: HttpRequest, run: Run, form: BookingForm, *, waiting: int | None) -> HttpResponse:
    """The page with the form; everything typed stays. Where the run is full, it offers the waiting list."""
    return render(request, "portal/book.html", {
        "run": run, "offer": run.offer, "offer_title": _title(run), "form": form, "waiting": waiting,
        "sessions": list(queries.sessions_of(run.pk)), "now": timezone.now(),
        "proof": rules.proof_of_use(form.in_use) if form.in_use else "",
    })


def _title(run: Run) -> Text:
    return offer_words([run.offer], "title")[run.offer.pk]["title"]


def _suggested(in_use: bytes | None) -> dict[str, str]:
    language = get_language() or "de"
    return {"wahl": IN_USE if in_use else HAVE, "wunschname": aliases.suggest(language, secrets.randbelow),
            "sprache": languages.current().code, "formular": cards.new_form_key()}


def _with_form_key(request: HttpRequest) -> dict[str, Any]:
    """What was sent; a form whose hidden key is missing or not ours gets a new one, and loses nothing typed."""
    sent = request.POST.copy()
    if cards.card_of_form(sent.get("formular", "")) is None:
        sent["formular"] = cards.new_form_key()
    return sent
