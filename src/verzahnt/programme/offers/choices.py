"""The words filters and cards show: topics, audiences, traits and languages in the reader's language.

Read once a day and process: these lists change with a load of the reference, not with a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from verzahnt.programme.reference import queries as reference


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list: its key in addresses, its name, its picture where it has one."""

    key: str
    name: str
    icon: str = ""


@dataclass(frozen=True)
class Choices:
    topics: dict[str, Choice]
    first_topics: tuple[Choice, ...]
    """The six of the start page."""
    audiences: dict[str, Choice]
    traits: dict[str, Choice]
    languages: dict[str, str]


def choices(language: str, *, on: date) -> Choices:
    """The lists in a language, as they were first read on this day."""
    return _choices(language, on)


@lru_cache(maxsize=24)
def _choices(language: str, on: date) -> Choices:
    topics = list(reference.topics())
    shown = {topic.slug: Choice(topic.slug, topic.plain_name_in(language), topic.icon) for topic in topics}
    return Choices(
        topics=shown,
        first_topics=tuple(shown[topic.slug] for topic in topics if topic.is_first_choice),
        audiences={one.slug: Choice(one.slug, one.name_in(language)) for one in reference.audiences()},
        traits={one.slug: Choice(one.slug, one.name_in(language), one.icon) for one in reference.traits()},
        languages={one.code: one.name_in(language) for one in reference.languages()},
    )
