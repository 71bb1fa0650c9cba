"""Pages about these pages: who runs them, what happens to data, for whom they work, where things come from."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.keeping import kept
from verzahnt.desks.parts.promises import PROMISES
from verzahnt.programme.sources import queries as sources


@public
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/contact.html", {"operator": settings.VERZAHNT_OPERATOR})


@public
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/imprint.html", {"operator": settings.VERZAHNT_OPERATOR})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"operator": settings.VERZAHNT_OPERATOR, "kept": kept(), "promises": PROMISES}
    return render(request, "portal/privacy.html", context)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"operator": settings.VERZAHNT_OPERATOR})


@public
def data_sources(request: HttpRequest) -> HttpResponse:
    context = {"data_sets": sources.data_sets(), "publications": sources.publications()}
    return render(request, "portal/data_sources.html", context)
