"""The own offers as a table: taken away, brought in, looked at before anything changes, and taken in as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.fragments import render_fragment
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.waiting_dates import waiting_dates
from verzahnt.kit import spreadsheets
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.spreadsheets import Sheet
from verzahnt.programme.offers import actions_incoming as deeds
from verzahnt.programme.offers import incoming_table, queries
from verzahnt.programme.offers.incoming_columns import COLUMNS
from verzahnt.programme.offers.incoming_models import UPLOADS_KEPT, PreparedRun, Upload, UploadState
from verzahnt.programme.offers.incoming_plan import SEATS_UNLESS_SAID, plan
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.rules import Missing
from verzahnt.programme.offers.states import OfferState

STEPS_SHOWN = 200
HANDED_IN_AT_ONCE = 100
RUNNING = (UploadState.WAITING, UploadState.TAKING_IN)


class UploadForm(forms.Form):
    file = forms.FileField(label="Ihre Tabelle", allow_empty_file=True,
                           help_text=f"Excel (.xlsx) oder CSV, höchstens {deeds.MOST_ROWS} Zeilen und "
                                     f"{spreadsheets.MOST_BYTES // 1024 // 1024} MB.",
                           widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
                           error_messages={"required": "Wählen Sie bitte zuerst eine Datei aus."})


class ColumnsForm(forms.Form):
    """For each column of the table: what it means. Its first values stand beside it."""

    def __init__(self, upload: Upload, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "nicht übernehmen"), *((column.key, column.label) for column in COLUMNS)]
        for number, name in enumerate(upload.head):
            values = [cells[number] for _, cells in upload.rows if number < len(cells) and cells[number]]
            self.fields[f"spalte-{number}"] = forms.ChoiceField(
                label=name or f"Spalte {number + 1} ohne Namen", choices=choices, required=False,
                initial=upload.columns[number], help_text=_examples(values))

    @property
    def columns(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]


def _examples(values: list[str]) -> str:
    if not values:
        return "In dieser Spalte steht nichts."
    shown = [value if len(value) <= 30 else f"{value[:29]}…" for value in list(dict.fromkeys(values))[:2]]
    return "Zum Beispiel: " + " · ".join(shown)


@needs("offers.describe")
def tables(request: Request) -> HttpResponse:
    """Bring a table in; take the own offers or an empty one away."""
    at = timezone.now()
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read(spreadsheets.MOST_BYTES + 1)
            lines = spreadsheets.read(content, most_rows=deeds.MOST_ROWS)
            upload = deeds.keep(lines, file_name=file.name, actor=request.actor, at=at)
        except NotPossible as no:
            form.add_error("file", str(no))
        else:
            return redirect("providers:upload", number=upload.pk)
    return render(request, "providers/tables.html", {
        "form": form, "columns": COLUMNS, "seats": SEATS_UNLESS_SAID,
        "uploads": list(Upload.objects.filter(provider__in=request.actor.organisations).defer("rows")[:10]),
        "has_offers": Offer.objects.filter(provider__in=request.actor.organisations).exists(),
        "kept_for": UPLOADS_KEPT.days, "waiting": waiting_dates(request.actor, at=at),
    })


@needs("offers.describe")
def template(request: Request, kind: str) -> HttpResponse:
    """An empty table with an example, to begin with."""
    return _file("vorlage-angebote", kind, incoming_table.template())


@needs("offers.describe")
def own(request: Request, kind: str) -> HttpResponse:
    """All own offers as a table that can be brought back."""
    rows = incoming_table.own_table(request.actor, on=timezone.localdate())
    sheet = Sheet("Angebote", incoming_table.HEAD, rows, incoming_table.WIDTHS)
    return _file("unsere-angebote", kind, [sheet, *incoming_table.template()[1:]])


@needs("offers.describe")
def upload(request: Request, number: UUID) -> HttpResponse:
    """One table: what would happen, then what happened."""
    found = get_object_or_404(Upload, pk=number, provider__in=request.actor.organisations)
    if request.method == "POST":
        return _do(request, found)
    if found.state != UploadState.READ:
        return _progress(request, found)
    planned = plan(found, actor=request.actor, at=timezone.now())
    return render(request, "providers/upload.html", {
        "upload": found, "plan": planned, "form": ColumnsForm(found), "steps": planned.steps[:STEPS_SHOWN],
        "left": [f"„{name}“" if name else f"Nr. {number}" for number, (name, key)
                 in enumerate(zip(found.head, found.columns, strict=True), start=1) if not key],
        "has_title": "title" in found.columns,
    })


def _do(request: Request, found: Upload) -> HttpResponse:
    at, actor = timezone.now(), request.actor
    try:
        match request.POST.get("deed"):
            case "match":
                form = ColumnsForm(found, request.POST)
                if form.is_valid():
                    deeds.match(found, form.columns, actor=actor)
            case "discard":
                deeds.discard(found, actor=actor)
                messages.success(request, "Verworfen. An Ihren Angeboten hat sich nichts geändert.")
                return redirect("providers:tables")
            case "hand_in":
                _hand_in(request)
            case "take_in":
                deeds.confirm(found, silence_confirmed=bool(request.POST.get("silence")), actor=actor, at=at)
    except NotPossible as no:
        messages.error(request, str(no))
    return redirect("providers:upload", number=found.pk)


def _hand_in(request: Request) -> None:
    ready = _ideas(request).ready[:HANDED_IN_AT_ONCE]
    number, others = deeds.hand_in_ready(ready, actor=request.actor, at=timezone.now())
    if number:
        messages.success(request, "1 Angebot ist eingereicht." if number == 1 else
                         f"{number} Angebote sind eingereicht. Jetzt liest sie der Standort.")
    for offer, sentence in others[:5]:
        messages.warning(request, f"{offer.title}: {sentence}")


def _progress(request: Request, found: Upload) -> HttpResponse:
    shown = {"upload": found, "at_once": HANDED_IN_AT_ONCE, "running": found.state in RUNNING,
             "ideas": _ideas(request) if found.state == UploadState.DONE else None,
             "waiting": PreparedRun.objects.exclude(times=[]).count() if found.state == UploadState.DONE else 0}
    if request.htmx and shown["running"]:
        return render_fragment(request, "providers/upload_done.html", "progress", shown)
    answer = render(request, "providers/upload_done.html", shown)
    if request.htmx:  # it is done: the whole page anew
        answer.headers["HX-Refresh"] = "true"
    return answer


@dataclass(frozen=True)
class Ideas:
    """Own ideas that can be handed in at once, and how many still need something."""

    ready: list[Offer]
    unfinished: list[Offer]
    missing: dict[int, list[Missing]]


def _ideas(request: Request) -> Ideas:
    on = timezone.localdate()
    ideas = list(Offer.objects.filter(provider__in=request.actor.organisations, state=OfferState.IDEA))
    missing = {offer.pk: queries.missing(offer, on=on) for offer in ideas}
    return Ideas([one for one in ideas if not missing[one.pk]], [one for one in ideas if missing[one.pk]], missing)


def _file(name: str, kind: str, sheets: list[Sheet]) -> HttpResponse:
    if kind not in ("csv", "xlsx"):
        raise Http404
    if kind == "csv":
        response = HttpResponse(spreadsheets.as_csv([sheets[0].head, *sheets[0].rows]), content_type=spreadsheets.CSV)
    else:
        response = HttpResponse(spreadsheets.as_xlsx(sheets), content_type=spreadsheets.XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response
