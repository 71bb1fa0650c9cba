"""The programme as a whole: its history, where it is at home, and what sources count. Stated figures keep their source
and their year; they are never added up and never mixed with released ones."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from verzahnt.desks.parts.areas import invented_areas, middle_of_site
from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.telling import Telling, named_once, told_at
from verzahnt.kit.maps import Dot, draw
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.chronicle import queries as chronicle
from verzahnt.programme.chronicle.models import Phase
from verzahnt.programme.evaluation import queries as evaluation
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.press import queries as press
from verzahnt.programme.reference import queries as reference


@dataclass(frozen=True)
class Row:
    """A site in the table beside the map, under its number, with who leads it today as far as sources tell."""

    number: int
    site: Site
    lead: Organisation | None


@public
def programme(request: HttpRequest) -> HttpResponse:
    today = localdate()
    phases = chronicle.phases()
    of_programme = chronicle.statements_of_programme()
    of_laender = chronicle.statements_of_laender()
    leads = agreements.leads_on(today)
    in_order = sorted(partners.sites(), key=lambda site: (site.is_invented, site.land.name, site.name))
    rows = [Row(number, site, leads.get(site.pk)) for number, site in enumerate(in_order, start=1)]
    counted = [one for one in of_programme if one.figure is not None and one.unit == "Standorte"]
    context = {
        "telling": Telling(get_language() or "de", today),
        "phases": phases,
        "phase_now": _now(phases, today),
        "counted": counted,
        "themes": chronicle.by_theme(one for one in of_programme if one not in counted),
        "counted_by_land": [one for one in of_laender if one.figure is not None],
        "who_coordinates": [one for one in of_laender if one.figure is None],
        "figures": evaluation.national(),
        "rows": rows,
        "map": _map(rows),
        "sources": named_once([*phases, *of_programme, *of_laender]),
        "told_at": told_at(press.releases()),
    }
    return render(request, "overview/programme.html", context)


def _now(phases: list[Phase], today: date) -> Phase | None:
    """The stretch of history that has begun last."""
    begun = [phase for phase in phases if phase.begins.latest and phase.begins.latest <= today]
    return begun[-1] if begun else None


def _map(rows: list[Row]) -> Markup:
    """Germany with its Länder and Kreise and the sites as numbered points."""
    return draw(
        [*reference.land_shapes(), *invented_areas(row.site for row in rows)],
        faint=reference.kreis_borders(),
        dots=[Dot(row.number, place, row.site.name) for row in rows if (place := middle_of_site(row.site))],
        key="deutschland",
        title=_("Das Programm in Deutschland"),
        description=_("Karte mit Ländern und Kreisen. Jede Nummer ist ein Standort der Tabelle daneben."),
    )
