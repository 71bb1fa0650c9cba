"""How many places a run has, how many may wait, and how long somebody who moves up may think about it."""

from __future__ import annotations

from django import forms

from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.runs import LONGEST_ANSWER


class SeatsForm(forms.Form):
    seats = forms.IntegerField(label="Plätze", min_value=1, max_value=2000)
    waiting_places = forms.IntegerField(label="Plätze auf der Warteliste", min_value=0, max_value=500)
    answer_days = forms.IntegerField(
        label="Tage zum Antworten", min_value=0, max_value=LONGEST_ANSWER, required=False,
        help_text="Wer nachrückt, sagt in so vielen Tagen zu, sonst kommt die nächste Person dran. "
                  "0: Der Platz gehört ihr gleich.")

    in_time = False

    def clean(self) -> None:
        """Another button says: not at once, but as places are given back."""
        self.in_time = "in_time" in self.data

    @classmethod
    def of(cls, run: Run) -> SeatsForm:
        """Filled with how it is."""
        return cls(initial={name: getattr(run.seats, name) for name in ("seats", "waiting_places", "answer_days")})
