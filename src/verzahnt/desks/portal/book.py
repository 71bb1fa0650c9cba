"""Taking a place with a card: one page asked, one page answered. Sent twice, a form books once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from verzahnt.desks.parts import languages
from verzahnt.desks.parts.doors import public
from verzahnt.desks.portal.card import DIGITS, FOUR_DIGITS, own_number_for, shown
from verzahnt.desks.portal.card_in_use import before_looking, carry, nothing_found, own_forms, proven, root_in_use
from verzahnt.desks.portal.dates_offered import ALL, Offered, offered
from verzahnt.desks.portal.own_words import offer_words
from verzahnt.desks.portal.stamps import keep_stamps
from verzahnt.desks.portal.wishes_form import WishesForm
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.texts import Text
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries, refusals
from verzahnt.programme.bookings.states import Purpose
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import aliases, rules
from verzahnt.programme.cards.rules import Card
from verzahnt.programme.offers.models import Run

MOST_TO_TICK = 6  # more choices stand in a list to open, which stays short on a phone
HAVE, NEW, IN_USE = "habe", "neu", "benutzt"
WITHOUT_ONE_IN_USE = [(HAVE, _("Ich habe eine Karte")), (NEW, _("Ich habe keine Karte: Machen Sie mir eine"))]


class BookingForm(WishesForm):
    """A card (typed, fresh, or in use), what is asked for, and what its provider shall know."""

    termin = forms.ChoiceField(label=_("Wofür möchten Sie sich anmelden?"), widget=forms.RadioSelect, required=False)
    wahl = forms.ChoiceField(label=_("Ihre Mitmachkarte"), widget=forms.RadioSelect, choices=WITHOUT_ONE_IN_USE)
    karte = forms.CharField(label=_("Die 16 Ziffern auf Ihrer Karte"), required=False, widget=DIGITS,
                            help_text=_("Nur, wenn Sie schon eine Karte haben."))
    eigene_zahl = forms.CharField(
        label=_("Ihre eigene Zahl"), required=False, widget=FOUR_DIGITS,
        help_text=_("Für eine Karte, die Ihnen jemand gegeben hat: Denken Sie sich beim ersten Mal vier Ziffern aus. "
                    "Nur Sie kennen sie. Ohne diese Zahl kann niemand mit Ihrer Karte etwas sehen."))
    formular = forms.CharField(widget=forms.HiddenInput, max_length=200)
    field_order = ("termin", "wahl", "karte", "eigene_zahl")  # as on the page, so that errors are told in this order

    def __init__(self, *args: Any, offered: Offered, in_use: bytes | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_use = in_use
        self.card: Card | None = None
        self.own_number: str | None = None
        which = self.fields["wahl"]
        assert isinstance(which, forms.ChoiceField)
        self.offer(offered)
        self.only = offered.choices[0][0] if offered.choices and not offered.is_asked else ""
        if in_use:
            which.choices = [(IN_USE, _("Die Karte, die ich gerade benutze")), *WITHOUT_ONE_IN_USE]

    def offer(self, there: Offered) -> None:
        """Let somebody choose among what there is now: what is full says so."""
        date = self.fields["termin"]
        assert isinstance(date, forms.ChoiceField)
        if len(there.choices) > MOST_TO_TICK:
            date.widget = forms.Select()
        date.choices = there.choices

    def clean_termin(self) -> str:
        """What is asked for. Nobody is made to choose where there is one thing only."""
        chosen = self.cleaned_data["termin"] or self.only
        if not chosen:
            raise forms.ValidationError(_("Bitte wählen Sie, wofür Sie sich anmelden möchten."))
        return str(chosen)

    def clean(self) -> None:
        """Find out which card is meant. Digits that were typed count, whatever stands beside them."""
        super().clean()
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
    def session(self) -> int | None:
        """The one date that is asked for; None for all of them."""
        chosen = self.cleaned_data["termin"]
        return None if chosen == ALL else int(chosen)

    @property
    def root(self) -> bytes:
        if self.card is None:
            assert self.in_use is not None
            return self.in_use
        return cards.root(self.card, self.own_number)


@public
@own_forms
def book(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take a place in a run or in one of its dates, or a turn on a waiting list."""
    today = timezone.localdate()
    found = queries.bookable(slug, run, on=today)
    there = offered(found, on=today, is_sent=request.method == "POST",
                    asked=request.GET.get("termin", "")) if found else None
    if found is None or there is None or not there.choices:
        return redirect(reverse("portal:offer", args=[slug]) + f"#durchgang-{run}")
    in_use = root_in_use(request)
    if request.method != "POST":
        form = BookingForm(initial=_suggested(in_use, there), offered=there, in_use=in_use)
        return _asked(request, found, form, there)
    form = BookingForm(_with_form_key(request), offered=there, in_use=in_use)
    if not form.is_valid() or (form.card is None and in_use and not proven(request, in_use)):
        return _asked(request, found, form, offered(found, on=today))
    return _booked(request, found, form)


