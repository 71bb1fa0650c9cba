"""The hand-out: chosen offers and one fresh card to print, in PDFs and for a phone, in one answer that nobody keeps.

The card exists in this answer alone, so the PDFs come inside it: asking for them again would make another card.
"""

from __future__ import annotations

from base64 import b64encode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from verzahnt.desks.counselling import choosing, paper
from verzahnt.desks.counselling.asked import Asked
from verzahnt.desks.counselling.finding import shown
from verzahnt.desks.papers.handout import FILE_NAME, Handout, handout_pdf, handout_words
from verzahnt.desks.papers.phone import phone_words
from verzahnt.desks.papers.setting import Size
from verzahnt.desks.parts.addresses import portal_address
from verzahnt.desks.parts.doors import public
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.reference.queries import locate


# A foreign page that sends this form gets nobody anything: the deed changes nothing, is stored nowhere, and its answer
# only the sender's own browser reads. A token would need a cookie, and this desk sets none.
@public
@csrf_exempt
def handout(request: HttpRequest) -> HttpResponse:
    """Make the hand-out. Whoever comes by an address alone is led to the desk."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("counselling:home"))
    asked = Asked.from_address(request.POST)
    located = locate(asked.question.place) if asked.question.place else None
    choice = choosing.choose(asked, located.spots[0] if located else None, today=timezone.localdate())
    if choice.sentences or not choice.chosen:
        return _kept_nowhere(shown(request, asked, problem="" if choice.sentences else
                                   "Auf dem Handzettel steht noch nichts. Wählen Sie zuerst ein Angebot."))
    made = paper.handout_with(cards.make(Kind.HANDED), choice.chosen, portal=portal_address(request),
                              language=asked.language)
    return _kept_nowhere(render(request, "counselling/handout.html", {
        "asked": asked, "paper": handout_words(made), "phone": phone_words(made), "files": _files(made),
        "shows_phone": request.POST.get("als") == "telefon",
        "prints_at_once": request.POST.get("als") == "druck",
    }))


def _files(made: Handout) -> list[tuple[str, str, str]]:
    """The PDFs inside the page: (words, file name, address). The small sheet holds one offer, in large type none."""
    files = [("PDF, A4", FILE_NAME, _inside(made, "a4"))]
    if len(made.offers) == 1 and made.language != "de-simple":
        files.append(("PDF, klein (A6)", FILE_NAME.replace(".pdf", "-klein.pdf"), _inside(made, "a6")))
    return files


def _inside(made: Handout, size: Size) -> str:
    return "data:application/pdf;base64," + b64encode(handout_pdf(made, size=size)).decode()


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
