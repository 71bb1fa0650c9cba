"""What a card in the list shows of an offer: read for the page's rows alone, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from verzahnt.kit.texts import Text, text_for
from verzahnt.programme.offers import rules
from verzahnt.programme.offers.models import OfferText
from verzahnt.programme.offers.queries import learns_who_comes, texts_of
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
    seen_by_an_office: bool
    latitude: float | None
    longitude: float | None


STATEMENT = """
SELECT l.id, l.offer_id, l.run_id, o.slug, o.title, l.kind, v.name, v.town, l.is_online, l.band, l.registration,
       l.languages, l.audiences, l.traits, o.summary, p.name, o.telephone, o.is_invented, o.reports_to, p.kind,
       l.starts_on, l.checked_on, l.latitude, l.longitude, dates.starts_at, dates.ends_at, dates.left_over, dates.alike
FROM offers_listing l
JOIN offers_offer o ON o.id = l.offer_id
JOIN partners_organisation p ON p.id = o.provider_id
LEFT JOIN offers_run r ON r.id = l.run_id
LEFT JOIN offers_venue v ON v.id = r.venue_id
LEFT JOIN LATERAL (
    SELECT min(starts_at) AS starts_at, (array_agg(ends_at ORDER BY starts_at))[1] AS ends_at, count(*) AS left_over,
           count(DISTINCT to_char(starts_at AT TIME ZONE 'Europe/Berlin', 'ID HH24:MI')) = 1 AS alike
    FROM offers_session s
    CROSS JOIN LATERAL (SELECT s.starts_at AT TIME ZONE 'Europe/Berlin' AS there) AS local
    WHERE s.run_id = l.run_id AND NOT s.is_cancelled
      AND s.starts_at >= %(today)s::timestamp AT TIME ZONE 'Europe/Berlin'
      -- Where a time was asked for, the dates at that time are told and no others of an open meeting.
      AND (NOT %(by_time)s OR l.on_days IS NULL
           OR l.weekdays = 1 << extract(isodow FROM there)::int - 1
              AND l.begins_first = extract(hour FROM there) * 60 + extract(minute FROM there))
) dates ON true
WHERE l.id = ANY (%(ids)s)
"""


def hits_of(rows: Sequence[tuple[int, float | None]], question: Question, *, today: date) -> list[Hit]:
    """The cards of these listing rows (number, km), in their order."""
    return list(hits_by_row(dict(rows), question, today=today).values())


def hits_by_row(rows: Mapping[int, float | None], question: Question, *, today: date) -> dict[int, Hit]:
    """The same by the rows' numbers; rows that have gone meanwhile are left out."""
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"ids": list(rows), "today": today, "by_time": question.asks_a_time})
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    texts = texts_of([row[0] for row in found.values()], question.reads)
    return {pk: _hit(found[pk], km, texts, question, today) for pk, km in rows.items() if pk in found}


def _hit(row: tuple[Any, ...], km: float | None, texts: dict[int, list[OfferText]], question: Question,
         today: date) -> Hit:
    (offer, run, slug, title, kind, venue, town, is_online, band, registration, languages, audiences, traits, summary,
     provider, telephone, is_invented, reports_to, provider_kind, starts_on, checked_on, latitude, longitude, starts_at,
     ends_at, left, alike) = row
    facts = rules.Facts(
        place_is_known=bool(question.place), km=km, is_online=is_online, band=band,
        any_time=kind in COME_ANY_TIME or run is None,
        days_until_start=max((starts_on - today).days, 0) if starts_on else None,
        days_since_checked=(today - checked_on).days if checked_on else None,
        needs_registration=registration != Registration.NONE,
        in_my_language=not question.reads_german and question.reads in languages,
        for_me=bool(question.audience) and question.audience in audiences, at_my_time=question.asks_a_time,
        traits=tuple(traits))
    said = texts.get(offer, [])
    return Hit(
        offer=offer, run=run, slug=slug, title=text_for(title, said, question.reads, field="title"),
        dates=Dates(starts_at, ends_at, left, alike and left > 1) if left else None, venue=venue or "",
        town=town or "", km=km, is_online=is_online, band=band, registration=registration, languages=tuple(languages),
        reasons=rules.reasons(facts, wished=question.traits),
        summary=text_for(summary, said, question.reads, field="summary"), provider=provider, telephone=telephone,
        is_invented=is_invented, reports_to=reports_to,
        seen_by_an_office=learns_who_comes(reports_to, provider_kind), latitude=latitude, longitude=longitude)
