"""Invented people who take places and give them back, and keep asking until they have an answer."""

from __future__ import annotations

import contextlib
import html
import http.client
import random
import re
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import house
from house import Asked

PATIENCE = 120  # seconds until somebody gives up, and that is a lie of ours
CARD = "/karte/"
SAID = {"Sie sind dabei": "in", "Sie haben hier schon einen Platz": "in", "Sie stehen auf der Warteliste": "waiting",
        "auch die Warteliste": "full"}


@dataclass
class Taken:
    """A place somebody was told they have: under which card, in which run, and whether they had to wait for it."""

    card: str
    cookie: str = field(repr=False)
    run: int
    waited: bool


@dataclass
class Told:
    """What people were told, in all: the other half of the truth, which no kill can reach."""

    held: list[Taken] = field(default_factory=list)
    gone: list[Taken] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def deeds(self) -> int:
        return len(self.held) + 2 * len(self.gone) + len(self.refused)


class Crowd:
    """So many people at once, until they are asked to stop; each ends what they have begun."""

    def __init__(self, port: int, runs: Sequence[str], *, clients: int, random: random.Random) -> None:
        self.port, self.runs, self.told = port, runs, Told()
        self._said, self._enough = threading.Lock(), threading.Event()
        self._people = [threading.Thread(target=self._live, args=[number, _seeded(random)], daemon=True)
                        for number in range(clients)]

    def start(self) -> None:
        for person in self._people:
            person.start()

    def end(self) -> None:
        self._enough.set()
        for person in self._people:
            person.join(2 * PATIENCE)
            if person.is_alive():
                self.told.strange.append("somebody still waits for an answer")

    def _live(self, number: int, random: random.Random) -> None:
        mine: list[Taken] = []
        for turn in range(1_000_000):
            if self._enough.is_set():
                return
            try:
                if mine and random.random() < 0.4:
                    self._give_back(mine.pop(random.randrange(len(mine))))
                elif not (taken := self._take(random.choice(self.runs), f"gast-{number}-{turn}@example.org")):
                    if mine:
                        self._give_back(mine.pop())
                else:
                    mine.append(taken)
            except NoAnswer as no:
                with self._said:
                    self.told.strange.append(str(no))
                return

    def _take(self, path: str, mailbox: str) -> Taken | None:
        page = self._ask(Asked(path), lambda text: 'name="formular"' in text)[0]
        fields = {name: html.unescape(_value(page, name)) for name in ("formular", "wunschname")}
        sent = urllib.parse.urlencode({**fields, "wahl": "neu", "sprache": "de", "weg": "email", "email": mailbox,
                                       "wofuer": ["reminder", "change"], "warten": "ja"}, doseq=True)
        text, cookie = self._ask(Asked(path, sent), lambda text: any(words in text for words in SAID))
        said = next(meaning for words, meaning in SAID.items() if words in text)
        run = int(path.rstrip("/").rpartition("/")[2])
        with self._said:
            if said == "full":
                self.told.refused.append((mailbox, run))
                return None
            taken = Taken(_value(text, "karte"), cookie, run, waited=said == "waiting")
            self.told.held.append(taken)
        return taken

    def _give_back(self, taken: Taken) -> None:
        """Until the page under the card no longer shows the place."""
        until = time.monotonic() + PATIENCE
        while True:
            page, _cookie = self._ask(Asked(CARD), lambda text: "<h1" in text, cookie=taken.cookie)
            if 'name="platz"' not in page:
                break
            if time.monotonic() > until:
                raise NoAnswer("a place could not be given back")
            sent = urllib.parse.urlencode({"tat": "absagen", **{name: _value(page, name)
                                                                for name in ("platz", "nachweis")}})
            with contextlib.suppress(NoAnswer):
                self._once(Asked(CARD, sent), taken.cookie)
        with self._said:
            self.told.held.remove(taken)
            self.told.gone.append(taken)

    def _ask(self, asked: Asked, is_answer: Callable[[str], bool], cookie: str = "") -> tuple[str, str]:
        """Send it, and again as long as there is no answer: what was sent twice is done once."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                text, given = self._once(asked, cookie)
            except NoAnswer:
                time.sleep(0.2)
                continue
            if is_answer(text):
                return text, given
            raise NoAnswer(f"an answer nobody understands: {asked.path}: {_words(text)}")
        raise NoAnswer(f"no answer for {PATIENCE} s: {asked.path}")

    def _once(self, asked: Asked, cookie: str) -> tuple[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            answer = house.ask(connection, asked, **({"Cookie": f"karte={cookie}"} if cookie else {}))
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            with self._said:
                self.told.counts["connections lost"] += 1
            raise NoAnswer from None
        finally:
            connection.close()
        if answer.status != 200:
            with self._said:
                self.told.counts[f"answers {answer.status}"] += 1
            raise NoAnswer
        found = re.search(r"karte=([^;]+)", answer.headers.get("Set-Cookie", ""))
        return text, found[1] if found else cookie


class NoAnswer(Exception):
    """Nobody knows whether it was done; asking again tells."""


def _seeded(source: random.Random) -> random.Random:
    return random.Random(source.random())


def _words(page: str) -> str:
    """What a page says, without its head."""
    return " ".join(re.sub(r"(?s)^.*<main|<[^>]+>", " ", page).split())[:600]


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""
