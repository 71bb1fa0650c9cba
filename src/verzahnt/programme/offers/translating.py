"""Which texts of an offer exist in other languages, and how far a language has come. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from verzahnt.kit.texts import TextState, Translated, is_current

FIELDS: dict[str, tuple[str, int]] = {
    "title": ("Name", 200),
    "summary": ("In zwei Sätzen", 800),
    "about": ("Mehr dazu", 8000),
    "what_to_bring": ("Mitbringen", 400),
    "cost_note": ("Zu den Kosten", 400),
}
"""The offer's fields with what they are called and how long a translation may be: other languages need more room."""

WAY = "way"
WAY_LIMIT = 1500
NEEDED = ("title", "summary")


@dataclass(frozen=True)
class Progress:
    """How far an offer has come in one language."""

    there: int
    of: int
    outdated: tuple[str, ...]
    """The fields whose German text has changed since."""
    state: TextState | None

    @property
    def is_there(self) -> bool:
        """Name and summary are there: enough to be shown."""
        return self.state is not None

    @property
    def is_complete(self) -> bool:
        return self.there == self.of and not self.outdated


def least_far(texts: Iterable[Translated]) -> TextState | None:
    """The state of the text that has come least far; None where there is no text."""
    return min((TextState(one.state) for one in texts), key=list(TextState).index, default=None)


def progress(german: Mapping[str, str], texts: Iterable[Translated]) -> Progress:
    """How far the texts of one language have come; the least far of their states counts."""
    wanted = {field for field in FIELDS if german.get(field, "").strip()}
    found = {one.field: one for one in texts if one.field in wanted and one.body.strip()}
    state = least_far(found.values())
    return Progress(
        there=len(found), of=len(wanted),
        outdated=tuple(field for field in FIELDS if field in found and not is_current(found[field], german[field])),
        state=state if all(field in found for field in NEEDED if field in wanted) else None)
