"""The offer search, measured through HTTP on a server and a database of its own; loopback only.

    .venv/bin/python bench/search.py [--offers 2000 20000 200000] [--requests 240] [--loaded 200000 FOLDER]

Asks for the first page of twelve places, with and without a topic, by one client and by eight; then, by one client,
with three filters, with a text, and for places while they are typed. How many offers each answer must name is counted
anew from the offers, runs, dates and venues themselves, in plain Python (a text must find something); a wrong number
ends it with exit code 1. Then it weighs the first view of the start, search and offer page. The last line sums up;
`bench/RESULTS.md` gets it. `--loaded`: measure a state folder too that holds so many already, and leave it as it is.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import house

PLACES = ("99974", "48565", "01662", "56727", "10365", "20095", "80331", "50667", "04109", "70173", "17489", "78462")
TOPICS = ("", "bewegung")
PATHS = [f"/angebote/?ort={place}" + (f"&thema={topic}" if topic else "") for place in PLACES for topic in TOPICS]
FILTERED = [f"/angebote/?ort={place}&thema=bewegung&zeit=vormittags&frei=1" for place in PLACES]
TEXTS = [f"/angebote/?ort={place}&suche={quote(text)}" for place, text in zip(
    PLACES, ("Rücken", "kochen", "Schlafprobleme", "Rückenschule", "Rauchen aufhören", "Yoga") * 2, strict=True)]
TYPED = [f"/orte/?als=liste&q={quote(typed)}" for typed in (
    "99", "999", "0166", "mü", "mühl", "Mühlhau", "Mühlhasuen", "Berl", "Bad Lang", "Stei", "Neu", "Frankf")]
MOST_BYTES, MOST_REQUESTS = 60_000, 6
MOST_CPU, MOST_HALF, FEWEST = 15, 25, 80
MANY = 20_000


@dataclass
class Size:
    offers: int
    one: house.Measured
    eight: house.Measured
    others: dict[str, house.Measured]
    """Three filters, a text, a place being typed; by one client."""
    wrong: list[str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offers", type=int, nargs="+", default=[2000])
    parser.add_argument("--requests", type=int, default=240)
    parser.add_argument("--loaded", nargs=2, metavar=("OFFERS", "FOLDER"))
    given = parser.parse_args()
    load, requests = os.getloadavg()[0], max(given.requests, len(PATHS))
    sizes = []
    with house.of_its_own():
        house.command("load", "reference")
        for offers in given.offers:
            house.command("load", "sample", "--offers", str(offers))
            with house.web_server() as (port, cpu):
                sizes.append(_measure(offers, port, cpu, requests))
                weights = _weigh(port, sizes[0].one.answers[0])
    if given.loaded:
        house.in_folder(Path(given.loaded[1]))
        with house.database(), house.web_server() as (port, cpu):
            sizes.append(_measure(int(given.loaded[0]), port, cpu, requests))
    _report(sizes, weights, load)
    wrong = [one for size in sizes for one in size.wrong]
    wrong += [f"{path}: {size} bytes in {count} requests" for path, size, count in weights
              if size > MOST_BYTES or count > MOST_REQUESTS]
    said = "; ".join(f"{size.offers} offers: {size.one.cpu_each:.1f} ms CPU, p50 {size.one.at(0.5):.0f} ms, "
                     f"{size.eight.per_second:.0f}/s at 8 clients" for size in sizes)
    heaviest = max(size for _, size, _ in weights) / 1000
    print(f"search: {said} (bars 15 ms, 25 ms, 80/s; larger: twice the time); heaviest first view {heaviest:.1f} KB "
          f"(bar 60){'; WRONG: ' + '; '.join(wrong) if wrong else ''}")
    return 1 if wrong else 0


def _measure(offers: int, port: int, cpu: house.Cpu, requests: int) -> Size:
    one, asked = _ask(PATHS, requests, port, cpu)
    eight = house.ask_all(port, [house.Asked(path) for path in asked], 8, cpu)
    expected, wrong = _expected(), set()
    for measured in (one, eight):
        wrong |= _wrong(offers, asked, measured, expected)
    others = {}
    for name, paths in {"three filters": FILTERED, "a text": TEXTS, "a place typed": TYPED}.items():
        others[name], asked = _ask(paths, requests // 2, port, cpu)
        if paths is FILTERED:
            wrong |= _wrong(offers, asked, others[name], expected)
        else:
            # Among few offers a text may rightly find nothing near by.
            wrong |= {f"{offers} offers, {path}: nothing found" for path, answer in
                      zip(asked, others[name].answers, strict=True)
                      if answer.startswith("status")
                      or (_finds_nothing(path, answer) and (offers >= MANY or paths is TYPED))}
    return Size(offers, one, eight, others, sorted(wrong))


def _ask(paths: Sequence[str], requests: int, port: int, cpu: house.Cpu) -> tuple[house.Measured, list[str]]:
    """Warmed up first: each path twice by eight clients."""
    house.ask_all(port, [house.Asked(path) for path in paths] * 2, 8, cpu)
    asked = (list(paths) * -(-requests // len(paths)))[:requests]
    return house.ask_all(port, [house.Asked(path) for path in asked], 1, cpu), asked


def _wrong(offers: int, asked: Sequence[str], measured: house.Measured, expected: dict[str, list[int]]) -> set[str]:
    return {f"{offers} offers, {path}: {_said(answer)} instead of {expected[path]}"
            for path, answer in zip(asked, measured.answers, strict=True) if _said(answer) != expected[path]}


def _finds_nothing(path: str, answer: str) -> bool:
    return not (_said(answer)[0] if path in TEXTS else answer.count("<option") + answer.count("<li"))


def _said(answer: str) -> list[int]:
    """How many offers a page names, and how many it shows."""
    found = re.search(r'role="status"[^>]*>\s*([\d.]+) Angebote?', answer)
    results = re.search(r'<ol class="results">.*?</ol>', answer, re.S)
    return [int(found[1].replace(".", "")) if found else 0, results[0].count("<article") if results else 0]


def _expected() -> dict[str, list[int]]:
    """The same, counted without the search: by a process of its own that reads the tables."""
    lines = subprocess.run([sys.executable, "-W", "ignore", __file__, "--count"], check=True, text=True,
                           env={**os.environ, "VERZAHNT_LOGIN": "verzahnt_owner"}, capture_output=True).stdout
    return dict(json.loads(lines))


def _count_here() -> dict[str, list[int]]:
    import django

    django.setup()
    from django.db import transaction
    from django.db.models import Exists, OuterRef
    from django.utils.timezone import localdate

    from verzahnt.kit.berlin import BERLIN
    from verzahnt.kit.distance import Point, km_between
    from verzahnt.kit.roles import acting_as
    from verzahnt.programme.offers.models import Offer, Run, Session
    from verzahnt.programme.reference.models import PostalCode

    today = localdate()
    with transaction.atomic(), acting_as("content"):
        rows = list(Run.objects.filter(state="open", ends_on__gte=today, offer__state="published",
                                       offer__cost__in=["free", "voucher"]).values_list(
            "id", "offer", "offer__kind", "offer__topics", "offer__reach", "offer__reach_areas", "starts_on",
            "offer__registration", "band", "venue__lat", "venue__lon"))
        dates: dict[int, list[bool]] = {}
        for run, starts_at in Session.objects.filter(is_cancelled=False, ends_at__date__gte=today).values_list(
                "run", "starts_at"):
            dates.setdefault(run, []).append(6 <= starts_at.astimezone(BERLIN).hour < 12)
        at_home = list(Offer.objects.filter(
            ~Exists(Run.objects.filter(offer=OuterRef("pk"), state="open")), state="published", kind="digital",
            cost__in=["free", "voucher"]).values_list("id", "topics", "reach", "reach_areas"))
        codes = {code.code: code for code in PostalCode.objects.filter(code__in=PLACES)}
    counted = {}
    for place in PLACES:
        areas = {key[:length] for key in codes[place].kreis_keys for length in (2, 5)}
        centre = Point(codes[place].latitude, codes[place].longitude)
        fitting = {offer: topics for offer, topics, reach, reach_areas in at_home
                   if reach == "everywhere" or areas & set(reach_areas)}
        filtered = set()
        for run, offer, kind, topics, reach, reach_areas, starts_on, registration, band, lat, lon in rows:
            is_open = kind in ("open_meeting", "consultation", "self_help_group")
            if starts_on < today and not is_open:
                continue
            if reach != "everywhere" and not areas & set(reach_areas):
                continue
            if lat is None or (abs(lat - centre.latitude) < 0.3 and km_between(centre, Point(lat, lon)) <= 20):
                fitting[offer] = topics
                in_time = (any if is_open else all)(dates[run])
                if "bewegung" in topics and in_time and (band != "waiting" or registration == "none"):
                    filtered.add(offer)
        for topic in TOPICS:
            count = sum(not topic or topic in topics for topics in fitting.values())
            counted[f"/angebote/?ort={place}" + (f"&thema={topic}" if topic else "")] = [count, min(count, 20)]
        counted[FILTERED[PLACES.index(place)]] = [len(filtered), min(len(filtered), 20)]
    return counted


def _weigh(port: int, answer: str) -> list[tuple[str, int, int]]:
    """Bytes and requests of a first view, compressed as browsers ask for it."""
    offer = re.search(r'card__link" href="(/angebote/[^"]+)"', answer)
    weights = []
    for path in ("/", PATHS[0], offer[1] if offer else "/angebote/"):
        html, size = _fetch(port, path)
        parts = {*re.findall(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*?(?:href|src)="([^"]+)"', html)}
        weights.append((path, size + sum(_fetch(port, part)[1] for part in parts), 1 + len(parts)))
    return weights


def _fetch(port: int, path: str) -> tuple[str, int]:
    answer = house.ask(http.client.HTTPConnection("127.0.0.1", port, timeout=20),
                       house.Asked(quote(path, safe="/?&=-._")), **{"Accept-Encoding": "gzip"})
    body = answer.read()
    text = gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
    return text.decode(), len(body)


def _report(sizes: list[Size], weights: list[tuple[str, int, int]], load: float) -> None:
    house.write_block("search", [
        f"`bench/search.py --offers {' '.join(str(size.offers) for size in sizes)}`, {house.machine(load)}",
        "CPU: application and database, all processes.",
        "",
        "| offers | CPU each | p50, 1 client | p95, 1 client | per second, 1 client | per second, 8 clients | bar "
        "| known peers |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(size, sizes[0]) for size in sizes),
        "",
        "| by one client, CPU each (p50) | three filters | a text | a place typed |",
        "|---|---|---|---|",
        *(f"| {size.offers:,} offers | " + " | ".join(_beside(size, name, sizes[0]) for name in size.others) + " |"
          for size in sizes),
        "",
        "| first view | bytes, compressed | requests | bar | known peers |",
        "|---|---|---|---|---|",
        *(f"| `{path}` | {house.said(f'{size:,}', holds=size <= MOST_BYTES)} | "
          f"{house.said(str(count), holds=count <= MOST_REQUESTS)} | ≤ 60 KB, ≤ 6 | pretix 268 KB |"
          for path, size, count in weights),
    ])


def _beside(size: Size, name: str, first: Size) -> str:
    measured, least = size.others[name], first.others[name].cpu_each
    ratio = "" if size is first else f", {measured.cpu_each / least:.1f} ×"
    holds = measured.cpu_each <= (MOST_CPU if size is first else 2 * least)
    return house.said(f"{measured.cpu_each:.1f} ms ({measured.at(0.5):.0f} ms){ratio}", holds=holds)


def _row(size: Size, first: Size) -> str:
    one, eight = size.one, size.eight
    if size is first:
        cpu, half = one.cpu_each <= MOST_CPU, one.at(0.5) < MOST_HALF
        quick, bar = eight.per_second > FEWEST, f"≤ {MOST_CPU} ms CPU, p50 < {MOST_HALF} ms, > {FEWEST}/s"
        peers = "data·inclusion API 25 ms CPU; dora 145 ms"
    else:
        cpu, half, quick = one.cpu_each <= 2 * first.one.cpu_each, True, True
        bar, peers = f"≤ 2 × the first row ({2 * first.one.cpu_each:.1f} ms CPU)", "data·inclusion at 20,000: 4 ×"
    ratio = "" if size is first else f", {one.cpu_each / first.one.cpu_each:.1f} ×"
    return (f"| {size.offers:,} | {house.said(f'{one.cpu_each:.1f} ms{ratio}', holds=cpu)} | "
            f"{house.said(f'{one.at(0.5):.0f} ms', holds=half)} | {one.at(0.95):.0f} ms | {one.per_second:.0f} | "
            f"{house.said(f'{eight.per_second:.0f}', holds=quick)} | {bar} | {peers} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--count"]:
        sys.path.insert(0, str(house.ROOT / "src"))
        print(json.dumps(_count_here()))
        sys.exit(0)
    sys.exit(main())
