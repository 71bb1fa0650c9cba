"""What somebody looks for, as it stands in the address: `/angebote/?ort=99974&thema=bewegung&umkreis=20&seite=2`.

Whatever is typed becomes a question: what we don't know is left out, what is too long is cut, nothing is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlencode

from verzahnt.programme.offers.states import KIND_IN_ADDRESS

RADII = (5, 10, 20, 50, 100)
USUAL_RADIUS = 20
SORTINGS = ("passend", "nah", "bald")
LONGEST_TEXT = 80
MOST_PAGES = 500
MOST_TRAITS = 6
KIND_OF_ADDRESS = {word: kind for kind, word in KIND_IN_ADDRESS.items()}


class Parameters(Protocol):
    """A request's query (`request.GET`)."""

    def get(self, key: str, default: Any = ..., /) -> Any: ...
    def getlist(self, key: str, /) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Question:
    """Where, what and for whom. Empty means: no matter."""

    place: str = ""
    radius: int = USUAL_RADIUS
    text: str = ""
    topic: str = ""
    kind: str = ""
    audience: str = ""
    language: str = ""
    traits: tuple[str, ...] = ()
    sorting: str = "passend"
    page: int = 1
    reads: str = "de"
    """The language of the page, which the address says by its prefix."""

    @classmethod
    def from_address(cls, params: Parameters, *, reads: str = "de") -> Question:
        radius = _number(params.get("umkreis", ""))
        sorting = str(params.get("sortierung", ""))
        return cls(
            place=_text(params.get("ort", "")),
            radius=radius if radius in RADII else USUAL_RADIUS,
            text=_text(params.get("suche", "")),
            topic=_key(params.get("thema", "")),
            kind=KIND_OF_ADDRESS.get(_key(params.get("art", "")), ""),
            audience=_key(params.get("fuer", "")),
            language=_key(params.get("sprache", "")),
            traits=tuple(sorted({_key(one) for one in params.getlist("merkmal")[:MOST_TRAITS]} - {""})),
            sorting=sorting if sorting in SORTINGS else "passend",
            page=min(max(_number(params.get("seite", "")), 1), MOST_PAGES),
            reads=reads,
        )

    def address(self) -> str:
        """The query that asks this again, without what is usual; begins with `?` or is empty."""
        said: dict[str, object] = {
            "ort": self.place, "umkreis": self.radius if self.radius != USUAL_RADIUS else "", "suche": self.text,
            "thema": self.topic, "art": KIND_IN_ADDRESS.get(self.kind, ""), "fuer": self.audience,
            "sprache": self.language, "merkmal": self.traits,
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
        return len(self.traits) + sum(bool(one) for one in (self.topic, self.kind, self.audience, self.language))

    @property
    def without_filters(self) -> Question:
        return self.but(topic="", kind="", audience="", language="", traits=(), text="")


def _text(typed: object) -> str:
    """What was typed, on one line, without signs no database takes."""
    visible = "".join(sign if sign.isprintable() else " " for sign in str(typed)[: 4 * LONGEST_TEXT])
    return " ".join(visible.split())[:LONGEST_TEXT].strip()


def _key(typed: object) -> str:
    found = re.fullmatch(r"[a-zA-Z0-9-]{1,40}", str(typed))
    return found.group() if found else ""


def _number(typed: object) -> int:
    text = str(typed)
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
