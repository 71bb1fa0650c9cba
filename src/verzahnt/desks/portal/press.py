"""What was published about the programme and its sites, told again in our own words; and the same as a feed."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from verzahnt.desks.parts.doors import public
from verzahnt.programme.press import queries as releases
from verzahnt.programme.press.models import PressRelease


@public
def press(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/press.html", {"releases": releases.releases()})


@public
def press_release(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        release = releases.release(slug)
    except PressRelease.DoesNotExist as unknown:
        raise Http404 from unknown
    older, newer = releases.neighbours(release)
    context = {"release": release, "older": older, "newer": newer, "sources": [release.source]}
    return render(request, "portal/press_release.html", context)


@public
def feed(request: HttpRequest) -> HttpResponse:
    """The press page as an Atom feed. What bears no exact day is dated by the latest one it can be."""
    home = settings.VERZAHNT_ADDRESS.rstrip("/")
    atom = Atom1Feed(
        title=_("Verzahnt: Presse"),
        link=home + reverse("portal:press"),
        feed_url=home + reverse("portal:press_feed"),
        description=_("Was über das Programm und seine Standorte veröffentlicht wurde."),
        language="de",
    )
    for release in releases.releases():
        link = home + reverse("portal:press_release", args=[release.slug])
        latest = release.published.latest
        day = datetime.combine(latest, time(), UTC) if latest else None
        atom.add_item(title=release.title, link=link, description=release.summary, unique_id=link, pubdate=day,
                      updateddate=day, author_name=release.publisher.name)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
