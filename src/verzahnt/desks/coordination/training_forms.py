"""What a site's coordination enters about training: a certificate, units, dates, a course. Each form does one deed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people.colleagues import counsellors_at
from verzahnt.programme.training import actions, queries
from verzahnt.programme.training.models import Course, CourseDate, Length

UNIT = "unit_"


class AtASite(forms.Form):
    """Knows the site, who sits there, and its own name in the page."""

    deed = ""

    def __init__(self, data: Mapping[str, Any] | None, *, site: Site, actor: Actor, on: date) -> None:
        super().__init__(data, prefix=self.deed)
        self.site, self.actor, self.on = site, actor, on

    def enter(self, at: datetime) -> str:
        """Do the deed; the sentence that says it is done."""
        raise NotImplementedError


class CertificateForm(AtASite):
    """Who completed which course on which day, and in which unit they work."""

    deed = "zertifikat"
    account = forms.TypedChoiceField(label="Fachkraft", coerce=int)
    unit = forms.ModelChoiceField(Organisation.objects.none(), label="Einheit", empty_label="Bitte wählen")
    course = forms.ModelChoiceField(Course.objects.none(), label="Qualifizierung", empty_label="Bitte wählen")
    completed_on = forms.DateField(label="Abgeschlossen am", required=False,
                                   help_text="Bis wann das Zertifikat gilt, ergibt sich daraus.")
    undo = forms.BooleanField(label="War ein Versehen: dieses Zertifikat wieder löschen", required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, site: Site, actor: Actor, on: date) -> None:
        super().__init__(data, site=site, actor=actor, on=on)
        self.names = counsellors_at(site, actor, on=on)
        account, unit, course = (self.fields[name] for name in ("account", "unit", "course"))
        assert isinstance(account, forms.ChoiceField)
        assert isinstance(unit, forms.ModelChoiceField)
        assert isinstance(course, forms.ModelChoiceField)
        account.choices = [("", "Bitte wählen"), *((number, name or f"Zugang {number}")
                                                   for number, name in self.names.items())]
        unit.queryset = Organisation.objects.filter(pk__in=queries.staffing_of(site).values("unit")).order_by("name")
        course.queryset = queries.courses()
        course.label_from_instance = lambda one: f"{one.name}, {one.get_length_display()}"  # type: ignore[assignment]

    def clean(self) -> None:
        said = self.cleaned_data
        if not said.get("completed_on") and not said.get("undo") and "completed_on" not in self.errors:
            self.add_error("completed_on", "Bitte wählen Sie den Tag, an dem der Kurs abgeschlossen war.")

    def enter(self, at: datetime) -> str:
        said = self.cleaned_data
        name = self.names.get(said["account"], "")
        if said["undo"]:
            actions.take_back(said["account"], said["course"], site=self.site, actor=self.actor, at=at)
            return f"Das Zertifikat von {name} ist gelöscht."
        made = actions.certify(said["account"], said["course"], unit=said["unit"], site=self.site,
                               completed_on=said["completed_on"], actor=self.actor, at=at)
        until = made.valid_until
        return f"Eingetragen: {name}, „{made.course.name}“, gilt bis {until.day}.{until.month}.{until.year}."


class UnitsForm(AtASite):
    """How many counsellors each unit of the site's offices has."""

    deed = "einheiten"

    def __init__(self, data: Mapping[str, Any] | None, *, site: Site, actor: Actor, on: date) -> None:
        super().__init__(data, site=site, actor=actor, on=on)
        known = {row.unit_id: row.counsellors for row in queries.staffing_of(site)}
        offices = site.offices.all()
        self.units = list(Organisation.objects.filter(Q(pk__in=offices) | Q(parent__in=offices) | Q(pk__in=known))
                          .distinct().order_by("parent__name", "name"))
        for unit in self.units:
            self.fields[f"{UNIT}{unit.pk}"] = forms.IntegerField(
                label=unit.called, required=False, min_value=0, max_value=actions.MOST_COUNSELLORS,
                initial=known.get(unit.pk), widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), actions.NoSuchNumber.message))

    def enter(self, at: datetime) -> str:
        said = {unit: self.cleaned_data[f"{UNIT}{unit.pk}"] for unit in self.units}
        actions.count_staff(self.site, said, actor=self.actor, at=at)
        return "Die Zahl der Fachkräfte ist eingetragen."


class DateForm(AtASite):
    """When and where a course is held next, and how to register."""

    deed = "termin"
    course = forms.ModelChoiceField(Course.objects.none(), label="Qualifizierung", empty_label="Bitte wählen")
    starts_on = forms.DateField(label="Erster Tag")
    ends_on = forms.DateField(label="Letzter Tag", required=False, help_text="Leer, wenn es ein einziger Tag ist.")
    times = forms.CharField(label="Uhrzeit", max_length=100, required=False,
                            help_text="Zum Beispiel: jeweils 9 bis 16 Uhr")
    place = forms.CharField(label="Wo", max_length=160, help_text="Anschrift, oder: online")
    how_to_register = forms.CharField(label="Wie meldet man sich an?", max_length=300,
                                      help_text="Eine Stelle mit E-Mail oder Telefon, kein Name einer Person.")

    def __init__(self, data: Mapping[str, Any] | None, *, site: Site, actor: Actor, on: date) -> None:
        super().__init__(data, site=site, actor=actor, on=on)
        course = self.fields["course"]
        assert isinstance(course, forms.ModelChoiceField)
        course.queryset = queries.courses()

    def enter(self, at: datetime) -> str:
        said = {**self.cleaned_data, "ends_on": self.cleaned_data["ends_on"] or self.cleaned_data["starts_on"]}
        made: CourseDate = actions.announce(**said, site=self.site, actor=self.actor, at=at)
        return f"Angekündigt: „{made.course.name}“. Fachkräfte sehen den Termin neben dem Leitfaden."


class CourseForm(AtASite):
    """A course nobody has described yet."""

    deed = "kurs"
    name = forms.CharField(label="Name", max_length=160)
    length = forms.ChoiceField(label="Form", choices=Length.choices)
    hours = forms.IntegerField(label="Stunden", min_value=1, max_value=400)
    valid_months = forms.IntegerField(label="Wie viele Monate gilt das Zertifikat?", min_value=1, max_value=120,
                                      initial=36)
    contents = forms.CharField(label="Was man dort lernt", max_length=1000, required=False,
                               widget=forms.Textarea(attrs={"rows": 3}))

    def enter(self, at: datetime) -> str:
        made = actions.describe(**self.cleaned_data, actor=self.actor, at=at)
        return f"„{made.name}“ steht jetzt zur Auswahl."


FORMS: tuple[type[AtASite], ...] = (CertificateForm, DateForm, UnitsForm, CourseForm)
