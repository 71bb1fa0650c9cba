"""A search to keep and dates to take along: read again by readers of our own, not by what wrote them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock
from xml.etree import ElementTree

import pytest
from dateutil.rrule import rrulestr
from django.test import Client

from tests.factories.offers import NOW, TODAY, a_run, a_venue, an_offer
from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.offers.models import Run, Session

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def on_a_day_in_march() -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", return_value=NOW), \
            mock.patch("verzahnt.desks.portal.offer.now", return_value=NOW), \
            mock.patch("verzahnt.desks.portal.feeds.now", return_value=NOW):
        yield


# A second reader of calendars: lines, parts, and the clock as the file itself tells it (RFC 5545)

@dataclass
class Part:
    name: str
    values: dict[str, tuple[dict[str, str], str]]
    parts: list[Part]

    def __getitem__(self, name: str) -> str:
        return re.sub(r"\\(.)", r"\1", self.values[name][1])


def read(text: str) -> Part:
    """The file as a tree. Lines end with CRLF, hold 75 octets at most, and go on after a space."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    root = Part("", {}, [])
    open_parts = [root]
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        head, _, value = line.partition(":")
        name, *params = head.split(";")
        if name == "BEGIN":
            open_parts[-1].parts.append(part := Part(value, {}, []))
            open_parts.append(part)
        elif name == "END":
            assert open_parts.pop().name == value
        else:
            open_parts[-1].values[name] = (dict(param.split("=", 1) for param in params), value)
    assert open_parts == [root]
    return root.parts[0]


def instant(calendar: Part, event: Part, name: str) -> datetime:
    """A local time by the rules of the zone in the file: the latest change before it says how far from UTC it is."""
    params, value = event.values[name]
    local = datetime.strptime(value, "%Y%m%dT%H%M%S")
    zone = next(part for part in calendar.parts if part.name == "VTIMEZONE" and part["TZID"] == params["TZID"])
    changes = []
    for part in zone.parts:
        first = datetime.strptime(part["DTSTART"], "%Y%m%dT%H%M%S")
        last = rrulestr(part.values["RRULE"][1], dtstart=first).before(local, inc=True)
        if last:
            changes.append((last, part["TZOFFSETTO"]))
    offset = max(changes)[1]
    hours = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5])) * (-1 if offset[0] == "-" else 1)
    return (local - hours).replace(tzinfo=UTC)


def events_at(client: Client, address: str) -> tuple[Part, list[Part]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    calendar = read(response.content.decode())
    return calendar, [part for part in calendar.parts if part.name == "VEVENT"]


def a_weekly_run(offer: object, first: date, times: int, **changes: object) -> Run:
    """Every week at ten o'clock on Berlin's clock, winter and summer."""
    run = a_run(offer, starts_on=first, dates=times, **changes)  # type: ignore[arg-type]
    for number, session in enumerate(run.sessions.order_by("starts_at")):
        day = first + timedelta(weeks=number)
        session.starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=BERLIN)
        session.ends_at = session.starts_at + timedelta(minutes=90)
        session.save()
    return run


def dates_of(run: Run) -> list[Session]:
    return list(run.sessions.order_by("starts_at"))


@pytest.mark.parametrize("first", [date(2026, 3, 17), date(2026, 10, 13)])
def test_ten_o_clock_stays_ten_o_clock_over_both_changes(client: Client, plant: Plant, first: date) -> None:
    offer = plant(an_offer)
    run = plant(a_weekly_run, offer, first, 5)
    calendar, events = events_at(client, f"/angebote/{offer.slug}/termine/{run.pk}/")

    starts = [instant(calendar, event, "DTSTART") for event in events]
    assert starts == [one.starts_at.astimezone(UTC) for one in plant(dates_of, run)]
    assert {one.astimezone(BERLIN).hour for one in starts} == {10}
    assert len({one.hour for one in starts}) == 2  # by UTC it is another hour before than after


