"""What an offer's page says of it in words: its texts with their state, its facts, and who learns who comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verzahnt.kit.texts import GERMAN, Text, TextState, Translated, text_for
from verzahnt.programme.offers.choices import Choices
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.states import Access, Registration

SIMPLE = "de-simple"
FIELDS = ("title", "summary", "about", "what_to_bring", "cost_note")
CHILDCARE, COMPANION = "kinderbetreuung", "begleitung"
TOLD_BY_THE_VENUE = "stufenlos"


@dataclass(frozen=True)
class TextsTold:
    """An offer's words in the language of the page, and what has to be said about them."""

    title: Text
    summary: Text
    about: Text
    what_to_bring: Text
    cost_note: Text
    german: dict[str, str]
    """The German words of the fields that are shown in another language."""

    @property
    def is_unchecked(self) -> bool:
        """A machine translated it, and nobody has read it yet."""
        return any(text.state == TextState.MACHINE for text in self._all)

    @property
    def is_outdated(self) -> bool:
        """The German changed after somebody translated it."""
        return any(not text.current for text in self._all)

    @property
    def is_untested(self) -> bool:
        """In Leichte Sprache, and nobody who needs it has read it yet."""
        return any(text.language == SIMPLE and text.state != TextState.TESTED for text in self._all)

    @property
    def shows_german(self) -> bool:
        return self.is_unchecked or self.is_outdated

    @property
    def _all(self) -> tuple[Text, ...]:
        return self.title, self.summary, self.about, self.what_to_bring, self.cost_note


@dataclass(frozen=True)
class Facts:
    """Yes, no, or not asked yet; and what else there is."""

    childcare: str
    companion: str
    others: list[str]


def texts_told(found: Offer, said: Iterable[Translated], language: str) -> TextsTold:
    said = list(said)
    texts = {field: text_for(getattr(found, field), said, language, field=field) for field in FIELDS}
    german = {field: getattr(found, field) for field, text in texts.items() if text.language != GERMAN and text.body}
    return TextsTold(**texts, german=german)


def facts_of(found: Offer, lists: Choices) -> Facts:
    told = {CHILDCARE, COMPANION, TOLD_BY_THE_VENUE}
    told |= {"ohne-anmeldung"} if found.registration == Registration.NONE else set()
    return Facts(_known(found, CHILDCARE), _known(found, COMPANION),
                 [one.name for key, one in lists.traits.items() if key in found.traits and key not in told])


def _known(found: Offer, trait: str) -> str:
    """A trait is there, or denied, or nobody has said."""
    known = Access.YES if trait in found.traits else Access.NO if trait in found.denied_traits else Access.NOT_CHECKED
    return str(known.label)
