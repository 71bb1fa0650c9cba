"""Aliases to suggest: two friendly words, a new pair each time. None may say anything about anybody."""

from __future__ import annotations

from collections.abc import Callable

from verzahnt.programme.cards.alias_words import BY_LANGUAGE, GERMAN


def suggest(language: str, random: Callable[[int], int]) -> str:
    """An alias in the reader's language, German where we have no words of that language.

    `random(n)` gives a number below n.
    """
    words = BY_LANGUAGE.get(language, GERMAN)
    nouns = [(noun, ending) for ending, of_this_ending in words.nouns.items() for noun in of_this_ending]
    noun, ending = nouns[random(len(nouns))]
    adjective = words.adjectives[random(len(words.adjectives))] + ending
    return f"{noun} {adjective}" if words.noun_first else f"{adjective} {noun}"
