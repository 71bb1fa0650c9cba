"""Killing the house while people book: nothing that was promised may be lost, and nothing be there twice.

    .venv/bin/python bench/crash.py [--kills 20] [--clients 64] [--sabotage lose|double|letter|miscount|forge]

On a server and a database of its own, both gone afterwards, people take places and give them back while the database,
the web workers and the job worker are killed (SIGKILL) at random, each at least a third of the kills. Then what people
were told is compared with what is there. The first lie ends it with exit code 1; so does a sabotage, which is one lie
told on purpose, to show that it would be seen. The last line sums up; `bench/RESULTS.md` gets the figures.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import random
import time
from pathlib import Path

import house
import planted
import truth
from people import Crowd, Told
from storm import PARTS, Storm

BETWEEN = 12  # deeds people were told of between two kills, so that each strikes people at work
LONGEST_BETWEEN = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10_000)
    parser.add_argument("--sabotage", choices=truth.SABOTAGE)
    given = parser.parse_args()
    load, chance = os.getloadavg()[0], random.Random(given.seed)
    with house.of_its_own() as folder:
        runs = planted.runs([12] * max(4, given.clients // 8), dates=2, waiting_places=5)
        truth.record_letters()
        begun, storm = time.monotonic(), Storm(folder, random=chance)
        with storm.raging():
            crowd = Crowd(storm.port, runs, clients=given.clients, random=chance)
            crowd.start()
            _rage(storm, crowd.told, kills=given.kills, chance=chance)
            crowd.end()
            truth.letters_sent()
        seconds, told = time.monotonic() - begun, crowd.told
        if given.sabotage:
            _sabotage(given.sabotage, told, folder)
        found, figures = truth.lies(told, folder), _figures(told, storm, folder)
    for line in figures:
        print("  " + line)
    for lie in found[:20]:
        print(f"  LIE: {lie}")
    if not found and not given.sabotage:
        _report(given, load, seconds, figures)
    print(f"crash: {storm.kills.total()} kills (seed {given.seed}), {told.deeds} deeds by {given.clients} people in "
          f"{seconds:.0f} s, {len(found)} lies")
    return 1 if found else 0


def _rage(storm: Storm, told: Told, *, kills: int, chance: random.Random) -> None:
    """Each part at least a third of the kills, in random order, while people are at work."""
    order = list(PARTS) * math.ceil(kills / 3)
    chance.shuffle(order)
    for name in order:
        before, until = told.deeds, time.monotonic() + LONGEST_BETWEEN
        while time.monotonic() < until and not (told.deeds - before >= BETWEEN and storm.is_up(name)):
            time.sleep(0.05)
        time.sleep(chance.random() / 2)
        with contextlib.suppress(OSError):
            storm.strike(name)
        print(f"  {storm.kills.total():3} {name:8} {told.deeds} deeds", flush=True)


def _sabotage(kind: str, told: Told, folder: Path) -> None:
    victim = next(taken for taken in told.held if not taken.waited)
    if kind == "forge":
        told.held.remove(victim)
        told.gone.append(victim)
    truth.SABOTAGE[kind](victim, folder)


def _figures(told: Told, storm: Storm, folder: Path) -> list[str]:
    places = dict(truth.rows("SELECT state, count(*)::int FROM bookings_place GROUP BY state"))
    seats, taken = truth.rows("SELECT sum(seats)::int, sum(taken)::int FROM offers_seats")[0]
    outbox = truth.rows("SELECT count(*) FROM ledgers_outboxitem WHERE due_on <= current_date")[0][0]
    return [
        "killed: " + ", ".join(f"{name} {storm.kills[name]}" for name in PARTS)
        + "; started anew: " + ", ".join(f"{name} {storm.started[name]}" for name in PARTS),
        f"people were told: {len(told.held)} places held, {len(told.gone)} given back, {len(told.refused)} times full",
        "there are: " + ", ".join(f"{number} {state}" for state, number in sorted(places.items()))
        + f"; {taken} of {seats} seats",
        f"letters: {len(list((folder / 'mail').glob('*.eml')))} in the folder, {outbox} that are due in the outbox",
        "asked again: " + (", ".join(f"{what} {times}" for what, times in told.counts.most_common()) or "never"),
    ]


def _report(given: argparse.Namespace, load: float, seconds: float, figures: list[str]) -> None:
    house.write_block("crash", [
        f"`bench/crash.py --kills {given.kills} --clients {given.clients}`, {house.machine(load)}",
        f"{seconds:.0f} s of booking and giving back, then compared: no lie.", "",
        *(f"- {line}" for line in figures),
    ])


if __name__ == "__main__":
    raise SystemExit(main())
