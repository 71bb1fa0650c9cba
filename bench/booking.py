"""Booking, measured through HTTP on a server and a database of its own, both gone afterwards; loopback only.

    .venv/bin/python bench/booking.py [--bookings 400]

What is measured: asking for the form, a free booking (CPU of all processes, application and database; requests per
second with eight clients), and two hundred people at once for fifty places. Every answer is checked; a wrong one, or
counters that disagree with the answers, ends it with exit code 1. The last line sums up; `bench/RESULTS.md` gets it.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import http.client
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "RESULTS.md"
CLIENTS, CROWD, PLACES = 8, 200, 50
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    answers: list[str]
    times: list[float]
    seconds: float
    cpu: float

    def at(self, share: float) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))] * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bookings", type=int, default=400)
    bookings = max(CLIENTS, parser.parse_args().bookings)
    with tempfile.TemporaryDirectory(prefix="verzahnt-bench-") as folder, _house(Path(folder)) as (port, cpu):
        runs = _plant([25] * (bookings // 20 + 1), dates=8)
        (full,) = _plant([PLACES], dates=1)
        (single,) = _plant([bookings], dates=1)
        load = os.getloadavg()[0]
        pages = [runs[n % len(runs)] for n in range(bookings)]
        _get_forms(port, pages[:40], cpu)  # warm
        forms = _get_forms(port, pages, cpu)
        booked = _send(port, list(zip(pages, map(_form, forms.answers), strict=True)), CLIENTS, cpu)
        one_date = _get_forms(port, [single] * 100, cpu)
        booked_one = _send(port, [(single, _form(answer)) for answer in one_date.answers], CLIENTS, cpu)
        waiting_crowd = [_form(answer) for answer in _get_forms(port, [full] * CROWD, cpu).answers]
        crowd = _send(port, [(full, form) for form in waiting_crowd], CROWD, cpu)
        counted = _counted()
    said = Counter(map(_said, crowd.answers))
    wrong = []
    for name, answers in (("eight dates", booked.answers), ("one date", booked_one.answers)):
        if set(map(_said, answers)) != {"in"}:
            wrong.append(f"{name}: {Counter(map(_said, answers))}")
    if said != {"in": PLACES, "full": CROWD - PLACES}:
        wrong.append(f"crowd: {said}")
    if counted != (bookings + 100 + PLACES,) * 3:
        wrong.append(f"counters, places and particulars: {counted}")
    _report(bookings, load, forms, booked, booked_one, crowd)
    print(f"booking: {1000 * booked.cpu / bookings:.1f} ms CPU each (bar 25), {bookings / booked.seconds:.0f}/s at "
          f"{CLIENTS} clients (bar 60); {CROWD} at once for {PLACES} places: {said['in']} got one, {said['full']} a "
          f"clear answer in {crowd.seconds:.1f} s (bar 5){'; WRONG: ' + '; '.join(wrong) if wrong else ''}")
    return 1 if wrong else 0


@contextlib.contextmanager
def _house(folder: Path) -> Iterator[tuple[int, Callable[[], float]]]:
    """A database with all tables and a web server on loopback; both end with the block."""
    os.environ.update(VERZAHNT_STATE=str(folder), DJANGO_SETTINGS_MODULE="verzahnt.config.settings.home")
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT / "src"))
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    port = _free_port()
    server: subprocess.Popen[bytes] | None = None
    _command("database", "start")
    try:
        _command("migrate")
        _command("manage", "collectstatic", "--no-input", "-v", "0")
        server = subprocess.Popen([sys.executable, "-m", "verzahnt.config.command", "serve"],
                                  env={**os.environ, "VERZAHNT_BIND": f"127.0.0.1:{port}"})
        _until_it_answers(port)
        web, database = server.pid, _postmaster()
        yield port, lambda: _cpu(web) + _cpu(database)
    finally:
        if server:
            server.terminate()
            server.wait(20)
        _command("database", "stop")


def _command(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "verzahnt.config.command", *arguments], check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_it_answers(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError, http.client.HTTPException):
            if _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "GET", "/karte/")[0] == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the web server does not answer")


def _plant(seats: Sequence[int], *, dates: int) -> list[str]:
    """Invented runs with so many seats each; the addresses where one books them."""
    lines = subprocess.run([sys.executable, __file__, "--plant", str(dates), *map(str, seats)], check=True, text=True,
                           env={**os.environ, "VERZAHNT_LOGIN": "verzahnt_owner"}, capture_output=True).stdout
    return lines.split()


def _plant_here(dates: int, seats: Sequence[int]) -> None:
    """In a process of its own, as the owner, in the role that loads content."""
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    from django.db import transaction

    from verzahnt.kit.roles import acting_as
    from verzahnt.programme.ledgers.roles import CONTENT
    from verzahnt.programme.offers.models import Offer, Run, Seats, Session, Venue
    from verzahnt.programme.partners.models import Organisation
    from verzahnt.programme.partners.states import OrganisationKind

    begins, name = date.today() + timedelta(days=30), f"messung-{time.time_ns()}"
    with transaction.atomic(), acting_as(CONTENT):
        provider = Organisation.objects.create(slug=name, kind=next(iter(OrganisationKind)), name="Messung (Beispiel)",
                                               is_invented=True)
        offer = Offer.objects.create(slug=name, title="Zum Messen", provider=provider, kind="course", summary="Messung",
                                     state="published", first_described_on=begins, published_on=begins,
                                     is_invented=True)
        venue = Venue.objects.create(provider=provider, name="Haus", street="Weg 1", postal_code="99974",
                                     town="Mühlhausen", kreis="16064", lat=51.2, lon=10.45, is_invented=True)
        for number in seats:
            run = Run.objects.create(offer=offer, provider=provider, venue=venue, starts_on=begins,
                                     ends_on=begins + timedelta(weeks=dates - 1), is_invented=True)
            for week in range(dates):
                starts = datetime(begins.year, begins.month, begins.day, 9, tzinfo=UTC) + timedelta(weeks=week)
                Session.objects.create(run=run, provider=provider.pk, starts_at=starts,
                                       ends_at=starts + timedelta(minutes=90))
            Seats.objects.create(run=run, provider=provider.pk, seats=number, waiting_places=0)
            print(f"/angebote/{name}/platz/{run.pk}/")


def _counted() -> tuple[int, int, int]:
    """Taken in all counters, places, particulars: asked past every wall, by the database's administrator."""
    from verzahnt.config import database

    with contextlib.closing(database.administrator(database.database_name())) as connection:
        row = connection.execute("SELECT (SELECT sum(taken) FROM offers_seats)::int, "
                                 "(SELECT count(*) FROM bookings_place)::int, "
                                 "(SELECT count(*) FROM bookings_particulars)::int").fetchone()
    assert row
    return row  # type: ignore[return-value]


