"""Booking, measured through HTTP on a server and a database of its own, both gone afterwards; loopback only.

    .venv/bin/python bench/booking.py [--bookings 400]

What is measured: asking for the form, a free booking (CPU of all processes, application and database; requests per
second with eight clients), giving back where somebody waits and moves up, and two hundred people at once for fifty
places. Every answer is checked; a wrong one, or
counters that disagree with the answers, ends it with exit code 1. The last line sums up; `bench/RESULTS.md` gets it.
"""

from __future__ import annotations

import argparse
import http.client
import os
import sys
import urllib.parse
from collections import Counter
from collections.abc import Sequence

import house
import planted
from house import Asked, Cpu, Measured

CLIENTS, CROWD, PLACES, LEAVE, ONE_DATE = 8, 200, 50, 100, 100
MOST_CPU, FEWEST, LONGEST = 25, 60, 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bookings", type=int, default=400)
    bookings = max(CLIENTS, parser.parse_args().bookings)
    load = os.getloadavg()[0]
    with house.of_its_own(), house.web_server() as (port, cpu):
        runs = planted.runs([25] * (bookings // 20 + 1), dates=8)
        (full,) = planted.runs([PLACES], dates=1)
        (single,) = planted.runs([ONE_DATE], dates=1)
        pages = [runs[n % len(runs)] for n in range(bookings)]
        _get_forms(port, pages[:40], cpu)  # warm
        forms = _get_forms(port, pages, cpu)
        booked = _send(port, list(zip(pages, map(_form, forms.answers), strict=True)), CLIENTS, cpu)
        one_date = _get_forms(port, [single] * ONE_DATE, cpu)
        booked_one = _send(port, [(single, _form(answer)) for answer in one_date.answers], CLIENTS, cpu)
        waiting_crowd = [_form(answer) for answer in _get_forms(port, [full] * CROWD, cpu).answers]
        crowd = _send(port, [(full, form) for form in waiting_crowd], CROWD, cpu)
        courses = planted.runs([LEAVE // 4] * 4, dates=8, waiting_places=LEAVE // 4) * (LEAVE // 4)
        leaving = [_takes_a_place(port, course) for course in courses]
        wait = zip(courses, _get_forms(port, courses, cpu).answers, strict=True)
        waits = _send(port, [(course, _form(page, warten="ja")) for course, page in wait], CLIENTS, cpu)
        left = house.ask_all(port, leaving, CLIENTS, cpu)
        counted = _counted()
    said = Counter(map(_said, crowd.answers))
    wrong = []
    for name, answers in (("eight dates", booked.answers), ("one date", booked_one.answers)):
        if set(map(_said, answers)) != {"in"}:
            wrong.append(f"{name}: {Counter(map(_said, answers))}")
    if said != {"in": PLACES, "full": CROWD - PLACES}:
        wrong.append(f"crowd: {said}")
    if set(map(_said, waits.answers)) != {"waits"} or set(map(_said, left.answers)) != {"left"}:
        wrong.append(f"giving back: {Counter(map(_said, [*waits.answers, *left.answers]))}")
    if counted != (bookings + ONE_DATE + PLACES + LEAVE,) * 3:  # for each who left, one who waited has moved up
        wrong.append(f"counters, places and particulars: {counted}")
    _report(bookings, load, forms, booked, booked_one, left, crowd)
    print(f"booking: {booked.cpu_each:.1f} ms CPU each (bar {MOST_CPU}), {booked.per_second:.0f}/s at {CLIENTS} "
          f"clients (bar {FEWEST}); giving back where somebody moves up {left.cpu_each:.1f} ms, "
          f"{left.per_second:.0f}/s; {CROWD} at once for {PLACES} places: {said['in']} got one, {said['full']} a clear "
          f"answer in {crowd.seconds:.1f} s (bar {LONGEST}){'; WRONG: ' + '; '.join(wrong) if wrong else ''}")
    return 1 if wrong else 0


def _counted() -> tuple[int, int, int]:
    """Taken in all counters, places, particulars."""
    (counted,) = house.rows("SELECT (SELECT sum(taken) FROM offers_seats)::int, "
                            "(SELECT count(*) FROM bookings_place)::int, "
                            "(SELECT count(*) FROM bookings_particulars)::int")
    return counted  # type: ignore[no-any-return]


def _get_forms(port: int, pages: Sequence[str], cpu: Cpu) -> Measured:
    return house.ask_all(port, [Asked(page) for page in pages], CLIENTS, cpu)


def _send(port: int, forms: Sequence[tuple[str, str]], clients: int, cpu: Cpu) -> Measured:
    return house.ask_all(port, [Asked(page, form) for page, form in forms], clients, cpu)


def _form(page: str, **more: str) -> str:
    """What somebody without a card sends who changes nothing on the page."""
    fields = {name: house.value(page, name) for name in ("formular", "wunschname")}
    return urllib.parse.urlencode({**fields, "wahl": "neu", "sprache": "de", **more})


def _takes_a_place(port: int, page: str) -> Asked:
    """Somebody takes a place; what their browser sends when they give it back."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    form = _form(house.ask(connection, Asked(page)).read().decode())
    answer = house.ask(connection, Asked(page, form))
    answer.read()
    cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    things = house.ask(connection, Asked("/karte/", cookie=cookie)).read().decode()
    connection.close()
    told = {name: house.value(things, name) for name in ("platz", "nachweis")}
    return Asked("/karte/", urllib.parse.urlencode({"tat": "absagen", **told}), cookie=cookie)


def _said(answer: str) -> str:
    for words, what in (("Sie sind dabei", "in"), ("Sie stehen auf der Warteliste", "waits"),
                        ("Sie haben Ihren Platz zurückgegeben", "left")):
        if words in answer:
            return what
    return "full" if "auch die Warteliste" in answer else answer[:80]


def _report(bookings: int, load: float, forms: Measured, booked: Measured, one: Measured, left: Measured,
            crowd: Measured) -> None:
    def row(name: str, each: Measured, *, has_bar: bool = True) -> str:
        cpu = house.said(f"{each.cpu_each:.1f} ms", holds=not has_bar or each.cpu_each <= MOST_CPU)
        quick = house.said(f"{each.per_second:.1f}", holds=not has_bar or each.per_second >= FEWEST)
        bar = f"≤ {MOST_CPU} ms CPU, ≥ {FEWEST}/s" if has_bar else ""
        return (f"| {name} | {cpu} | {each.at(0.5):.0f} ms | {each.at(0.95):.0f} ms | {quick} | {bar} | "
                f"{'pretix 220 ms, 6.3/s' if has_bar else ''} |")

    house.write_block("booking", [
        f"`bench/booking.py --bookings {bookings}`, {house.machine(load)}",
        "CPU: application and database, all processes.",
        "",
        "| what | CPU each | p50 | p95 | requests/s at 8 clients | bar | known peers |",
        "|---|---|---|---|---|---|---|",
        row("form asked for", forms, has_bar=False),
        row("free booking, course of 8 dates", booked),
        row("free booking, 1 date", one),
        row("giving back, and somebody who waits moves up", left),
        "",
        f"{CROWD} at once for {PLACES} places: {PLACES} got one and {CROWD - PLACES} a clear answer in "
        f"{house.said(f'{crowd.seconds:.1f} s', holds=crowd.seconds <= LONGEST)} (bar: {LONGEST} s; pretix 15–35 s and "
        f"up to 14 % \"busy\"). The slowest waited {crowd.at(1):.0f} ms.",
        "Without JavaScript a booking is two requests: the form, and what it sends (bar: 3; pretix 9).",
    ])


if __name__ == "__main__":
    sys.exit(main())
