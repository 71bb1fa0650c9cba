"""The offer in other languages, as its provider sees it: how far each has come, and what changed in the German."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from verzahnt.desks.parts import languages
from verzahnt.desks.parts.languages import PageLanguage
from verzahnt.kit.plain_language import Hint, hints
from verzahnt.kit.texts import GERMAN, TextState, Translated, is_current
from verzahnt.programme.offers import of_provider
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.translating import Progress, progress

SIMPLE = "de-simple"


@dataclass(frozen=True)
class LanguageTold:
    """One language of an offer."""

    language: PageLanguage
    progress: Progress

    @property
    def words(self) -> str:
        done = self.progress
        if not done.there:
            return "noch nichts"
        if done.outdated:
            return "passt nicht mehr ganz"
        return "vollständig" if done.is_complete else f"{done.there} von {done.of} Texten"

    @property
    def kind(self) -> str:
        """The kind of the mark."""
        if self.progress.outdated:
            return "warning"
        return "success" if self.progress.is_complete else "info" if self.progress.there else "plain"

    @property
    def state_words(self) -> str:
        state = self.progress.state
        if self.language.code == SIMPLE and state not in (None, TextState.TESTED):
            return "noch nicht von Leserinnen und Lesern geprüft"
        return str(state.label) if state else ""


@dataclass(frozen=True)
class Piece:
    """Words of the German text: unchanged, gone or new."""

    words: str
    kind: str  # same · gone · new


@dataclass(frozen=True)
class FieldTold:
    """One text in one language beside its German."""

    name: str
    label: str
    german: str
    body: str
    outdated: bool
    changes: list[Piece]
    """How the German has changed since; empty where we do not know what it was."""
    hints: list[Hint]


def how_far(offer: Offer) -> list[LanguageTold]:
    """All languages pages are shown in, German apart."""
    german, texts = of_provider.german_of(offer), of_provider.texts_by_language(offer)
    return [LanguageTold(one, progress(german, texts.get(one.code, []))) for one in translated()]


def translated() -> list[PageLanguage]:
    return [one for one in languages.shown() if one.code != GERMAN]


def told(name: str, label: str, german: str, text: Translated | None, typed: Mapping[str, str],
         language: str) -> FieldTold:
    """A text with what to say of it; `typed` is what stands in the form, where it has been sent."""
    body = typed.get(name, text.body if text else "")
    outdated = text is not None and bool(german) and not is_current(text, german)
    before = getattr(text, "german", "")
    return FieldTold(name, label, german, body, outdated, differences(before, german) if outdated and before else [],
                     hints(body) if language == SIMPLE else [])


def differences(before: str, after: str) -> list[Piece]:
    """What went and what came, word by word."""
    old, new = before.split(), after.split()
    found = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(" ".join(old[i1:i2]), "same"))
            continue
        found += [Piece(" ".join(old[i1:i2]), "gone")] if i2 > i1 else []
        found += [Piece(" ".join(new[j1:j2]), "new")] if j2 > j1 else []
    return found
