"""The first page: one question, one field, six pictures. Nothing of earlier searches is remembered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language

from verzahnt.desks.parts.doors import public
from verzahnt.programme.offers.choices import choices


@public
def start(request: HttpRequest) -> HttpResponse:
    lists = choices(get_language() or "de", on=localdate())
    return render(request, "portal/start.html", {"topics": lists.first_topics})
