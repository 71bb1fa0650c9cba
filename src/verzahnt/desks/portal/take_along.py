"""What somebody takes along from under their card: dates, Stempelheft, a confirmation, everything. Kept nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from verzahnt.desks.papers import own_sheets
from verzahnt.desks.papers.own_sheets import SheetDate, SheetStamp
from verzahnt.desks.parts import words
from verzahnt.desks.parts.doors import public
from verzahnt.desks.portal import calendar
from verzahnt.desks.portal.card_in_use import carry, own_forms, proven, root_in_use
from verzahnt.desks.portal.own_words import offer_words
from verzahnt.desks.portal.stamps import kept_stamps
from verzahnt.desks.portal.told_of_card import all_told, stamp_in_words
from verzahnt.programme.attendance.queries import own_marks
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.models import Stamp
from verzahnt.programme.bookings.queries import Held
from verzahnt.programme.cards import rules
from verzahnt.programme.offers.models import Run, Session

GERMAN = "de"


@dataclass(frozen=True)
class UnderTheCard:
    """What a card shows at this moment."""

    held: list[Held]
    came: dict[UUID, frozenset[int]]
    kept: Collection[Stamp]
    now: datetime
    place: str
    """The place something is asked for; empty for all."""


@public
@own_forms
def take_along(request: HttpRequest) -> HttpResponse:
    """One paper or file, made now and handed over. Whoever has no card in use is asked for it."""
    root = root_in_use(request)
    make = PAPERS.get(request.POST.get("was", ""))
    if request.method != "POST" or root is None or make is None or not proven(request, root):
        return redirect("portal:card")
    keys = rules.keys_of(root)
    with queries.holding(keys):
        held = queries.held_under(keys)
        there = UnderTheCard(held, own_marks(keys), kept_stamps(root), timezone.now(), request.POST.get("platz", ""))
        answer = make(there) or redirect("portal:card")
    return carry(request, answer, root)


def _calendar(there: UnderTheCard) -> HttpResponse:
    sessions = [session for held, session in _dates(there) if _set_run(session, held.run)]
    return calendar.as_file(calendar.of_sessions(sessions, at=there.now))


def _sheet_of_dates(there: UnderTheCard) -> HttpResponse:
    dates = [SheetDate(_when(session), _where(held.run)) for held, session in _dates(there)
             if not session.is_cancelled]
    return _pdf(own_sheets.dates_pdf(dates, _language(), demo=settings.VERZAHNT_DEMO), own_sheets.DATES_FILE)


def _stamp_book(there: UnderTheCard) -> HttpResponse:
    sheets = [[SheetStamp(words.short_day(session.starts_at), words.weekday(session.starts_at),
                          session.pk in there.came.get(held.place.pk, ())) for session in held.sessions
               if not session.is_cancelled] for held in there.held if _has_a_place(held)]
    kept = [stamp_in_words(one) for one in there.kept]
    return _pdf(own_sheets.stamps_pdf([sheet for sheet in sheets if sheet], kept, _language(),
                                      demo=settings.VERZAHNT_DEMO), own_sheets.STAMPS_FILE)


def _confirmation(there: UnderTheCard) -> HttpResponse | None:
    """Of dates somebody came to; where there are none, there is nothing to confirm."""
    came = [_when(session) for held in there.held if str(held.place.pk) == there.place
            for session in held.sessions if session.pk in there.came.get(held.place.pk, ())]
    if not came:
        return None
    return _pdf(own_sheets.confirmation_pdf(came, _language(), demo=settings.VERZAHNT_DEMO),
                own_sheets.CONFIRMATION_FILE)


def _everything(there: UnderTheCard) -> HttpResponse:
    titles = offer_words([one.run.offer for one in there.held], "title")
    parts = all_told(there.held, there.came, there.kept, titles)
    return _pdf(own_sheets.everything_pdf(parts, _language(), demo=settings.VERZAHNT_DEMO),
                own_sheets.EVERYTHING_FILE)


def _data(there: UnderTheCard) -> HttpResponse:
    titles = offer_words([one.run.offer for one in there.held], "title")
    told = [{"title": part.title[0], **{row.label: [line for line, _language in row.lines] for row in part.rows}}
            for part in all_told(there.held, there.came, there.kept, titles)]
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="alles.json"'
    return response


PAPERS: dict[str, Callable[[UnderTheCard], HttpResponse | None]] = {
    "kalender": _calendar, "termine": _sheet_of_dates, "stempelheft": _stamp_book, "bestaetigung": _confirmation,
    "alles": _everything, "daten": _data,
}


def _dates(there: UnderTheCard) -> list[tuple[Held, Session]]:
    """Dates ahead of places somebody has, soonest first; cancelled ones too: a calendar must learn of them."""
    found = [(held, session) for held in there.held if _has_a_place(held) or held.is_called_off
             for session in held.sessions if session.ends_at > there.now]
    return sorted(found, key=lambda one: one[1].starts_at)


def _has_a_place(held: Held) -> bool:
    return not (held.waits or held.is_lapsed or held.is_called_off)


def _set_run(session: Session, run: Run) -> Session:
    session.run = run  # known already: the calendar need not ask for it
    return session


def _when(session: Session) -> str:
    return words.day_and_times(session.starts_at, session.ends_at)


def _where(run: Run) -> tuple[tuple[str, str], ...]:
    """Where it is and how one gets there, in the words of whoever knows the place."""
    venue = run.venue
    if venue is None:
        return ((run.online_how, GERMAN),)
    stop = ((_("Haltestelle: %(stop)s") % {"stop": venue.stop}, _language()),) if venue.stop else ()
    way = ((venue.way, GERMAN),) if venue.way else ()
    return ((venue.name, GERMAN), (f"{venue.street}, {venue.postal_code} {venue.town}", GERMAN), *stop, *way)


def _language() -> str:
    return get_language() or GERMAN


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf",
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})
