"""The guide: a calm page beside the conversation, and the same turned to the person. Nothing typed, nothing kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override

from verzahnt.desks.counselling.turning import Turned
from verzahnt.desks.parts import languages
from verzahnt.desks.parts.doors import public
from verzahnt.programme.conversations.guide import MAY_BE_NOTED, NEVER_NOTED, STEPS
from verzahnt.programme.conversations.topics import ASKING
from verzahnt.programme.offers.choices import choices
from verzahnt.programme.training import queries as training

MOST_COURSES = 3


@public
def guide(request: HttpRequest) -> HttpResponse:
    """Five steps and the questions of each topic, for the counsellor; every step can be turned to the person."""
    turned, today = Turned.from_address(request.GET), timezone.localdate()
    topics = choices(languages.GERMAN.code, on=today).topics
    return render(request, "counselling/guide.html", {
        "turned": turned, "languages_shown": languages.shown(),
        "steps": [(step, turned.at(number)) for number, step in enumerate(STEPS, start=1)],
        "topics": [(topics[slug], asking, turned.about(slug)) for slug, asking in ASKING.items() if slug in topics],
        "may_be_noted": MAY_BE_NOTED, "never_noted": NEVER_NOTED,
        "courses": training.next_courses(on=today)[:MOST_COURSES],
    })


@public
def turned(request: HttpRequest) -> HttpResponse:
    """One step as the person reads it: large, in their language, with nothing of ours around it."""
    turned = Turned.from_address(request.GET)
    with override(turned.language.code):
        response = render(request, "counselling/turned.html", {
            "turned": turned, "step": turned.step, "languages_shown": languages.shown(),
            "questions": turned.questions, "before": turned.before, "after": turned.after,
        })
    response["Content-Language"] = turned.language.code
    return response
