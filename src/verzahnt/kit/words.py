"""How words are compared, in every script, and which known word a mistyped one may be."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

# Vowel signs and hyphens within words that one writer sets and another leaves out.
_LEFT_OUT = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c\u200d\u00ad\u02bc\u2019']")
# Letters that are written in several ways, and those that do not fall apart into letter and mark.
_ONE_FOR_ANOTHER = str.maketrans("ıłđøґىیکة", "ildoгييكه") | str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe"})


def folded(text: str) -> str:
    """Without case, accents and marks: "Rücken" and "RUCKEN", "ё" and "е", "ک" and "ك" are the same."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower())
    return _LEFT_OUT.sub("", plain).translate(_ONE_FOR_ANOTHER)


def words_in(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return [word for word in re.split(r"[\W_]+", folded(text)) if word]


def without_umlaut_letters(word: str) -> str:
    """What somebody meant who has no umlauts on the keyboard: "ruecken" is "rucken", as "Rücken" is when folded.

    "ue" after a, e or q is no umlaut: "neue", "bauen", "bequem".
    """
    return re.sub(r"(?<![aeq])ue", "u", word.replace("ae", "a").replace("oe", "o"))


def mistakes_allowed(word: str) -> int:
    """How many slips of the finger we take for one: none in short words, where they make other words."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


def distance(one: str, other: str, *, most: int | None = None, begins: bool = False) -> int:
    """How many letters were added, dropped, changed or swapped with their neighbour.

    With `most`, no more is told of what lies farther apart than that it does. `begins`: somebody is still typing, so
    what the other word has beyond the typed beginning does not count.
    """
    most = len(one) + len(other) if most is None else most
    if len(one) - len(other) > most or (len(other) - len(one) > most and not begins):
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, letter_there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != letter_there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == letter_there:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row) if begins else row[-1]


class Spelling:
    """Known words, to find the one that was meant. Each is found by itself with one letter left out."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known: dict[str, set[str]] = defaultdict(set)
        for word in words:
            for short in _shortened(word):
                self._known[short].add(word)

    def nearest(self, word: str) -> list[str]:
        """The known words fewest slips away, if there are any within what is allowed; in the order of the alphabet."""
        most = mistakes_allowed(word)
        candidates: set[str] = set().union(*(self._known.get(short, set()) for short in _shortened(word)))
        near = [(slips, one) for one in candidates if (slips := distance(word, one, most=most)) <= most]
        best = min((slips for slips, _ in near), default=0)
        return sorted(one for slips, one in near if slips == best)


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters in turn; short words as they are."""
    if len(word) < 4:
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
