"""Offers read from a provider's table: what each row says, and what is wrong with it. Pure: no database, no clock.

A row becomes a `Draft`; rows of the same offer (the same number, or without numbers the same title and house) become
one draft with several editions. A row with a problem stays out; a row with a remark comes in without that detail.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from typing import TypeVar

from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.offers import incoming_values as values
from verzahnt.programme.offers.incoming_columns import BY_KEY, EXAMPLE, folded
from verzahnt.programme.offers.incoming_values import Unclear

Value = TypeVar("Value")
MOST_DATES = 60
Row = tuple[int, Sequence[str]]
Times = tuple[tuple[datetime, datetime], ...]
LENGTHS = {"title": 120, "summary": 300, "about": 5000, "telephone": 40, "telephone_hours": 100, "cost_note": 200,
           "what_to_bring": 200, "led_by": 160, "certificate": 80}
PLACE_LENGTHS = {"venue": 120, "street": 120, "town": 80, "online_how": 200}


@dataclass(frozen=True)
class Lists:
    """What the reference and the partners know: names as people read them, and their keys."""

    topics: Mapping[str, str]
    audiences: Mapping[str, str]
    languages: Mapping[str, str]
    traits: Mapping[str, str]
    sites: Mapping[str, int]
    postal_codes: Collection[str]
    home_site: int | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong in which cell, and what to write instead."""

    row: int
    column: str
    sentence: str
    stays_out: bool = True


@dataclass(frozen=True)
class Where:
    """A house, or how to take part from home."""

    venue: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    online_how: str = ""

    @property
    def key(self) -> str:
        """How two places are compared."""
        return f"{self.postal_code} {folded(self.street)}" if self.postal_code else folded(self.online_how)


@dataclass(frozen=True)
class Edition:
    """When and where an offer takes place once more, as one row says."""

    row: int
    where: Where | None
    times: Times = ()
    seats: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """The first hour and the place: what tells one edition from another."""
        return (f"{self.times[0][0]:%Y-%m-%d %H:%M}" if self.times else "", self.where.key if self.where else "")


@dataclass
class Draft:
    """One offer as the table tells it: `told` holds only what its cells say."""

    row: int
    own_key: str
    title: str
    told: dict[str, object]
    editions: list[Edition] = field(default_factory=list)

    @property
    def place_key(self) -> str:
        return next((one.where.key for one in self.editions if one.where), "")


@dataclass
class Reading:
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    examples: int = 0

    @property
    def left_out(self) -> int:
        """How many rows stay out."""
        return len({one.row for one in self.problems if one.stays_out})


def read_rows(rows: Sequence[Row], columns: Sequence[str], lists: Lists) -> Reading:
    """Every row below the head, by the columns' keys ("" is not taken over)."""
    reading = Reading()
    first: dict[str, Draft] = {}
    for number, cells in rows:
        told = {key: cell.strip() for key, cell in zip(columns, cells, strict=False) if key and cell.strip()}
        if folded(told.get("own_key", "")).startswith(EXAMPLE):
            reading.examples += 1
            continue
        if not told:
            continue
        reading.rows += 1
        reader = _Row(number, told, lists)
        draft = reader.draft()
        reading.problems += reader.problems
        if any(one.stays_out for one in reader.problems):
            continue
        _join(reading, first, draft)
    reading.problems.sort(key=lambda one: one.row)
    return reading


def _join(reading: Reading, first: dict[str, Draft], draft: Draft) -> None:
    """A row of an offer that stood above is another edition of it, or a slip."""
    key = f"#{draft.own_key}" if draft.own_key else f"{folded(draft.title)}|{draft.place_key}"
    above = first.setdefault(key, draft)
    if above is draft:
        reading.drafts.append(draft)
        return
    column = BY_KEY["own_key" if draft.own_key else "title"].label
    known = {edition.key for edition in above.editions}
    if draft.own_key and folded(above.title) != folded(draft.title):
        reading.problems.append(Problem(draft.row, column, f"Die Nummer „{draft.own_key}“ steht schon in Zeile "
                                        f"{above.row}, dort für „{above.title}“. Jedes Angebot braucht eine eigene."))
    elif not any(one.times and one.key not in known for one in draft.editions):
        reading.problems.append(Problem(draft.row, column, f"„{draft.title}“ steht schon so in Zeile {above.row}. "
                                        "Löschen Sie eine der beiden Zeilen, oder geben Sie einen anderen Beginn an."))
    else:
        above.editions += draft.editions


