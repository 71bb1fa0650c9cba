"""Texts people read: German stands on the row, every other language on a row of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from django.db import models

GERMAN = "de"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class TextState(models.TextChoices):
    """How far a translation has come."""

    MACHINE = "machine", "maschinell übersetzt"
    CHECKED = "checked", "von Menschen geprüft"
    TESTED = "tested", "von Leserinnen und Lesern geprüft"


class Translation(models.Model):
    """One field of one owner in one language. The heir adds the link to its owner and keeps the three unique."""

    language = models.CharField("Sprache", max_length=12)
    field = models.CharField("Feld", max_length=40)
    body = models.TextField("Text")
    german_hash = models.CharField("Abdruck des deutschen Textes", max_length=64)
    state = models.CharField("Stand", max_length=10, choices=TextState.choices, default=TextState.MACHINE)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.field} ({self.language})"


class Translated(Protocol):
    """What `text_for` needs of a translation."""

    language: str
    field: str
    body: str
    german_hash: str
    state: str


@dataclass(frozen=True, slots=True)
class Text:
    """What a reader gets to see, and what the page has to say about it."""

    body: str
    language: str
    """For the attribute `lang`."""
    current: bool = True
    """Whether it was made from the German text as it stands today."""
    state: TextState | None = None
    """None for the German original."""

    @property
    def direction(self) -> str:
        """For the attribute `dir`."""
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"

    def __str__(self) -> str:
        return self.body


def german_hash(text: str) -> str:
    """The same for texts that read the same: line ends, spaces at the edges and Unicode forms do not count."""
    lines = unicodedata.normalize("NFC", text).strip().splitlines()
    return sha256("\n".join(line.rstrip() for line in lines).encode()).hexdigest()


def is_current(translation: Translated, german: str) -> bool:
    """Whether the translation was made from this German text."""
    return translation.german_hash == german_hash(german)


def text_for(german: str, translations: Iterable[Translated], language: str, *, field: str | None = None) -> Text:
    """The text in the reader's language, else the German one.

    A translation of an older German text is better than none to somebody who reads no German; it comes with
    `current=False`, so that the page can say so and show the German beside it.
    """
    if language != GERMAN:
        for one in translations:
            if one.language == language and one.body.strip() and (field is None or one.field == field):
                return Text(one.body, language, is_current(one, german), TextState(one.state))
    return Text(german, GERMAN)
