"""A Django form's field as the macros in `parts/forms.html` need it: plain values, no HTML."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField

# Told by the macro itself, in its own way.
_OWN = {"id", "class", "style", "aria-describedby", "aria-invalid"}
_LEFT_TO_RIGHT = {"email", "tel", "url", "number", "date", "time", "datetime-local", "password"}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    id: str
    chosen: bool
    group: str = ""


@dataclass(frozen=True)
class Control:
    """kind: input · textarea · select · radios · checkboxes · checkbox · file · hidden"""

    kind: str
    type: str
    name: str
    id: str
    value: str
    label: str
    hint: str
    required: bool
    attributes: dict[str, str | bool]
    options: list[Option] = field(default_factory=list)
    multiple: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def first_id(self) -> str:
        """Where a link from the error summary leads: a group's first choice."""
        return self.options[0].id if self.kind in {"radios", "checkboxes"} and self.options else self.id

    @property
    def left_to_right(self) -> bool:
        """Digits and addresses keep their direction in every script."""
        return self.type in _LEFT_TO_RIGHT or self.attributes.get("inputmode") == "numeric"


def _kind(widget: forms.Widget) -> str:
    match widget:
        case forms.CheckboxSelectMultiple():
            return "checkboxes"
        case forms.RadioSelect():
            return "radios"
        case forms.Select():
            return "select"
        case forms.CheckboxInput():
            return "checkbox"
        case forms.Textarea():
            return "textarea"
        case forms.FileInput():
            return "file"
        case _:
            return "hidden" if widget.is_hidden else "input"


def _type(widget: forms.Widget) -> str:
    """Our date and time fields are the browser's own."""
    if isinstance(widget, forms.DateTimeInput):
        return "datetime-local"
    if isinstance(widget, forms.DateInput):
        return "date"
    if isinstance(widget, forms.TimeInput):
        return "time"
    return str(getattr(widget, "input_type", ""))


_ISO = {"date": "%Y-%m-%d", "time": "%H:%M", "datetime-local": "%Y-%m-%dT%H:%M"}


def _value(bound: BoundField, kind: str, type_: str) -> str:
    value = bound.value()
    if value is None or kind in {"file", "radios", "checkboxes", "select"} or type_ == "password":
        return ""
    if kind == "checkbox":
        return "on" if value is True else str(value or "")
    if type_ in _ISO and hasattr(value, "strftime"):
        return str(value.strftime(_ISO[type_]))
    return str(bound.field.widget.format_value(value) or "")


def _options(bound: BoundField, identifier: str) -> list[Option]:
    widget = bound.field.widget
    assert isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple)
    found: list[Option] = []
    for group, options, _index in widget.optgroups(bound.html_name, widget.format_value(bound.value()) or []):
        for option in options:
            found.append(
                Option(
                    value=str(option["value"]),
                    label=str(option["label"]),
                    id=f"{identifier}_{len(found)}",
                    chosen=bool(option["selected"]),
                    group=str(group or ""),
                )
            )
    return found


def control(bound: BoundField) -> Control:
    """Describe a bound field, its present value and its errors."""
    widget = bound.field.widget
    kind, type_ = _kind(widget), _type(widget)
    identifier = str(widget.attrs.get("id") or bound.auto_id or bound.html_name)
    given: dict[str, Any] = {**widget.attrs, **bound.field.widget_attrs(widget)}
    return Control(
        kind=kind,
        type=type_,
        name=bound.html_name,
        id=identifier,
        value=_value(bound, kind, type_),
        label=str(bound.label or ""),
        hint=str(bound.help_text or ""),
        required=bound.field.required,
        attributes={
            name: value if isinstance(value, bool) else str(value)
            for name, value in given.items()
            if name not in _OWN and value not in (None, False)
        },
        options=_options(bound, identifier) if kind in {"radios", "checkboxes", "select"} else [],
        multiple=bool(getattr(widget, "allow_multiple_selected", False)),
        errors=[str(error) for error in bound.errors],
    )
