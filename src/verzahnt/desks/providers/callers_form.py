"""What is asked of somebody who calls: an alias, what they need there, where to call back. Nothing else has a field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from verzahnt.desks.parts.words import time_span, weekday_short_day
from verzahnt.desks.providers.fields import Several, Words
from verzahnt.programme.bookings.rules import LONGEST_ALIAS, Single, Wishes, single_dates, tidy_alias
from verzahnt.programme.bookings.states import Need
from verzahnt.programme.offers.models import Run, Session

A_NUMBER = re.compile(r"\+?[0-9]{5,17}")


class CallerForm(forms.Form):
    """Who called, as they want to be called."""

    alias = Words(LONGEST_ALIAS, label="Unter welchem Namen?",
                  help_text="Es muss nicht der richtige Name sein. Zum Beispiel: Blaue Wolke")
    needs = Several(label="Was braucht die Person dort?", choices=Need.choices, required=False)
    call_me = Words(40, label="Unter welcher Nummer dürfen Sie zurückrufen?", required=False,
                    help_text="Nur, wenn die Person es möchte: für den Fall, dass ein Termin ausfällt.")

    def clean_alias(self) -> str:
        alias = tidy_alias(self.cleaned_data["alias"])
        if not alias:
            raise forms.ValidationError("Diesen Namen könnte niemand lesen. Bitte nehmen Sie einen anderen.")
        return alias

    def clean_call_me(self) -> str:
        typed: str = self.cleaned_data["call_me"].strip()
        if typed and not A_NUMBER.fullmatch(re.sub(r"[\s/()-]", "", typed)):
            raise forms.ValidationError("Das ist keine Telefonnummer. Sie sieht so aus: 0361 5550123.")
        return typed

    @property
    def wishes(self) -> Wishes:
        told = self.cleaned_data
        return Wishes(alias=told["alias"], needs=tuple(told["needs"]), call_me=told["call_me"])


class EnterForm(CallerForm):
    """Where one may come for a single date, also for which."""

    session = forms.ChoiceField(label="Für welche Termine?", required=False)

    def __init__(self, *args: Any, run: Run, on: date, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ahead = [one for one in sessions if not one.is_cancelled and timezone.localdate(one.starts_at) >= on]
        if single_dates(run.offer.kind, run.offer.traits) == Single.NO or not ahead:
            del self.fields["session"]
            return
        field = self.fields["session"]
        field.choices = [("", "alle"), *(  # type: ignore[attr-defined]
            (str(one.pk), f"nur {weekday_short_day(one.starts_at)}, {time_span(one.starts_at, one.ends_at)}")
            for one in ahead)]

    @property
    def session_id(self) -> int | None:
        told = self.cleaned_data.get("session")
        return int(told) if told else None
