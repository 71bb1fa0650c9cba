"""One site as its lead or payer sees it: agreement, money, and released figures by quarter."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from verzahnt.desks.funders.rows import portfolio_of, rows_of
from verzahnt.desks.parts.deadlines import ends_in, stretch
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.evaluation import queries as evaluation
from verzahnt.programme.evaluation.indicators import HOW_WE_COUNT, HOW_WE_HIDE, INDICATORS


@needs("figures.see")
def site(request: Request, slug: str) -> HttpResponse:
    """`?quartal=2026-07-01` chooses the quarter shown by topics; else it is the newest."""
    on = timezone.localdate()
    found = get_object_or_404(portfolio_of(request.actor, on=on), slug=slug)
    [row] = rows_of([found], on=on)
    quarters = evaluation.figures_of(found)
    wished = request.GET.get("quartal", "")
    chosen = next((one for one in quarters if str(one.release.quarter) == wished), None)
    if wished and chosen is None:
        raise Http404
    chosen = chosen or (quarters[0] if quarters else None)
    return render(request, "funders/site.html", {
        "site": found, "row": row, "today": on, "mandates": agreements.mandates_of(found),
        "terms": [(term, stretch(term.runs), ends_in(term.runs, on=on)) for agreement in agreements.agreements_of(found)
                  if (term := agreements.last_term(agreement)) is not None],
        "quarters": quarters, "chosen": chosen,
        "lines": evaluation.table_of(chosen.release, found) if chosen else [],
        "indicators": INDICATORS, "how_we_count": HOW_WE_COUNT, "how_we_hide": HOW_WE_HIDE,
    })
