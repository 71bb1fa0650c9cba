"""What somebody looks for, as it stands in the address: `/angebote/?ort=99974&thema=bewegung&umkreis=20&seite=2`.

Whatever is typed becomes a question: what we don't know is left out, what is too long is cut, nothing is an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol
from urllib.parse import urlencode

from verzahnt.programme.offers.rules import ALL_DAY, TIMES, WEEKDAYS, Hours
from verzahnt.programme.offers.states import KIND_IN_ADDRESS

RADII = (5, 10, 20, 50, 100)
USUAL_RADIUS = 20
KREIS: Final = "kreis"
"""Instead of a radius: only where the place's own Kreis is."""
WEEKS = (1, 2, 4, 8)
VIEWS = ("", "woche", "karte")
SORTINGS = ("passend", "nah", "bald")
LONGEST_TEXT = 80
PARTS_A_WORD = "\u200c"  # in Persian, where a space would make two words of it
MOST_PAGES = 500
MOST_TRAITS = 6
MOST_DAYS = 20
KIND_OF_ADDRESS = {word: kind for kind, word in KIND_IN_ADDRESS.items()}


class Parameters(Protocol):
    """A request's query (`request.GET`)."""

    def get(self, key: str, default: Any = ..., /) -> Any: ...
    def getlist(self, key: str, /) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Question:
    """Where, what and for whom. Empty means: no matter."""

    place: str = ""
    radius: int | Literal["kreis"] = USUAL_RADIUS
    text: str = ""
    topic: str = ""
    kind: str = ""
    audience: str = ""
    language: str = ""
    traits: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    """Weekdays one of which must do, in their order: `mo` … `so`."""
    time: str = ""
    """A time of day from `rules.TIMES`, or own hours: `9-13`."""
    weeks: int = 0
    """It begins within so many weeks; where one may come in at any date, its next date counts."""
    free: bool = False
    """Only where places are free, or where nothing has to be booked."""
    view: str = ""
    """How results are shown: as a list, or one of `VIEWS`."""
    sorting: str = "passend"
    page: int = 1
    reads: str = "de"
    """The language of the page, which the address says by its prefix."""

    @classmethod
    def from_address(cls, params: Parameters, *, reads: str = "de") -> Question:
        radius = _number(params.get("umkreis", ""))
        weeks, view = _number(params.get("wochen", "")), str(params.get("ansicht", ""))
        sorting = str(params.get("sortierung", ""))
        return cls(
            place=_text(params.get("ort", "")),
            radius=KREIS if params.get("umkreis", "") == KREIS else radius if radius in RADII else USUAL_RADIUS,
            text=_text(params.get("suche", "")),
            topic=_key(params.get("thema", "")),
            kind=KIND_OF_ADDRESS.get(_key(params.get("art", "")), ""),
            audience=_key(params.get("fuer", "")),
            language=_key(params.get("sprache", "")),
            traits=tuple(sorted({_key(one) for one in params.getlist("merkmal")[:MOST_TRAITS]} - {""})),
            days=_days(params.getlist("tag")),
            time=_time(params),
            weeks=weeks if weeks in WEEKS else 0,
            free=params.get("frei", "") == "1",
            view=view if view in VIEWS else "",
            sorting=sorting if sorting in SORTINGS else "passend",
            page=min(max(_number(params.get("seite", "")), 1), MOST_PAGES),
            reads=reads,
        )

    def address(self) -> str:
        """The query that asks this again, without what is usual; begins with `?` or is empty."""
        said: dict[str, object] = {
            "ort": self.place, "umkreis": self.radius if self.radius != USUAL_RADIUS else "", "suche": self.text,
            "thema": self.topic, "art": KIND_IN_ADDRESS.get(self.kind, ""), "fuer": self.audience,
            "sprache": self.language, "merkmal": self.traits, "tag": self.days, "zeit": self.time,
            "wochen": self.weeks, "frei": int(self.free), "ansicht": self.view,
            "sortierung": self.sorting if self.sorting != "passend" else "",
            "seite": self.page if self.page > 1 else "",
        }
        query = urlencode({name: value for name, value in said.items() if value}, doseq=True)
        return f"?{query}" if query else ""

    def but(self, **changes: Any) -> Question:
        """The same question with something changed, from its first page."""
        return replace(self, **({"page": 1} | changes))

    @property
    def filters(self) -> int:
        """How many filters narrow it down, besides place and radius."""
        chosen = (self.topic, self.kind, self.audience, self.language, self.days, self.time, self.weeks, self.free)
        return len(self.traits) + sum(bool(one) for one in chosen)

    @property
    def km(self) -> int | None:
        """How far away a venue may be; None where the Kreis is the border."""
        return self.radius if isinstance(self.radius, int) else None

    @property
    def hours(self) -> Hours:
        """Between which hours, on which weekdays, a date must lie."""
        hours = TIMES.get(self.time) or _own_hours(self.time) or ALL_DAY
        return replace(hours, days=tuple(day for day in hours.days if not self.days or day in self.days))

    @property
    def asks_a_time(self) -> bool:
        """Whether weekdays or hours are asked for; then every result has them."""
        return bool(self.days or self.time)

    @property
    def reads_german(self) -> bool:
        """Then no offer is better for being held in the reader's language: nearly all are."""
        return self.reads in ("de", "de-simple")

    @property
    def without_filters(self) -> Question:
        return self.at_any_time.but(topic="", kind="", audience="", language="", traits=(), free=False, text="")

    @property
    def at_any_time(self) -> Question:
        return self.but(days=(), time="", weeks=0)


def _text(typed: object) -> str:
    """What was typed, on one line, without signs no database takes."""
    visible = "".join(sign if sign.isprintable() or sign == PARTS_A_WORD else " "
                      for sign in str(typed)[: 4 * LONGEST_TEXT])
    return " ".join(visible.split())[:LONGEST_TEXT].strip(f" {PARTS_A_WORD}")


def _key(typed: object) -> str:
    found = re.fullmatch(r"[a-zA-Z0-9-]{1,40}", str(typed))
    return found.group() if found else ""


def _days(typed: Sequence[object]) -> tuple[str, ...]:
    named = {str(one).lower() for one in typed[:MOST_DAYS]}
    return tuple(day for day in WEEKDAYS if day in named) if not named >= set(WEEKDAYS) else ()


def _time(params: Parameters) -> str:
    """A known time of day, or hours: in one field (`zeit=9-13`), or in two of a form (`von=9&bis=13`)."""
    typed = str(params.get("zeit", "")).replace(" ", "").replace("–", "-")
    if typed in TIMES:
        return typed
    if not typed:
        begin, end = _number(params.get("von", "")), _number(params.get("bis", ""))
        typed = f"{begin}-{end or 24}" if begin or end else ""
    own = _own_hours(typed)
    return f"{own.begin}-{own.end}" if own and own != ALL_DAY else ""


def _own_hours(typed: str) -> Hours | None:
    """Two whole hours of a day, the earlier one first."""
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", typed)
    begin, end = (int(found[1]), int(found[2])) if found else (0, 0)
    return Hours(begin, end) if begin < end <= 24 else None


def _number(typed: object) -> int:
    text = str(typed)
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
