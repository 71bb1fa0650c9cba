"""Deeds on weekly numbers: enter or correct a week, count closed weeks into the tally, the end of keeping.

Who typed a number is kept nowhere: it is the unit's.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.conversations import queries, rules
from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.conversations.queries import Reporting
from verzahnt.programme.conversations.rules import Numbers
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.ledgers.tally import Kind
from verzahnt.programme.reference.models import Topic


class NotYourUnit(NotPossible):
    message = "Für diese Einheit tragen ihre eigenen Fachkräfte die Zahlen ein."


class WeekIsClosed(NotPossible):
    message = ("Diese Woche kann nicht mehr eingetragen oder geändert werden. Das geht bis zum Sonntag der Woche "
               "danach.")


class TooMuch(NotPossible):
    message = (f"Bitte prüfen Sie die Zahlen: Möglich sind 0 bis {rules.MOST}, bei den Themen 0 bis "
               f"{rules.MOST_MISSED}.")


class NoSuchTopic(NotPossible):
    message = "Eines dieser Themen gibt es nicht mehr. Bitte laden Sie die Seite neu."


class ChangedMeanwhile(NotPossible):
    """Somebody of the same group was quicker; what they entered is said, and nothing is lost."""

    def __init__(self, there: Numbers) -> None:
        self.there = there
        self.message = (
            f"Inzwischen hat jemand für diese Woche {there.conversations} Gespräche und {there.handouts} Handzettel "
            "eingetragen. Bitte prüfen Sie, ob Ihre dazukommen, und senden Sie dann die Summe.")


@transaction.atomic
def report(reporting: Reporting, week: date, numbers: Numbers, *, seen: str, actor: Actor, at: datetime) -> None:
    """Enter a week, or correct it while it is open. `seen` is the mark of what stood on the page, empty for nothing."""
    if not actor.may("weeks.report") or reporting not in queries.reporting_for(actor):
        raise NotYourUnit
    if not rules.may_enter(week, on=localdate(at)):
        raise WeekIsClosed
    if not numbers.are_plausible:
        raise TooMuch
    missing = {topic: number for topic, number in numbers.missing.items() if number}
    if Topic.objects.filter(slug__in=missing).count() != len(missing):
        raise NoSuchTopic
    there = queries.week_of(reporting, week)
    if there is not None and there.numbers.mark not in (seen, numbers.mark):
        raise ChangedMeanwhile(there.numbers)
    said = {"conversations": numbers.conversations, "handouts": numbers.handouts, "missing": missing}
    if there is not None:
        if not WeeklyNumbers.objects.filter(pk=there.pk, is_counted=False).update(**said):
            raise WeekIsClosed
        return
    made = WeeklyNumbers(site=reporting.site, unit_id=reporting.key, units=list(reporting.group.numbers), week=week,
                         **said)
    WeeklyNumbers.objects.bulk_create([made], ignore_conflicts=True)
    there = queries.week_of(reporting, week)
    if there is not None and there.numbers.mark != numbers.mark:  # both pressed in the same moment
        raise ChangedMeanwhile(there.numbers)


@transaction.atomic
def count_closed_weeks(on: date) -> int:
    """Count every week that can no longer be changed into the tally, by site and month, once. How many."""
    with acting_as(KEEPING):
        closed = WeeklyNumbers.objects.filter(is_counted=False, week__lte=on - timedelta(days=14))
        rows = list(closed.select_for_update().order_by("pk"))
        for row in rows:
            month = rules.month_of(row.week)
            _add(Kind.CONVERSATIONS, month, row.site_id, "", row.conversations)
            _add(Kind.HANDOUTS, month, row.site_id, "", row.handouts)
            for topic, number in row.missing.items():
                _add(Kind.MISSED, month, row.site_id, topic, number)
            WeeklyNumbers.objects.filter(pk=row.pk).update(is_counted=True)
    return len(rows)


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete weeks that began more than thirteen months ago. How many."""
    with acting_as(KEEPING):
        gone, _each = WeeklyNumbers.objects.filter(week__lt=WeeklyNumbers.keeping.gone_before(on)).delete()
    return gone


def _add(kind: Kind, month: date, site: int, topic: str, number: int) -> None:
    """One report more in a cell of the tally; `units` counts the reports."""
    cell, is_new = Tally.objects.get_or_create(
        kind=kind, month=month, site=site, kreis="", topic=topic,
        defaults={"total": number, "units": 1, "largest_unit": number})
    if not is_new:
        Tally.objects.filter(pk=cell.pk).update(total=F("total") + number, units=F("units") + 1,
                                                largest_unit=max(cell.largest_unit, number))
