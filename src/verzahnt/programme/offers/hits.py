"""What a card in the list shows of an offer: read for the page's rows alone, in three small statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from verzahnt.kit.texts import Text, text_for
from verzahnt.programme.offers import rules
from verzahnt.programme.offers.models import Listing
from verzahnt.programme.offers.queries import texts_of
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.states import COME_ANY_TIME, Registration


@dataclass(frozen=True, slots=True)
class Dates:
    """When a run takes place from today on: its next date, how many are left, and whether they are weekly alike."""

    starts_at: datetime
    ends_at: datetime
    left: int
    weekly: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. Places are a band, never a number."""

    offer: int
    run: int | None
    slug: str
    title: Text
    kind: str
    dates: Dates | None
    venue: str
    town: str
    km: float | None
    is_online: bool
    band: str
    registration: str
    languages: tuple[str, ...]
    reasons: list[tuple[rules.Reason, str]]
    summary: Text
    provider: str
    telephone: str
    is_invented: bool
    reports_to: str
    latitude: float | None
    longitude: float | None


COLUMNS = ("id", "offer_id", "run_id", "offer__slug", "offer__title", "kind", "run__venue__name", "run__venue__town",
           "is_online", "band", "registration", "languages", "audiences", "traits", "offer__summary",
           "offer__provider__name", "offer__telephone", "offer__is_invented", "offer__reports_to", "starts_on",
           "checked_on", "latitude", "longitude")


def hits_of(rows: Sequence[tuple[int, float | None]], question: Question, *, today: date) -> list[Hit]:
    """The cards of these listing rows, in their order."""
    distance = dict(rows)
    found = {row[0]: row for row in Listing.objects.filter(pk__in=distance).values_list(*COLUMNS)}
    texts = texts_of([row[1] for row in found.values()], question.reads)
    dates = _dates([row[2] for row in found.values() if row[2]], today)
    hits = []
    for pk, km in rows:
        if pk not in found:
            continue
        (_, offer, run, slug, title, kind, venue, town, is_online, band, registration, languages, audiences, traits,
         summary, provider, telephone, is_invented, reports_to, starts_on, checked_on, latitude, longitude) = found[pk]
        facts = rules.Facts(
            km=km, is_online=is_online, any_time=kind in COME_ANY_TIME or run is None, band=band,
            days_until_start=max((starts_on - today).days, 0) if starts_on else None,
            days_since_checked=(today - checked_on).days if checked_on else None,
            needs_registration=registration != Registration.NONE,
            in_my_language=question.reads not in ("de", "de-simple") and question.reads in languages,
            for_me=bool(question.audience) and question.audience in audiences, traits=tuple(traits))
        said = texts.get(offer, [])
        hits.append(Hit(
            offer, run, slug, text_for(title, said, question.reads, field="title"), kind, dates.get(run or 0),
            venue or "", town or "", km, is_online, band, registration, tuple(languages),
            rules.reasons(facts, wished=question.traits),
            text_for(summary, said, question.reads, field="summary"), provider, telephone, is_invented, reports_to,
            latitude, longitude))
    return hits


def _dates(runs: Sequence[int], today: date) -> dict[int, Dates]:
    """The next date of each run, how many follow, and whether all of them have one weekday and one time."""
    if not runs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT run_id, min(starts_at), (array_agg(ends_at ORDER BY starts_at))[1], count(*), "
            "count(DISTINCT to_char(starts_at AT TIME ZONE 'Europe/Berlin', 'ID HH24:MI')) = 1 FROM offers_session "
            "WHERE run_id = ANY (%s) AND NOT is_cancelled AND starts_at >= %s::timestamp AT TIME ZONE 'Europe/Berlin' "
            "GROUP BY run_id", [list(runs), today])
        return {run: Dates(start, end, left, alike and left > 1) for run, start, end, left, alike in cursor.fetchall()}
