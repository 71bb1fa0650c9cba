"""A short message to all who have a place: a sentence with one gap. There is no field for more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.parts.words import time_span, weekday_short_day
from verzahnt.desks.providers.fields import OneOf, Words
from verzahnt.desks.providers.list_page import opened_list
from verzahnt.desks.providers.reach import reach
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.bookings import actions_dates as bookings
from verzahnt.programme.bookings.models import Notice
from verzahnt.programme.bookings.refusals import SayHowLate
from verzahnt.programme.bookings.states import NoticeKind
from verzahnt.programme.offers import of_provider
from verzahnt.programme.offers.models import Run

GAP = "…"


def sentences() -> list[tuple[str, str]]:
    """The sentences there are, each with its gap."""
    return [(value, str(label).replace("%s", GAP)) for value, label in NoticeKind.choices]


class NoticeForm(forms.Form):
    """Which sentence, what stands in its gap, and for which dates."""

    kind = OneOf(label="Was möchten Sie sagen?", choices=sentences)
    words = Words(bookings.LONGEST_WORDS, label="Was steht in der Lücke?",
                  help_text="Zum Beispiel: ein Handtuch. Beginnt es später: nur die Zahl der Minuten. "
                            "Bitte nichts über die Gesundheit, auch nicht als guter Rat.")
    session = forms.ChoiceField(label="Wen betrifft es?", required=False)

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        self.fields["session"].choices = [("", "alle, die einen Platz haben"), *(  # type: ignore[attr-defined]
            (str(one.pk), f"nur {weekday_short_day(one.starts_at)}, {time_span(one.starts_at, one.ends_at)}")
            for one in run.sessions.all() if not one.is_cancelled and one.ends_at > now)]

    @property
    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"kind": told["kind"], "words": told["words"],
                "session_id": int(told["session"]) if told["session"] else None}


@never_cache
@needs("runs.plan")
def tell_all(request: Request, run: int) -> HttpResponse:
    """What to tell, whom it reaches, and what was told before."""
    found = of_provider.own_run_with_dates(request.actor, run)
    if found is None or found.offer.reports_to:
        raise Http404
    form = NoticeForm(request.POST or None, run=found)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                bookings.tell_all(found.pk, actor=request.actor, at=timezone.now(), **form.told)
        except NotPossible as no:
            form.add_error("words" if isinstance(no, SayHowLate) else None, str(no.message))
        else:
            messages.success(request, "Gesagt. Wer von Änderungen hören möchte, bekommt eine Nachricht; "
                                      "alle anderen lesen es unter ihrer Karte.")
            return redirect("providers:tell_all", run=found.pk)
    opened = opened_list(found, actor=request.actor, at=timezone.now())
    return render(request, "providers/tell_all.html", {
        "run": found, "offer": found.offer, "form": form, "reach": reach(opened.rows) if opened else None,
        "notices": [(one.told_on, sentence(one)) for one in Notice.objects.filter(run=found).order_by("-id")]})


def sentence(notice: Notice) -> str:
    """The sentence with its gap filled."""
    return str(NoticeKind(notice.kind).label) % notice.words
