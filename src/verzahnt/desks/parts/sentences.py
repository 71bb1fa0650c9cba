"""Django's own form errors, said as the house speaks: what is missing and what helps, never "zwingend erforderlich"."""

from typing import Any

from django.core import validators
from django.forms import fields
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

WORDS: dict[type[fields.Field], dict[str, Any]] = {
    fields.Field: {"required": _("Hier fehlt noch etwas.")},
    fields.CharField: {"required": _("Bitte füllen Sie dieses Feld aus.")},
    fields.IntegerField: {"invalid": _("Bitte schreiben Sie eine ganze Zahl.")},
    fields.DecimalField: {"invalid": _("Bitte schreiben Sie eine Zahl.")},
    fields.DateField: {"invalid": _("Bitte wählen Sie einen Tag aus dem Kalender.")},
    fields.TimeField: {"invalid": _("Bitte schreiben Sie die Uhrzeit so: 10:30.")},
    fields.DateTimeField: {"invalid": _("Bitte wählen Sie Tag und Uhrzeit.")},
    fields.BooleanField: {"required": _("Bitte setzen Sie hier ein Häkchen, wenn Sie weitermachen möchten.")},
    fields.ChoiceField: {
        "required": _("Bitte wählen Sie etwas aus."),
        "invalid_choice": _("Das gibt es hier nicht. Bitte wählen Sie aus der Liste."),
    },
    fields.MultipleChoiceField: {
        "invalid_choice": _("Das gibt es hier nicht. Bitte wählen Sie aus der Liste."),
    },
    fields.FileField: {
        "required": _("Bitte wählen Sie eine Datei."),
        "empty": _("Diese Datei ist leer."),
    },
}


def speak_plainly() -> None:
    """Put our sentences in place of Django's, once, when the house starts."""
    for field, words in WORDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **words}
    validators.EmailValidator.message = _(
        "Diese E-Mail-Adresse ist nicht vollständig. Sie sieht so aus: name@example.org."
    )
    validators.MaxLengthValidator.message = ngettext_lazy(
        "Das ist zu lang: Hier passt %(limit_value)d Zeichen hinein, es sind %(show_value)d.",
        "Das ist zu lang: Hier passen %(limit_value)d Zeichen hinein, es sind %(show_value)d.",
        "limit_value",
    )
    validators.ProhibitNullCharactersValidator.message = _("Da ist ein Zeichen dabei, das wir nicht speichern können.")