class _Row:
    """One row, cell by cell."""

    def __init__(self, number: int, cells: Mapping[str, str], lists: Lists) -> None:
        self.number, self.cells, self.lists = number, cells, lists
        self.problems: list[Problem] = []

    def draft(self) -> Draft:
        title = self._title()
        told: dict[str, object] = {"title": title}
        for name, length in LENGTHS.items():
            if name != "title":
                self._take(told, name, partial(values.at_most, length=length))
        self._take(told, "kind", values.a_kind)
        self._take(told, "registration", values.a_registration)
        self._take(told, "website", values.an_address)
        for name in ("topics", "audiences", "languages", "traits"):
            self._take(told, name, partial(values.several, names=getattr(self.lists, name), what=BY_KEY[name].label))
        if price := self._get("cost", values.a_price):
            told["cost"] = price.cost
            if price.note:
                told.setdefault("cost_note", price.note)
        if site := self._get("site", self._site):
            told["site_id"] = site
        own_key = self._get("own_key", lambda words: values.at_most(words, 40)) or ""
        edition = Edition(self.number, self._where(), self._times(),
                          self._get("seats", lambda words: values.a_number(words, most=2000)) or 0)
        return Draft(self.number, own_key, title, told, [edition] if edition.where or edition.times else [])

    def _title(self) -> str:
        if "title" not in self.cells:
            self._wrong("title", "Hier fehlt der Name des Angebots.")
        return self._get("title", lambda words: values.at_most(" ".join(words.split()), LENGTHS["title"])) or ""

    def _site(self, words: str) -> int:
        known = {folded(name): number for name, number in self.lists.sites.items()}
        if folded(words) not in known:
            raise Unclear(f"Den Standort „{words}“ kennen wir nicht.{values.perhaps(words, list(self.lists.sites))}")
        return known[folded(words)]

    def _where(self) -> Where | None:
        online = self.cells.get("online_how", "")
        if folded(online) in ("", "nein", "no"):
            online = ""
        elif folded(online) in ("ja", "x", "yes", "online"):
            self._wrong("online_how", "Wie nimmt man teil? Zum Beispiel: Sie bekommen am Tag davor einen Link.")
        told = {name: self._get(name, partial(values.at_most, length=most)) or ""
                for name, most in PLACE_LENGTHS.items()}
        if online:
            return Where(online_how=told["online_how"])
        if not (told["venue"] or told["street"] or "postal_code" in self.cells):
            return None
        code = self._get("postal_code", values.a_postal_code) or ""
        if code and code not in self.lists.postal_codes:
            self._wrong("postal_code", f"Die Postleitzahl „{code}“ kennen wir nicht. Bitte prüfen Sie die fünf "
                                       "Ziffern.")
        missing = [BY_KEY[name].label for name in ("postal_code", "street") if name not in self.cells]
        if missing:
            needed = "starts_on" in self.cells
            self._wrong("venue" if told["venue"] else "street", f"Zum Ort fehlt noch: {' und '.join(missing)}."
                        + ("" if needed else " Das Angebot kommt ohne Ort."), stays_out=needed)
            return None
        return Where(told["venue"] or told["street"], told["street"], code, told["town"])

    def _times(self) -> Times:
        first = self._get("starts_on", values.a_day)
        if first is None:
            if "weekday" in self.cells and "starts_on" not in self.cells:
                self._wrong("starts_on", "Ab wann? Ohne den ersten Tag kommt das Angebot ohne Termine.",
                            stays_out=False)
            return ()
        hours = self._hours()
        days = self._days(first)
        if hours is None or not days:
            return ()
        return tuple((datetime.combine(day, hours[0], BERLIN), datetime.combine(day, hours[1], BERLIN))
                     for day in days)

    def _hours(self) -> tuple[time, time] | None:
        if "starts" in self.cells and "ends" in self.cells:
            starts, ends = self._get("starts", values.an_hour), self._get("ends", values.an_hour)
            if starts and ends and ends <= starts:
                self._wrong("ends", "Das Ende liegt vor dem Anfang. Schreiben Sie zum Beispiel 10:00 und 11:30.")
            return (starts, ends) if starts and ends and starts < ends else None
        name = next((name for name in ("hours", "starts", "ends") if name in self.cells), "")
        if not name:
            self._wrong("hours", "Um wie viel Uhr? Schreiben Sie zum Beispiel: 10–11:30 Uhr")
            return None
        return self._get(name, values.from_to)

    def _days(self, first: date) -> Sequence[date]:
        weekday = self._get("weekday", values.a_weekday)
        if weekday is not None and weekday != first.weekday():
            self._wrong("weekday", f"Der {first.day}.{first.month}.{first.year} ist ein "
                        f"{values.WEEKDAYS[first.weekday()].capitalize()}, kein "
                        f"{values.WEEKDAYS[weekday].capitalize()}. Bitte prüfen Sie Beginn und Wochentag.")
        last = self._get("ends_on", values.a_day)
        times = self._get("times", lambda words: values.a_number(words, most=MOST_DATES))
        if last is not None and last < first:
            self._wrong("ends_on", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie die beiden Tage.")
            return ()
        if weekday is not None and times is None and last is None and "times" not in self.cells:
            self._wrong("times", "Wie oft? Schreiben Sie die Anzahl der Termine oder den letzten Tag dazu.")
        days = values.weekly(first, times=times, last=last)
        if len(days) > MOST_DATES:
            self._wrong("ends_on", f"Das sind {len(days)} Termine; {MOST_DATES} sind möglich. Teilen Sie die Reihe "
                                   "bitte in zwei Zeilen auf.")
            return ()
        return days

    def _take(self, told: dict[str, object], name: str, understand: Callable[[str], object]) -> None:
        if (value := self._get(name, understand)) is not None:
            told[name] = value

    def _get(self, name: str, understand: Callable[[str], Value]) -> Value | None:
        """What a cell says; nothing where it is empty, or where it is unclear and that was noted."""
        words = self.cells.get(name, "")
        if not words:
            return None
        try:
            return understand(words)
        except Unclear as unclear:
            self._wrong(name, str(unclear))
            return None

    def _wrong(self, name: str, sentence: str, *, stays_out: bool = True) -> None:
        self.problems.append(Problem(self.number, BY_KEY[name].label, sentence, stays_out))
