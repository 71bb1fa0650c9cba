"""What a typed text asks of an offer, as conditions PostgreSQL understands. No database, no clock.

A text asks for one or more things ("Yoga" and "Frauen"). Each thing may be said in several ways: by the very word, by
words like it (joined ones, words of the same meaning), by a fact of the offer, or, when nobody says it, by its topic.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Thing:
    """One thing asked for. All words are folded; a star at the end stands for any ending."""

    exact: frozenset[str] = frozenset()
    """The word typed, in the forms in which it stands in offers."""
    alike: frozenset[str] = frozenset()
    """Words it is a part of, and words that mean the same."""
    keys: frozenset[str] = frozenset()
    """Facts of an offer that mean the same: "trait:kinderbetreuung"."""
    topics: frozenset[str] = frozenset()
    """Looked through when no offer says the words."""

    def __or__(self, other: Thing) -> Thing:
        return Thing(self.exact | other.exact, self.alike | other.alike, self.keys | other.keys,
                     self.topics | other.topics)

    @property
    def is_understood(self) -> bool:
        return bool(self.exact or self.alike or self.keys or self.topics)


@dataclass(frozen=True)
class Wording:
    """A typed text, understood. Conditions are in the notation of `tsquery`; an empty one matches nothing."""

    things: tuple[Thing, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    """What was typed, and what we took it for: ("ruken", "rucken")."""
    unknown: tuple[str, ...] = ()
    """Words that no offer and no list knows."""
    says_nothing: bool = field(default=False)
    """"Ich suche etwas": nothing to look for, so nothing to hold against an offer."""

    @property
    def all_things(self) -> str:
        """Each thing is said in the offer, in one way or another."""
        return _joined(self.things, lambda one: [*_words(one.exact | one.alike), *_keys(one.keys)], " & ")

    @property
    def all_by_topic(self) -> str:
        """Each thing is said, or the offer belongs to its topic."""
        return _joined(self.things, lambda one: [*_words(one.exact | one.alike), *_keys(one.keys), *_topics(one)],
                       " & ")

    @property
    def any_thing(self) -> str:
        """At least one thing is said, or the offer belongs to its topic."""
        return _joined(self.things, lambda one: [*_words(one.exact | one.alike), *_keys(one.keys), *_topics(one)],
                       " | ")

    @property
    def conditions(self) -> list[str]:
        """From the narrowest to the widest; the first that finds something counts. Each says something new."""
        return list(dict.fromkeys(one for one in (self.all_things, self.all_by_topic, self.any_thing) if one))

    def very_words(self, weights: str = "") -> str:
        """The very word typed stands in the offer; in these parts of it ("A": title, "B": topics) if they are named."""
        return _joined(self.things, lambda one: _words(one.exact, weights), " | ")

    def words_alike(self, weights: str = "") -> str:
        """A word that means the same, or is joined with it."""
        return _joined(self.things, lambda one: _words(one.exact | one.alike, weights), " | ")


def _joined(things: Sequence[Thing], ways: Callable[[Thing], Sequence[str]], how: str) -> str:
    said = [" | ".join(found) for one in things if (found := ways(one))]
    if how == " & " and len(said) < len(things):
        return ""
    return how.join(f"({one})" for one in said)


def _words(words: Collection[str], weights: str = "") -> list[str]:
    return [_lexeme(word, weights) for word in sorted(words)]


def _keys(keys: Collection[str]) -> list[str]:
    return [_lexeme(key) for key in sorted(keys)]


def _topics(thing: Thing) -> list[str]:
    return _keys({f"topic:{topic}" for topic in thing.topics})


def _lexeme(word: str, weights: str = "") -> str:
    plain = word.rstrip("*").replace("'", "''").replace("\\", "\\\\")
    marks = ("*" if word.endswith("*") else "") + weights
    return f"'{plain}'{':' if marks else ''}{marks}"
