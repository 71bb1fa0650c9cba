"""The guide: a calm page beside the conversation. Nothing can be typed there, nothing is sent or kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from verzahnt.desks.parts.doors import public
from verzahnt.programme.conversations.guide import MAY_BE_NOTED, NEVER_NOTED, STEPS


@public
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "counselling/guide.html", {
        "steps": STEPS, "may_be_noted": MAY_BE_NOTED, "never_noted": NEVER_NOTED})
