"""A unit's week in numbers: the one page of this desk that asks to sign in. No person and no single talk in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.conversations import actions, queries, rules
from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.conversations.queries import Reporting
from verzahnt.programme.conversations.rules import Numbers
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.models import Topic
from verzahnt.programme.training import queries as training

MISSED = "fehlte_"
COURSES_SHOWN = 3


class WeekForm(forms.Form):
    """Conversations, hand-outs, and a number for each topic that was looked for in vain."""

    conversations = forms.IntegerField(
        label="Gespräche, in denen Gesundheit Thema war", min_value=0, max_value=rules.MOST,
        help_text="Alle zusammen, auch die kurzen. Eine Schätzung genügt.")
    handouts = forms.IntegerField(label="Mitgegebene Handzettel", min_value=0, max_value=rules.MOST)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, topics: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        for topic in topics:
            self.fields[MISSED + topic.slug] = forms.IntegerField(
                label=topic.plain_name, min_value=0, max_value=rules.MOST_MISSED, required=False)
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField):
                most = rules.MOST_MISSED if name.startswith(MISSED) else rules.MOST
                field.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"),
                                                      f"Bitte schreiben Sie eine ganze Zahl von 0 bis {most}.")
                field.widget.attrs |= {"inputmode": "numeric"}

    @property
    def missed(self) -> list[BoundField]:
        return [self[MISSED + topic.slug] for topic in self.topics]

    @property
    def numbers(self) -> Numbers:
        said = self.cleaned_data
        return Numbers(said["conversations"], said["handouts"],
                       {topic.slug: said[MISSED + topic.slug] or 0 for topic in self.topics})

    @staticmethod
    def filled_with(row: WeeklyNumbers | None) -> dict[str, Any]:
        if row is None:
            return {"seen": ""}
        return {"conversations": row.conversations, "handouts": row.handouts, "seen": row.numbers.mark,
                **{MISSED + topic: number for topic, number in row.missing.items()}}


@needs("weeks.report")
def weeks(request: Request) -> HttpResponse:
    """The week of a unit, to enter or to correct; the units one may choose, and what they said lately."""
    at = timezone.now()
    on = timezone.localdate(at)
    own = queries.reporting_for(request.actor)
    chosen = next((one for one in own if str(one.key) == request.GET.get("einheit", "")), own[0] if own else None)
    week = _week(request.GET.get("woche", ""), on)
    if chosen is None:
        return render(request, "counselling/weeks.html", {"reporting": None, "courses": _courses(own, on)})
    there = queries.week_of(chosen, week)
    topics = list(reference.topics())
    form = WeekForm(request.POST if request.method == "POST" else None, topics=topics,
                    initial=WeekForm.filled_with(there))
    if form.is_valid():
        try:
            actions.report(chosen, week, form.numbers, seen=form.cleaned_data["seen"], actor=request.actor, at=at)
        except actions.ChangedMeanwhile as no:
            again = request.POST.copy()  # what was typed stays; sent again, it counts
            again["seen"] = no.there.mark
            form = WeekForm(again, topics=topics)
            form.full_clean()
            form.add_error(None, str(no))
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, f"Danke. Die Zahlen für die Woche vom {_short(week)} stehen. Ändern können Sie "
                                      f"sie bis {_short(rules.last_day_to_enter(week))}.")
            return redirect(_address(chosen, week))
    return render(request, "counselling/weeks.html", {
        "reporting": chosen, "week": week, "last_day": rules.last_day_to_enter(week), "there": there, "form": form,
        "topics": {topic.slug: topic.plain_name for topic in topics}, "friday": week + timedelta(days=4),
        "weeks": [(_words(one, on), _address(chosen, one), one == week) for one in rules.open_weeks(on)],
        "groups": [(", ".join(one.group.names), _address(one, week), one == chosen) for one in own],
        "recent": queries.recent_weeks(chosen), "courses": _courses(own, on),
    })


def _week(typed: str, on: date) -> date:
    """The open week of this Monday; this one, where nothing or something else is asked for."""
    return next((one for one in rules.open_weeks(on) if one.isoformat() == typed), rules.monday_of(on))


def _words(week: date, on: date) -> str:
    return "Diese Woche" if week == rules.monday_of(on) else "Letzte Woche"


def _short(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def _address(reporting: Reporting, week: date) -> str:
    return f"{reverse('counselling:weeks')}?einheit={reporting.key}&woche={week.isoformat()}"


def _courses(own: Sequence[Reporting], on: date) -> list[Any]:
    """The next trainings around here."""
    keys = [kreis.key for one in own[:1] for kreis in one.site.kreise.all()[:1]]
    return list(training.next_courses(on=on, kreis=keys[0] if keys else "")[:COURSES_SHOWN])
