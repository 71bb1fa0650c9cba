"""A run's list on the day itself, measured through HTTP on a server and a database of its own, gone afterwards.

    .venv/bin/python bench/today.py [--times 200]

What is measured: the list of a run with twenty people, for its provider and for a leader with a link, one tap of
"war da", and the provider's start page. CPU of all processes, application and database. Every answer is checked: all
twenty names, and at the end as many looks in the journal as there were. The last line sums up.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import sys
import urllib.parse
import uuid

import house
import planted
from house import Asked, Cpu, Measured

PEOPLE, DATES, MOST_CPU = 20, 8, 15
ALIASES = [f"{colour} {bird}" for colour in ("Blaue", "Helle", "Leise", "Rote") for bird in (
    "Amsel", "Drossel", "Elster", "Meise", "Schwalbe")]
NEEDS = ("", "step_free", "interpreter", "childcare")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    times = max(20, parser.parse_args().times)
    load = os.getloadavg()[0]
    with house.of_its_own(), house.web_server() as (port, cpu):
        (booking,) = planted.runs([PEOPLE], dates=DATES, in_days=0)
        run = int(booking.rstrip("/").rpartition("/")[2])
        _book(port, booking, cpu)
        cookie = _signed_in(port, *planted.staff(run))
        own, start = f"/anbieter/durchgaenge/{run}/", "/anbieter/"
        by_link = f"/anbieter/kursleitung/{planted.leaders_link(run)}/"
        taps = _taps(port, own, cookie, times, cpu)
        found: dict[str, Measured] = {}
        paths = {"list, with an account": own, "list, by a leader's link": by_link, "start page": start}
        for name, path in paths.items():
            pages = [Asked(path, cookie=cookie if path != by_link else "")]
            house.ask_all(port, pages * 20, 1, cpu)  # warm
            found[name] = house.ask_all(port, pages * times, 1, cpu)
        found["one tap"] = house.ask_all(port, taps, 1, cpu)
        looks = _looks(run)
    wrong = [f"{name}: {answer[:80]}" for name in list(found)[:2] for answer in set(found[name].answers)
             if not all(alias in answer for alias in ALIASES)]
    wrong += [f"tap: {answer[:80]}" for answer in set(found["one tap"].answers) if "came" not in answer]
    if looks != 2 * (times + 20) + 1:
        wrong.append(f"looks in the journal: {looks}")
    _report(times, load, found)
    print("today: a list of", PEOPLE, "people takes", ", ".join(
        f"{found[name].cpu_each:.1f} ms CPU ({name})" for name in list(found)[:2]), f"(bar {MOST_CPU})",
        f"; WRONG: {'; '.join(wrong)}" if wrong else "")
    return 1 if wrong else 0


def _book(port: int, page: str, cpu: Cpu) -> None:
    """Twenty take a place, as people do; some say what they need, some which language they prefer."""
    for number, alias in enumerate(ALIASES):
        form = house.ask_all(port, [Asked(page)], 1, cpu).answers[0]
        told = {"formular": house.value(form, "formular"), "wunschname": alias, "wahl": "neu",
                "sprache": "uk" if number % 5 == 0 else "de"}
        told |= {"bedarf": need} if (need := NEEDS[number % len(NEEDS)]) else {}
        answer = house.ask_all(port, [Asked(page, urllib.parse.urlencode(told))], 1, cpu).answers[0]
        if "Sie sind dabei" not in answer:
            raise SystemExit(f"no place: {answer[:200]}")


def _signed_in(port: int, mailbox: str, password: str) -> str:
    """The cookies of somebody who has signed in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    page = house.ask(connection, Asked("/konto/anmelden/"))
    token, cookies = house.value(page.read().decode(), "csrfmiddlewaretoken"), _cookies(page)
    told = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "login": mailbox, "password": password})
    answer = house.ask(connection, Asked("/konto/anmelden/", told, _joined(cookies)))
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"not signed in: {answer.status}")
    return _joined(cookies | _cookies(answer))


def _taps(port: int, page: str, cookie: str, times: int, cpu: Cpu) -> list[Asked]:
    """"War da" and back again, for everybody in turn, as the page's script sends it."""
    text = house.ask_all(port, [Asked(page, cookie=cookie)], 1, cpu).answers[0]
    token, session = house.value(text, "csrfmiddlewaretoken"), house.value(text, "session")
    places = re.findall(r'name="place" value="([^"]+)"', text)
    if len(places) != PEOPLE:
        raise SystemExit(f"{len(places)} people on the list")
    return [Asked(f"{page}da/", urllib.parse.urlencode({
        "csrfmiddlewaretoken": token, "session": session, "place": places[n % PEOPLE], "nonce": uuid.uuid4(),
        "came": "yes" if n // PEOPLE % 2 == 0 else "no"}), cookie, accept="application/json") for n in range(times)]


def _looks(run: int) -> int:
    ((looks,),) = house.rows("SELECT count(*) FROM ledgers_journalentry WHERE deed = 'open_list' AND object_id = %s",
                             str(run))
    return int(looks)


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    given = (one.partition(";")[0].partition("=") for one in answer.headers.get_all("Set-Cookie") or ())
    return {name: value for name, _is, value in given}


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _report(times: int, load: float, found: dict[str, Measured]) -> None:
    def row(name: str, each: Measured) -> str:
        has_bar = name.startswith("list")
        cpu = house.said(f"{each.cpu_each:.1f} ms", holds=not has_bar or each.cpu_each <= MOST_CPU)
        bar = f"≤ {MOST_CPU} ms CPU" if has_bar else ""
        return f"| {name} | {cpu} | {each.at(0.5):.0f} ms | {each.at(0.95):.0f} ms | {bar} |"

    house.write_block("today", [
        f"`bench/today.py --times {times}`, {house.machine(load)}",
        f"A run of {DATES} dates with {PEOPLE} people, on the day of its first; one client. CPU: application and "
        "database, all processes; the look in the journal is part of it.",
        "",
        "| what | CPU each | p50 | p95 | bar |",
        "|---|---|---|---|---|",
        *(row(name, each) for name, each in found.items()),
    ])


if __name__ == "__main__":
    sys.exit(main())
