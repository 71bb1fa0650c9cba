"""Material for people who do not expect the subject: the sheet before the talk, in every language, ready to print."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from verzahnt.desks.papers.beforehand import FILE_NAME, Beforehand, Size, beforehand_pdf
from verzahnt.desks.parts import languages
from verzahnt.desks.parts.addresses import as_printed, portal_address
from verzahnt.desks.parts.doors import public

SIZES: dict[str, Size] = {"a4": "a4", "a5": "a5"}


@public
def material(request: HttpRequest) -> HttpResponse:
    """What can be handed out before somebody asks."""
    return render(request, "counselling/material.html", {"languages_shown": languages.shown()})


@public
def sheet(request: HttpRequest, code: str, size: str) -> HttpResponse:
    """The sheet in a language. It is the same for everybody, so nothing on it needs to be kept from anyone."""
    language = next((one for one in languages.shown() if one.code == code), None)
    if language is None or size not in SIZES:
        raise Http404
    start = portal_address(request) + language.prefix
    pdf = beforehand_pdf(Beforehand(
        link=start, portal=as_printed(start), language=code,
        demo=settings.VERZAHNT_DEMO), size=SIZES[size])
    return HttpResponse(pdf, content_type="application/pdf",
                        headers={"Content-Disposition": f'inline; filename="{FILE_NAME}"'})
