"""A search to keep: as a feed that tells what is new, as a calendar of its dates. The address is the question.

Whoever reads it sets no cookie and leaves nothing; a feed is asked by a program, and names nobody.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from verzahnt.desks.parts import languages, offer_words
from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.request import Request
from verzahnt.desks.portal import calendar
from verzahnt.programme.offers import of_dates
from verzahnt.programme.offers import search as offers
from verzahnt.programme.offers.choices import choices
from verzahnt.programme.offers.question import Question

MOST = 60
"""A feed is for what somebody reads, not for everything there is."""
AHEAD = timedelta(weeks=8)


@public
def feed(request: Request) -> HttpResponse:
    """What fits the search, as an Atom feed; what became public last stands first."""
    question, today = _question(request), localdate()
    hits = _hits(question, today)
    days = of_dates.days_of({hit.offer for hit in hits})
    lists = choices(question.reads, on=today)
    home = settings.VERZAHNT_ADDRESS.rstrip("/")
    atom = Atom1Feed(
        title=_("Angebote"), link=home + reverse("portal:offers") + question.address(),
        feed_url=home + request.path + question.address(), language=languages.current().tag,
        description=_("Was zu dieser Suche passt."))
    for hit in sorted(hits, key=lambda hit: days[hit.offer], reverse=True):
        link = home + reverse("portal:offer", args=[hit.slug])
        told = offer_words.told(hit, lists)
        first, latest = (datetime.combine(day, time(), UTC) for day in days[hit.offer])
        seen = _("Hier kann das Jobcenter sehen, ob Sie teilnehmen.") if hit.seen_by_an_office else ""
        atom.add_item(title=hit.title.body, link=link, unique_id=link, pubdate=first, updateddate=latest,
                      description=" · ".join(part for part in (told.when, told.where, hit.summary.body, seen) if part),
                      author_name=hit.provider)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public
def dates(request: Request) -> HttpResponse:
    """The dates of what fits the search, of the coming weeks, for a calendar to subscribe to."""
    at = now()
    runs = [hit.run for hit in _hits(_question(request), localdate(at)) if hit.run]
    sessions = of_dates.sessions_between(runs, begin=at, end=at + AHEAD)
    return calendar.as_file(calendar.of_sessions(sessions, at=at, lasting=True))


@public
def session(request: Request, number: int) -> HttpResponse:
    """From a calendar's entry to the offer it belongs to. The address says nothing of what it is about."""
    slug = of_dates.slug_of_session(number)
    if slug is None:
        raise Http404
    return redirect("portal:offer", slug=slug)


def _question(request: Request) -> Question:
    """The search without what only a page has: its view and its pages."""
    return Question.from_address(request.GET, reads=request.LANGUAGE_CODE).but(view="")


def _hits(question: Question, today: date) -> list[offers.Hit]:
    return offers.find(question, today=today, with_next_best=False, size=MOST).hits
