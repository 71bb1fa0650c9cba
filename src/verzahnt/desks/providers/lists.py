"""The list of a run: who comes and who came. Opening it is a look that is written down; lists close by themselves."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.papers.attendance import FILE_NAME, attendance_sheet_pdf
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.list_page import opened_list, own, page


@never_cache
@needs("lists.see")
def run(request: Request, run: int) -> HttpResponse:
    """The list as long as it is open; afterwards the page says that it is closed."""
    return page(request, own(request, run))


@never_cache
@needs("lists.see")
def sheet(request: Request, run: int) -> HttpResponse:
    """The list on paper, to tick by hand. A look like any other."""
    found = own(request, run)
    opened = opened_list(found, actor=request.actor, at=timezone.now())
    if opened is None:
        return redirect("providers:run", run=found.pk)
    days = [timezone.localdate(session.starts_at) for session in opened.sessions if not session.is_cancelled]
    if not days:
        raise Http404
    pdf = attendance_sheet_pdf(found.offer.title, days, [row.wishes.alias for row in opened.rows],
                               demo=settings.VERZAHNT_DEMO)
    return HttpResponse(pdf, content_type="application/pdf",
                        headers={"Content-Disposition": f'inline; filename="{FILE_NAME}"'})
