"""Blank cards for health days and waiting rooms."""

from __future__ import annotations

from django.http import HttpResponse

from verzahnt.desks.papers.printing_cards import cards_page
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request


@needs("cards.print")
def blank_cards(request: Request) -> HttpResponse:
    return cards_page(request)
