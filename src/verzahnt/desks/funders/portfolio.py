"""All sites of a lead or payer in one list, sortable by address, and as a table to take along."""

from defusedcsv import csv
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from verzahnt.desks.funders.rows import SORTED_BY, Row, in_order, portfolio_of, rows_of
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.environment import with_query
from verzahnt.desks.parts.request import Request
from verzahnt.desks.parts.words import euro
from verzahnt.programme.offers import queries as offers

DOWN = "ab"


@needs("portfolio.see")
def portfolio(request: Request) -> HttpResponse:
    on = timezone.localdate()
    by, downwards = _order(request)
    rows = _rows(request)
    columns = [
        {"label": label, "numeric": name in ("angebote", "mittel"),
         "sort": with_query(request, sortierung=name, richtung=DOWN if name == by and not downwards else None),
         "sorted": ("descending" if downwards else "ascending") if name == by else ""}
        for name, (label, _key) in SORTED_BY.items()
    ]
    asked = [(one, (on - timezone.localdate(one.asked_at)).days) for one in offers.approvals_asked_of(request.actor)
             ] if request.actor.may("offers.approve_as_lead") else []
    return render(request, "funders/portfolio.html", {
        "rows": rows, "columns": columns, "asked": asked,
        "soon": [(row, ending) for row in rows for ending in row.endings if ending.soon],
    })


@needs("portfolio.see")
def as_csv(request: Request) -> HttpResponse:
    """The list in the order it has on the page, for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="standorte.csv"'
    response.write("\ufeff")  # by which spreadsheets know the letters
    table = csv.writer(response, delimiter=";")
    table.writerow(["Standort", "Land", "Federführung", "Vereinbarung", "Letzter Tag (spätestens)", "Angebote",
                    "Mittel frei nach Rechtsgrundlage", "Letzte Freigabe", "Beispiel"])
    for row in _rows(request):
        left = ", ".join(f"{one.legal_basis.label}: {euro(one.money.left)}" for one in row.purses)
        table.writerow([row.site.name, row.site.land.name, row.lead.called if row.lead else "",
                        "; ".join(one.words for one in row.endings), row.last_day or "", row.running, left,
                        row.released, "ja" if row.site.is_invented else ""])
    return response


def _rows(request: Request) -> list[Row]:
    on = timezone.localdate()
    by, downwards = _order(request)
    return in_order(rows_of(list(portfolio_of(request.actor, on=on)), on=on), by, downwards=downwards)


def _order(request: Request) -> tuple[str, bool]:
    """The column and direction the address asks for; an unknown one is the first."""
    by = request.GET.get("sortierung", "")
    return (by if by in SORTED_BY else "standort"), request.GET.get("richtung") == DOWN