def _booked(request: HttpRequest, run: Run, form: BookingForm) -> HttpResponse:
    handed = form.card if form.card and form.card.needs_own_number else None
    if handed:
        try:
            before_looking(request, handed)
        except cards.TriedTooOften as rests:
            form.add_error("eigene_zahl", str(rests))
            return _asked(request, run, form, offered(run, on=timezone.localdate()))
    root = form.root
    keys = rules.keys_of(root)
    number = cards.place_of_form(form.cleaned_data["formular"], run.pk, session=form.session)
    with queries.holding(keys):
        mine, no = _place(request, run, form, keys, number)
        others = mine.place.others if mine and not no else queries.how_many_under(keys) - (mine is not None)
    if handed and not others and not isinstance(no, refusals.AlreadyIn):
        nothing_found(request, handed)  # so that a number cannot be guessed here either
    if mine is None:
        form.add_error(None, str(no))
        ahead = no.ahead if isinstance(no, refusals.AllTaken) and form.session is None else None
        return _asked(request, run, form, offered(run, on=timezone.localdate(), waiting=ahead))
    if form.cleaned_data["stempel"] and mine.place.pk == number:
        keep_stamps(mine.place.pk, root)
    fresh = form.card if form.cleaned_data["wahl"] == NEW and form.card else None
    page = {"mine": mine, "offer_title": _title(mine.run), "others": others, "before": mine.place.pk != number,
            "now": timezone.now(), "handed": handed is not None, **(shown(request, fresh) if fresh else {"card": None})}
    return carry(request, render(request, "portal/booked.html", page), root)


def _place(request: HttpRequest, run: Run, form: BookingForm, keys: Sequence[str],
           number: UUID) -> tuple[queries.Held | None, NotPossible | None]:
    """The place this form booked, now or when it was sent before; or why there is none."""
    agreed = request.POST.get("warten") == "ja" or form.cleaned_data["termin"] in request.POST.getlist("voll")
    try:
        place = bookings.book(run.pk, keys=keys, wishes=form.wishes, on=timezone.localdate(), place_id=number,
                              may_wait=agreed, session_id=form.session)
    except refusals.AlreadyIn as no:
        held = [one for one in queries.held_under(keys)
                if one.run.pk == run.pk and one.place.session_id in (None, form.session)]
        return next(iter(held), None), no
    except NotPossible as no:
        return None, no
    return queries.just_given(place, run, form.wishes), None


def _asked(request: HttpRequest, run: Run, form: BookingForm, there: Offered) -> HttpResponse:
    """The page with the form; everything typed stays. Where the run is full, it offers the waiting list."""
    form.offer(there)
    return render(request, "portal/book.html", {
        "run": run, "offer": run.offer, "offer_title": _title(run), "form": form, "there": there,
        "sessions": list(queries.sessions_of(run.pk)), "now": timezone.now(), "waiting": there.waiting,
        "proof": rules.proof_of_use(form.in_use) if form.in_use else "",
    })


def _title(run: Run) -> Text:
    return offer_words([run.offer], "title")[run.offer.pk]["title"]


def _suggested(in_use: bytes | None, there: Offered) -> dict[str, object]:
    language = get_language() or "de"
    return {"termin": there.suggested, "wahl": IN_USE if in_use else HAVE,
            "wunschname": aliases.suggest(language, secrets.randbelow), "sprache": languages.current().code,
            "wofuer": list(Purpose), "formular": cards.new_form_key()}


def _with_form_key(request: HttpRequest) -> dict[str, Any]:
    """What was sent; a form whose hidden key is missing or not ours gets a new one, and loses nothing typed."""
    sent = request.POST.copy()
    if cards.card_of_form(sent.get("formular", "")) is None:
        sent["formular"] = cards.new_form_key()
    return sent
