"""The list of a run: who comes and who came. Opening it is a look that is written down; lists close by themselves."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.papers import course_form as form
from verzahnt.desks.papers.attendance import FILE_NAME, attendance_sheet_pdf
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.list_page import opened_list, own, page
from verzahnt.desks.providers.looks import looks_at
from verzahnt.programme.attendance.queries import Row
from verzahnt.programme.bookings.queries import sessions_of
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.bookings.states import Need


@never_cache
@needs("lists.see")
def run(request: Request, run: int) -> HttpResponse:
    """The list as long as it is open; afterwards the page says that it is closed."""
    return page(request, own(request, run))


@never_cache
@needs("lists.see")
def looks(request: Request, run: int) -> HttpResponse:
    """Who looked at the list and when, for whoever may look at it themselves."""
    found = own(request, run)
    return render(request, "providers/looks.html", {
        "run": found, "offer": found.offer, "looks": looks_at(found, request.actor)})


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
    pdf = attendance_sheet_pdf(found.offer.title, days, [_named(row) for row in opened.rows],
                               demo=settings.VERZAHNT_DEMO)
    return HttpResponse(pdf, content_type="application/pdf",
                        headers={"Content-Disposition": f'inline; filename="{FILE_NAME}"'})


@needs("lists.see")
def course_form(request: Request, run: int) -> HttpResponse:
    """The form of a certified course, blank: nobody is in it, so nothing is looked at and nothing is kept."""
    found = own(request, run)
    dates = [timezone.localdate(one.starts_at) for one in sessions_of(found.pk).filter(is_cancelled=False)]
    if not found.offer.certificate or found.offer.reports_to or not dates:
        raise Http404
    if closes_on(found.ends_on) <= timezone.localdate():  # nobody knows any more who was there
        return redirect("providers:run", run=found.pk)
    pdf = form.course_form_pdf(form.CourseForm(
        title=found.offer.title, certificate=found.offer.certificate, provider=found.offer.provider.name, dates=dates,
        demo=settings.VERZAHNT_DEMO))
    return HttpResponse(pdf, content_type="application/pdf",
                        headers={"Content-Disposition": f'attachment; filename="{form.FILE_NAME}"'})


def _named(row: Row) -> str:
    """The alias, and what somebody needs."""
    needs = dict(Need.choices)
    told = ", ".join(str(needs.get(need, need)) for need in row.wishes.needs)
    return f"{row.wishes.alias} ({told})" if told else row.wishes.alias
