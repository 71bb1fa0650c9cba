"""What somebody with a place tells its provider, and how they want to be reached: asked when booking and changed later.

What was typed counts, whatever stands beside it; only whoever ticked "ohne Erinnerung" is not written to.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verzahnt.desks.parts import languages
from verzahnt.desks.portal.telephone import as_typed, read_mobile_number, read_number
from verzahnt.kit import short_messages
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.bookings.queries import Held
from verzahnt.programme.bookings.rules import LONGEST_ALIAS, Wishes, tidy_alias
from verzahnt.programme.bookings.states import Need, Purpose

NONE, EMAIL, SMS, CALL = "keiner", "email", "sms", "anruf"
EMPTY = {"placeholder": " "}
"""Lets the style sheet tell that nothing was typed: such a field is hidden until it is wanted."""


class WishesForm(forms.Form):
    """A name to be called by, language, needs, one way of contact or none, and whether stamps are kept."""

    wunschname = forms.CharField(
        label=_("Wie sollen wir Sie nennen?"), max_length=LONGEST_ALIAS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Es muss nicht Ihr richtiger Name sein. So stehen Sie auf der Liste der Kursleitung."))
    sprache = forms.ChoiceField(label=_("In dieser Sprache verstehe ich am meisten"), choices=())
    bedarf = forms.MultipleChoiceField(label=_("Ich brauche"), required=False, choices=Need.choices,
                                       widget=forms.CheckboxSelectMultiple)
    weg = forms.ChoiceField(label=_("Sollen wir Ihnen Bescheid geben?"), required=False, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off", **EMPTY}),
        help_text=_("Nur dafür. Die Kursleitung sieht sie nicht. Ohne E-Mail geht es genauso."))
    telefon = forms.CharField(
        label=_("Ihre Telefonnummer"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "dir": "ltr", **EMPTY}),
        help_text=_("Für eine SMS sieht sie niemand. Für einen Anruf sieht sie die Kursleitung."))
    wofuer = forms.MultipleChoiceField(
        label=_("Worüber sollen wir Ihnen schreiben?"), required=False, choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple)
    stempel = forms.BooleanField(
        label=_("Stempel behalten"), required=False,
        help_text=_("Als Andenken: in welchem Monat und wie viele Termine. Nicht welcher Kurs und nicht wo. "
                    "Sie sehen es unter Ihrer Karte, bis zum Ende des nächsten Jahres."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = self.call_me = ""
        language, way = self.fields["sprache"], self.fields["weg"]
        assert isinstance(language, forms.ChoiceField)
        assert isinstance(way, forms.ChoiceField)
        language.choices = [(one.code, one.own_name) for one in languages.shown()]
        way.choices = [(NONE, _("Nein: Ich komme ohne Erinnerung")), (EMAIL, _("Per E-Mail")),
                       *([(SMS, _("Per SMS"))] if short_messages.is_possible() else []),
                       (CALL, _("Bitte rufen Sie mich an, wenn sich etwas ändert"))]

    def clean_wunschname(self) -> str:
        alias = tidy_alias(self.cleaned_data["wunschname"])
        if not alias:
            raise forms.ValidationError(_("Diesen Namen kann man nicht sehen. Bitte schreiben Sie einen anderen."))
        return alias

    def clean(self) -> None:
        """Find the one way of contact, or say what is missing to it."""
        said = self.cleaned_data
        email, number, way = said.get("email", ""), said.get("telefon", "").strip(), said.get("weg", "")
        if way == NONE or {"weg", "email", "telefon"} & set(self.errors):
            return
        if email and number:
            self.add_error("weg", _("Bitte nur eins von beiden: E-Mail-Adresse oder Telefonnummer."))
        elif email and way in ("", EMAIL):
            self.contact = f"email:{email}"
        elif number and way in (SMS, CALL):
            self._take_number(number, way)
        elif email or number:
            self.add_error("weg", _("Bitte wählen Sie, wie wir Ihnen Bescheid geben sollen."))
        elif way == EMAIL:
            self.add_error("email", _("Bitte schreiben Sie Ihre E-Mail-Adresse dazu."))
        elif way:
            self.add_error("telefon", _("Bitte schreiben Sie Ihre Telefonnummer dazu."))

    def _take_number(self, text: str, way: str) -> None:
        try:
            if way == SMS:
                self.contact = f"sms:{read_mobile_number(text)}"
            else:
                self.call_me = read_number(text)
        except NotPossible as no:
            self.add_error("telefon", str(no))

    @property
    def wishes(self) -> Wishes:
        said = self.cleaned_data
        return Wishes(said["wunschname"], tuple(said["bedarf"]), said["sprache"], self.contact,
                      tuple(said["wofuer"]) if self.contact else (), self.call_me)


def as_told(held: Held) -> dict[str, object]:
    """What the holder of a place told so far, as the form shows it."""
    wishes = held.wishes
    kind, _colon, where = wishes.contact.partition(":")
    number = wishes.call_me or (where if kind == SMS else "")
    return {"wunschname": wishes.alias, "sprache": wishes.language, "bedarf": list(wishes.needs),
            "weg": CALL if wishes.call_me else kind or NONE, "email": where if kind == EMAIL else "",
            "telefon": as_typed(number), "stempel": bool(held.place.stamp_key),
            "wofuer": list(wishes.contact_for) if wishes.contact else list(Purpose)}
