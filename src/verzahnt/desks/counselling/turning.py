"""Which step of the guide the screen shows when it is turned to the person, in which language: in the address alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict

from verzahnt.desks.parts import languages
from verzahnt.desks.parts.languages import PageLanguage
from verzahnt.programme.conversations.guide import STEPS, Step
from verzahnt.programme.conversations.topics import ASKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ASKED_BY_TOPIC = next(number for number, step in enumerate(STEPS, start=1) if step.by_topic)


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A step of the guide; what makes no sense in an address is left out."""

    number: int = 1
    language: PageLanguage = languages.GERMAN
    topic: str = ""

    @classmethod
    def from_address(cls, params: QueryDict) -> Turned:
        number, topic, code = (str(params.get(name, "")) for name in ("schritt", "thema", "sprache"))
        return cls(
            number=int(number) if number in {str(one) for one in range(1, len(STEPS) + 1)} else 1,
            language=next((one for one in languages.shown() if one.code == code), languages.GERMAN),
            topic=topic if topic in ASKING else "",
        )

    @property
    def address(self) -> str:
        """The query that shows this again; begins with `?`."""
        said = {"schritt": self.number, "thema": self.topic, "sprache": self.language.code}
        return "?" + urlencode({name: value for name, value in said.items() if value})

    @property
    def step(self) -> Step:
        return STEPS[self.number - 1]

    @property
    def questions(self) -> Sequence[_StrOrPromise]:
        """What is asked: one open question, or those of the topic where the step has room for them."""
        if self.step.by_topic and self.topic:
            return ASKING[self.topic].questions
        return () if self.step.scales else (self.step.question,)

    @property
    def before(self) -> Turned | None:
        return self.at(self.number - 1) if self.number > 1 else None

    @property
    def after(self) -> Turned | None:
        return self.at(self.number + 1) if self.number < len(STEPS) else None

    def at(self, number: int) -> Turned:
        return replace(self, number=number)

    def about(self, topic: str) -> Turned:
        """The questions of a topic."""
        return replace(self, number=ASKED_BY_TOPIC, topic=topic)

    def spoken(self, language: PageLanguage) -> Turned:
        return replace(self, language=language)
