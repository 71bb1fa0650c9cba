"""The questions about a place where people meet."""

from __future__ import annotations

from typing import Any

from django import forms

from verzahnt.desks.providers.fields import Words
from verzahnt.programme.offers.models import Venue
from verzahnt.programme.offers.states import Access
from verzahnt.programme.reference.models import PostalCode

ACCESS = [(Access.NOT_CHECKED, "noch nicht geprüft"), (Access.YES, "ja"), (Access.NO, "nein")]
TOLD = ("name", "street", "postal_code", "town", "way", "stop", "step_free", "toilet", "parking")


class VenueFields(forms.Form):
    """Where it is, how to find it, and what was checked: yes, no, and nobody has looked are three answers."""

    name = Words(120, label="Wie heißt der Ort?", required=False, help_text="Zum Beispiel: Familienzentrum Lindenhof")
    street = Words(120, label="Straße und Hausnummer", required=False)
    postal_code = Words(10, label="Postleitzahl", required=False)
    town = Words(80, label="Ort", required=False, help_text="Lassen Sie es leer, wenn die Postleitzahl genügt.")
    way = Words(500, rows=3, label="Wie findet man hin?", required=False,
                help_text="Zum Beispiel: Eingang vom Hof, zweite Tür links. Es hängt ein grünes Schild.")
    stop = Words(160, label="Nächste Haltestelle", required=False,
                 help_text="Zum Beispiel: Bus 5, Haltestelle Marktplatz, 3 Minuten zu Fuß")
    step_free = forms.ChoiceField(label="Kommt man ohne Stufen hinein?", choices=ACCESS, required=False,
                                  initial=Access.NOT_CHECKED)
    toilet = forms.ChoiceField(label="Gibt es ein WC ohne Stufen?", choices=ACCESS, required=False,
                               initial=Access.NOT_CHECKED)
    parking = forms.ChoiceField(label="Gibt es einen Behindertenparkplatz?", choices=ACCESS, required=False,
                                initial=Access.NOT_CHECKED)

    def clean_postal_code(self) -> str:
        code = "".join(self.cleaned_data["postal_code"].split())
        if code and not PostalCode.objects.filter(code=code).exists():
            raise forms.ValidationError("Diese Postleitzahl kennen wir nicht. Bitte prüfen Sie die fünf Ziffern.")
        return code

    def ask_for(self, *names: str) -> None:
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, "Bitte füllen Sie dieses Feld aus.")

    def told(self) -> dict[str, str]:
        """The answers, ready for the deeds."""
        checked = {name: self.cleaned_data[name] or Access.NOT_CHECKED for name in ("step_free", "toilet", "parking")}
        return {name: self.cleaned_data[name] for name in TOLD} | checked


class VenueForm(VenueFields):
    """A place by itself."""

    def __init__(self, *args: Any, venue: Venue | None = None, **kwargs: Any) -> None:
        if venue:
            kwargs.setdefault("initial", {name: getattr(venue, name) for name in TOLD})
        super().__init__(*args, **kwargs)
        for name in ("name", "street", "postal_code"):
            self.fields[name].required = True
