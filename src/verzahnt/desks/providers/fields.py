"""Fields that say what is wrong and cut nothing off: too long a text comes back whole, with the sentence beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

A_PASTE_TOO_MANY = "20000"  # here the browser itself stops; the server's answer comes long before


class Words(forms.CharField):
    """A line of text, or with `rows` several. Its limit is said in words, never enforced by cutting."""

    def __init__(self, limit: int, *, rows: int = 0, **kwargs: Any) -> None:
        attributes = {"maxlength": A_PASTE_TOO_MANY} | ({"rows": str(rows)} if rows else {})
        kwargs.setdefault("widget", (forms.Textarea if rows else forms.TextInput)(attrs=attributes))
        super().__init__(**kwargs)
        self.validators.append(MaxLengthValidator(limit))


class Several(forms.MultipleChoiceField):
    """Boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class OneOf(forms.ChoiceField):
    """One of a few, all in sight."""

    widget = forms.RadioSelect