def test_a_run_a_date_and_a_search_give_the_same_entries(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    run = plant(a_run, offer, dates=2)
    _, of_run = events_at(client, f"/angebote/{offer.slug}/termine/{run.pk}/")
    _, of_search = events_at(client, "/angebote/kalender/?ort=99974")
    session = plant(dates_of, run)[0]
    _, of_date = events_at(client, f"/angebote/{offer.slug}/termine/{run.pk}/{session.pk}/")

    assert [event["UID"] for event in of_run] == [event["UID"] for event in of_search]
    assert [event.values for event in of_date] == [of_run[0].values]


def test_what_is_cancelled_or_moved_is_newer_than_what_somebody_has(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    run = plant(a_run, offer, dates=3)
    first, second, _third = plant(dates_of, run)
    plant(Session.objects.filter(pk=first.pk).update, is_cancelled=True, changes=1)
    plant(Session.objects.filter(pk=second.pk).update, moved_from=second.starts_at, changes=2,
          starts_at=second.starts_at + timedelta(hours=1), ends_at=second.ends_at + timedelta(hours=1))
    address = f"/angebote/{offer.slug}/termine/{run.pk}/"
    _, events = events_at(client, address)
    assert [(event["STATUS"], event["SEQUENCE"]) for event in events] == [
        ("CANCELLED", "1"), ("CONFIRMED", "2"), ("CONFIRMED", "0")]

    plant(Run.objects.filter(pk=run.pk).update, state="cancelled")
    _, events = events_at(client, address)
    assert [(event["STATUS"], event["SEQUENCE"]) for event in events] == [
        ("CANCELLED", "2"), ("CANCELLED", "3"), ("CANCELLED", "1")]


@pytest.mark.parametrize("prefix", ["", "leicht/", "en/", "ar/"])
def test_an_entry_names_no_topic_no_office_and_no_offer(client: Client, plant: Plant, prefix: str) -> None:
    offer = plant(an_offer, "sucht-beratung", title="Rauchfrei mit dem Jobcenter", topics=["sucht"],
                  summary="Zum Abhängigsein")
    run = plant(a_run, offer)
    for address in (f"angebote/{offer.slug}/termine/{run.pk}/", "angebote/kalender/?ort=99974&thema=sucht"):
        response = client.get(f"/{prefix}{address}")
        text = response.content.decode() + response["Content-Disposition"]
        assert text.count("BEGIN:VEVENT") == 4
        assert not re.search(r"sucht|rauch|jobcenter|angebot|abhängig", text, re.I)


def test_the_link_of_an_entry_leads_to_its_offer(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    run = plant(a_run, offer)
    _, events = events_at(client, f"/angebote/{offer.slug}/termine/{run.pk}/")
    path = re.sub(r"^https?://[^/]+", "", events[0]["URL"])
    assert client.get(path).headers["Location"] == f"/angebote/{offer.slug}/"
    hidden = plant(a_run, plant(an_offer, "idee", state="idea", published_on=None))
    for number in (plant(dates_of, hidden)[0].pk, 987654321):
        assert client.get(f"/termin/{number}/").status_code == 404


def test_a_date_belongs_to_its_own_run(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    run, other = plant(a_run, offer), plant(a_run, plant(an_offer, "anderes"))
    foreign = plant(dates_of, other)[0].pk
    for address in (f"termine/{run.pk}/{foreign}/", f"termine/{other.pk}/", "termine/999999/"):
        assert client.get(f"/angebote/{offer.slug}/{address}").status_code == 404


# The feed of a search

def entries(client: Client, query: str, prefix: str = "") -> list[ElementTree.Element]:
    response = client.get(f"/{prefix}angebote/feed/{query}")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def test_a_feed_answers_the_same_question_as_the_page_the_newest_first(client: Client, plant: Plant) -> None:
    for slug, topic, days in (("alt", "bewegung", 30), ("neu", "bewegung", 2), ("anders", "sucht", 1)):
        plant(a_run, plant(an_offer, slug, title=slug, topics=[topic], published_on=TODAY - timedelta(days=days)))
    assert [entry.findtext(f"{ATOM}title") for entry in entries(client, "?ort=99974&thema=bewegung")] == ["neu", "alt"]
    assert [entry.findtext(f"{ATOM}published") for entry in entries(client, "?ort=99974&thema=sucht")] == [
        "2026-03-01T00:00:00+00:00"]
    assert entries(client, "?ort=Xyzzyhausen") == []


def test_the_page_names_its_feed_and_its_calendar(client: Client) -> None:
    page = client.get("/angebote/?ort=99974&thema=bewegung&ansicht=karte").content.decode()
    for kind, path in (("application/atom+xml", "feed"), ("text/calendar", "kalender")):
        link = re.search(rf'<link rel="alternate" type="{re.escape(kind)}"[^>]*href="([^"]*)"', page)
        assert link
        assert link[1] == f"/angebote/{path}/?ort=99974&amp;thema=bewegung"
        assert client.get(link[1].replace("&amp;", "&")).status_code == 200


def test_a_feed_says_where_the_jobcenter_sees_who_comes(client: Client, plant: Plant) -> None:
    plant(a_run, plant(an_offer, reports_to="Jobcenter", registration="telephone"))
    (entry,) = entries(client, "?ort=99974")
    assert "Hier kann das Jobcenter sehen" in str(entry.findtext(f"{ATOM}summary"))


@pytest.mark.parametrize("path", ["feed", "kalender"])
@pytest.mark.parametrize("query", ["", "?ort=%00", "?ort=" + "x" * 3000, "?umkreis=-1&seite=9e9", "?tag=xx&zeit=9-99"])
def test_whatever_is_asked_is_answered(client: Client, path: str, query: str) -> None:
    assert client.get(f"/angebote/{path}/{query}").status_code == 200


# For search engines

def told(client: Client, slug: str, prefix: str = "") -> dict[str, object]:
    page = client.get(f"/{prefix}angebote/{slug}/").content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(block)  # type: ignore[no-any-return]


def test_a_course_is_told_with_its_runs(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer, dates=4)
    course = told(client, offer.slug)
    assert (course["@type"], course["name"]) == ("Course", "Rückenkurs am Vormittag")
    (run,) = course["hasCourseInstance"]  # type: ignore[misc]
    assert run["startDate"] == "2026-03-10"
    assert run["courseSchedule"]["repeatCount"] == 4
    assert run["location"]["address"]["postalCode"] == "99974"
    assert run["offers"] == {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "EUR",
                             "url": course["url"], "availability": "https://schema.org/InStock"}


def test_an_open_meeting_is_told_by_its_dates_and_says_what_is_cancelled(client: Client, plant: Plant) -> None:
    offer = plant(an_offer, kind="open_meeting", registration="none")
    run = plant(a_run, offer, dates=2)
    plant(Session.objects.filter(pk=plant(dates_of, run)[0].pk).update, is_cancelled=True)
    events = told(client, offer.slug)["@graph"]
    assert [(one["startDate"], one["eventStatus"].rpartition("/")[2]) for one in events] == [  # type: ignore[attr-defined]
        ("2026-03-10T10:00:00+01:00", "EventCancelled"), ("2026-03-17T10:00:00+01:00", "EventScheduled")]


def test_no_title_can_end_the_block_of_data(client: Client, plant: Plant) -> None:
    title = "</script><script>alert(1)</script> <!-- & \u2028"
    offer = plant(an_offer, title=title)
    plant(a_run, offer, venue=plant(a_venue, provider=offer.provider, name="Halle </script>"))
    assert told(client, offer.slug)["name"] == title
    assert "<script>alert" not in client.get(f"/angebote/{offer.slug}/").content.decode()


def test_the_policy_runs_no_script_that_stands_in_a_page(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    policy = client.get(f"/angebote/{offer.slug}/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_the_sitemap_holds_the_offers(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    assert f"/angebote/{offer.slug}/</loc>" in client.get("/sitemap.xml").content.decode()