def _ask(connection: http.client.HTTPConnection, method: str, path: str, body: str = "") -> tuple[int, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _get_forms(port: int, pages: Sequence[str], cpu: Callable[[], float]) -> Measured:
    return _each(port, [("GET", page, "") for page in pages], CLIENTS, cpu)


def _send(port: int, forms: Sequence[tuple[str, str]], clients: int, cpu: Callable[[], float]) -> Measured:
    return _each(port, [("POST", page, form) for page, form in forms], clients, cpu)


def _each(port: int, requests: list[tuple[str, str, str]], clients: int, cpu: Callable[[], float]) -> Measured:
    """All requests by so many clients at once, each on a connection it keeps."""
    waiting, held = list(enumerate(requests)), threading.Lock()
    answers, times = [""] * len(requests), [0.0] * len(requests)
    start = threading.Barrier(clients + 1)

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        start.wait()
        while True:
            with held:
                if not waiting:
                    return connection.close()
                number, request = waiting.pop()
            begun = time.perf_counter()
            status, text = _ask(connection, *request)
            times[number], answers[number] = time.perf_counter() - begun, text if status == 200 else f"status {status}"

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    before = cpu()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return Measured(answers, times, time.perf_counter() - begun, cpu() - before)


def _form(page: str) -> str:
    """What somebody without a card sends who changes nothing on the page."""
    fields = {name: html.unescape(_value(page, name)) for name in ("formular", "wunschname")}
    return urllib.parse.urlencode({**fields, "wahl": "neu", "sprache": "de"})


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    if not found:
        raise SystemExit(f"no field {name} in: {page[:200]}")
    return found[1]


def _said(answer: str) -> str:
    if "Sie sind dabei" in answer:
        return "in"
    return "full" if "auch die Warteliste" in answer else answer[:80]


def _postmaster() -> int:
    from verzahnt.config import database

    return int((database.server().home / "data" / "postmaster.pid").read_text().split()[0])


def _cpu(top: int) -> float:
    """CPU seconds of a process and all below it, those that ended included."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                values = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(values[1])
                seconds[int(entry.name)] = sum(map(int, values[11:15])) / TICK
    below, found = {top}, True
    while found:
        more = {pid for pid, parent in parents.items() if parent in below} - below
        found = bool(more)
        below |= more
    return sum(seconds.get(pid, 0) for pid in below)


def _report(bookings: int, load: float, forms: Measured, booked: Measured, one: Measured, crowd: Measured) -> None:
    rows = [("form asked for", forms), ("free booking, course of 8 dates", booked), ("free booking, 1 date", one)]
    lines = [
        "## booking",
        "",
        f"`bench/booking.py --bookings {bookings}`, {date.today()}, {os.cpu_count()} cores ({platform.machine()}),",
        f"load before {load:.1f}; the clients run on the same cores. CPU: application and database, all processes.",
        "",
        "| what | CPU each | p50 | p95 | requests/s at 8 clients | bar |",
        "|---|---|---|---|---|---|",
        *(f"| {name} | {1000 * each.cpu / len(each.times):.1f} ms | {each.at(0.5):.0f} ms | {each.at(0.95):.0f} ms | "
          f"{len(each.times) / each.seconds:.0f} | {'' if each is forms else '≤ 25 ms, ≥ 60/s'} |"
          for name, each in rows),
        "",
        f"{CROWD} at once for {PLACES} places: {PLACES} got one and {CROWD - PLACES} a clear answer in "
        f"{crowd.seconds:.1f} s (bar: 5 s). The slowest waited {crowd.at(1):.0f} ms.",
        "",
    ]
    text = RESULTS.read_text() if RESULTS.exists() else "# Results\n\n"
    kept = re.sub(r"(?ms)^## booking\n.*?(?=^## |\Z)", "", text).rstrip()
    RESULTS.write_text(kept + "\n\n" + "\n".join(lines))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plant"]:
        _plant_here(int(sys.argv[2]), [int(number) for number in sys.argv[3:]])
        sys.exit(0)
    sys.exit(main())
