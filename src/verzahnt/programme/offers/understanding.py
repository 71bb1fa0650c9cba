"""From what somebody typed to what it asks for: everyday words, joined words, slips of the finger, in every language.

In this order: words that say nothing are left out; what somebody does not want ("ohne Kinder") is set apart; words
that belong together are one thing ("Rauchen aufhören"); a word is looked up among the words of offers and the list of
meanings; one that nobody knows may be two joined ("Rückenkurs"), or mistyped. What is still unknown is left out, if
something else is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection

from verzahnt.kit.words import Spelling, distance, mistakes_allowed, without_umlaut_letters, words_in
from verzahnt.programme.offers.refusing import Refusals
from verzahnt.programme.offers.wording import Thing, Wording
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.models import Concept

MOST_WORDS = 10
SHORTEST_PART = 4
"""A part of a joined word has at least so many letters; "ess" stands in "Interesse", too."""
JOINTS = ("", "s", "n", "en", "e", "er", "es")
"""What stands between the parts of a German word."""
REFUSES_NEXT, REFUSES_LAST, REFUSES_NOTHING = "verneint", "verneint-davor", "nicht-verneint"
"""The concepts whose words make a contrary of the word behind them, or of the one before; or only sound like it."""
BEFORE = ("bei", "vor", "auf", "aus", "uber", "unter", "gegen", "nach")
"""What makes another word of the one behind it: "Beispiel" is no "Spiel", "Vorsorge" no "Sorge"."""

ALWAYS = "grab"
"""German stems; Russian and Arabic ones and beginnings, which words in Latin letters do not have."""
STEMS_OF = {"en": "e", "tr": "t"}

KNOWN = """
SELECT t.word, stems.those, ARRAY(SELECT v.word FROM offers_word v WHERE v.stems && stems.those),
       ARRAY(SELECT v.word FROM offers_word v WHERE length(t.word) >= 3 AND v.word LIKE t.word || '%%'
             ORDER BY length(v.word), v.word LIMIT 40)
       || ARRAY(SELECT v.word FROM offers_word v
                WHERE length(t.root) >= %(part)s AND v.word LIKE '%%' || t.root || '%%'
                      AND (v.word LIKE t.root || '%%' OR EXISTS (
                           SELECT FROM offers_word h
                           WHERE length(h.word) >= 3 AND h.word <> ALL (%(before)s) AND h.word IN (
                               left(v.word, strpos(v.word, t.root) - 1),
                               regexp_replace(left(v.word, strpos(v.word, t.root) - 1), '(s|n|en|e|er|es)$', ''))))
                ORDER BY length(v.word), v.word LIMIT 60)
FROM unnest(%(words)s::text[], %(roots)s::text[]) AS t(word, root)
CROSS JOIN LATERAL (SELECT coalesce(array_agg(one), '{}') AS those FROM unnest(word_stems(t.word)) one
                    WHERE left(one, 1) = ANY (%(languages)s)) AS stems
"""
ALIKE = """
SELECT t.word, v.word FROM unnest(%(words)s::text[]) AS t(word)
CROSS JOIN LATERAL (SELECT word FROM offers_word v WHERE v.word %% t.word
                    ORDER BY similarity(v.word, t.word) DESC, v.word LIMIT 12) AS v
"""


@dataclass(frozen=True)
class Meanings:
    """The curated list, ready to look things up. Words are compared by their stems."""

    nothing: frozenset[str]
    """Words that say nothing about an offer."""
    things: dict[str, Thing]
    """By concept."""
    asked: dict[frozenset[str], frozenset[str]]
    """Words that belong together: their concepts."""
    words_of_stem: dict[str, frozenset[str]]
    spelling: Spelling
    refusable: frozenset[str]
    """Concepts that somebody may not want. Who names anything else beside a "not" asks for it: "nicht rauchen"."""
    refusals: Refusals

    def words_meant(self, word: str, stems: Iterable[str]) -> frozenset[str]:
        """The words of the list that this one is, or has a stem in common with."""
        return frozenset({word}).union(*(self.words_of_stem.get(stem, frozenset()) for stem in stems))


@dataclass(frozen=True)
class Known:
    """What is known of a typed word: its stems, its forms in offers, and words it is a part of."""

    stems: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()


def understood(text: str, *, reads: str = "de", on: date) -> Wording:
    """What the text asks for. `on` is today: the list of meanings is read once a day.

    `reads`, the language of the page, says which stems are compared: German ones always, other scripts' always.
    """
    meanings, stems = _meanings(on), ALWAYS + STEMS_OF.get(reads, "")
    typed = list(dict.fromkeys(words_in(text)))[:MOST_WORDS]
    asked = [word for word in typed if word not in meanings.nothing]
    if not asked:
        little = _of_little_words(typed, meanings)
        return Wording(little, says_nothing=not little)
    known = _known(asked, stems)
    refused = [word for word in meanings.refusals.among(words_in(text), known)
               if _concepts(meanings.words_meant(word, known[word].stems), meanings) <= meanings.refusable]
    things, rest = _together([word for word in asked if word not in refused], known, meanings)
    instead: list[tuple[str, str]] = []
    unknown: list[str] = []
    single = {word: _thing(word, known[word], meanings) for word in rest}
    strange = [word for word in rest if not single[word].is_understood]
    others = _taken_for(strange, meanings, stems) if strange else {}
    known |= _known([word for words in others.values() for word in words], stems)
    for word in rest:
        if word not in strange:
            things.append(single[word])
            continue
        meant = [thing for other in others.get(word, ())
                 if (thing := _thing(other, known[other], meanings)).is_understood]
        things += meant
        if meant:
            instead.append((word, " ".join(others[word])))
        else:
            unknown.append(word)
    things = things or list(_of_little_words(typed, meanings))
    not_wanted = tuple(one for word in refused if (one := _thing(word, known[word], meanings)).is_understood)
    return Wording(tuple(dict.fromkeys(things)), tuple(instead), tuple(unknown), refused=not_wanted,
                   says_nothing=bool(refused) and not (things or unknown or not_wanted))


def _of_little_words(typed: list[str], meanings: Meanings) -> tuple[Thing, ...]:
    """What is said in words that say nothing by themselves: "ich kann nicht mehr". Only where nothing else is said."""
    said = [phrase for phrase in meanings.asked if phrase <= meanings.nothing and phrase <= frozenset(typed)]
    concepts = frozenset[str]().union(*(meanings.asked[phrase] for phrase in said))
    return (_of_concepts(concepts, meanings),) if concepts else ()


def _together(asked: list[str], known: dict[str, Known], meanings: Meanings) -> tuple[list[Thing], list[str]]:
    """The things that several of the words name together, the longest first, and the words left over."""
    meant = {word: meanings.words_meant(word, known[word].stems) for word in asked}
    things, left = [], list(asked)
    phrases = [phrase for phrase in meanings.asked if len(phrase) > 1
               and all(any(one in meant[word] for word in asked) for one in phrase)]
    for phrase in sorted(phrases, key=lambda one: (-len(one), sorted(one))):
        words = [word for word in left if meant[word] & phrase]
        if len(words) < len(phrase):
            continue
        thing = _of_concepts(meanings.asked[phrase], meanings)
        for word in words:  # those that mean the same by themselves are the very words
            alone = _concepts(meant[word], meanings)
            if alone & meanings.asked[phrase]:
                thing |= Thing(exact=known[word].forms, joined=_joined(word, known[word], alone, meanings))
        things.append(thing)
        left = [word for word in left if word not in words]
    return things, left


def _thing(word: str, known: Known, meanings: Meanings) -> Thing:
    """What a single word asks for; not understood when neither offers nor the list know it."""
    concepts = _concepts(meanings.words_meant(word, known.stems), meanings)
    joined = _joined(word, known, concepts, meanings)
    return Thing(exact=known.forms, joined=joined) | _of_concepts(concepts, meanings)


def _joined(word: str, known: Known, concepts: frozenset[str], meanings: Meanings) -> frozenset[str]:
    """The words it is a part of, but for those that only begin like it and are about something else: what means
    another thing by itself ("alleinerziehend" says nothing about being "allein"), and, of short words, whatever the
    list does not name ("Mutter" is no "Mut", "Kilometer" no "Kilo")."""
    if not concepts:
        return known.joined
    same = {one for slug in concepts for one in meanings.things[slug].close}
    stems = tuple(one[:-1] for one in same if one.endswith("*"))

    def is_about_it(one: str) -> bool:
        if not one.startswith(_root(word)) or one in same or one.startswith(stems):
            return True
        theirs = meanings.asked.get(frozenset({one}), concepts)
        return len(word) > SHORTEST_PART and bool(theirs & concepts)

    return frozenset(filter(is_about_it, known.joined))


def _concepts(words: Iterable[str], meanings: Meanings) -> frozenset[str]:
    return frozenset().union(*(meanings.asked.get(frozenset({word}), frozenset()) for word in words))


def _of_concepts(concepts: Iterable[str], meanings: Meanings) -> Thing:
    found = Thing()
    for slug in concepts:
        found |= meanings.things[slug]
    return found


def _taken_for(strange: Sequence[str], meanings: Meanings, languages: str) -> dict[str, list[str]]:
    """For words nobody knows: the parts of a joined word, or the one word it is most likely a slip of."""
    splits = {word: _splits(word) for word in strange}
    pieces = _known(sorted({part for pairs in splits.values() for pair in pairs for part in pair}), languages)

    def is_known(part: str) -> bool:
        found = pieces.get(part, Known())
        return bool(found.forms) or bool(_concepts(meanings.words_meant(part, found.stems), meanings))

    alike = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, {"words": list(strange)})
        for word, other in cursor.fetchall():
            alike[word].append(other)
    taken = {}
    for word in strange:
        plain = without_umlaut_letters(word)
        if plain != word and is_known(plain):
            taken[word] = [plain]
        elif both := next((pair for pair in splits[word] if all(map(is_known, pair))), None):
            taken[word] = [part for part in both if part not in meanings.nothing]
        elif near := _nearest(plain, [*alike[word], *meanings.spelling.nearest(plain)]):
            taken[word] = [near]
        elif one := next((part for pair in splits[word] for part in pair if len(part) > SHORTEST_PART
                          and is_known(part)), None):
            taken[word] = [one]
    return taken


def _splits(word: str) -> list[tuple[str, str]]:
    """The ways in which a word may be two, the longest second part first, without what joins them."""
    found = []
    for at in range(3, len(word) - 2):
        for joint in JOINTS:
            first = word[: at - len(joint)] if word[:at].endswith(joint) else ""
            if len(first) >= 3 and len(word) - at >= 3 and max(len(first), len(word) - at) >= SHORTEST_PART:
                found.append((first, word[at:]))
    plain = without_umlaut_letters(word)
    return found + ([(plain, plain)] if plain != word else [])


def _nearest(word: str, others: Sequence[str]) -> str:
    """The one with fewest slips; among equals one that begins alike, then the first in the alphabet."""
    most = mistakes_allowed(word)
    near = [(slips, other[:1] != word[:1], other) for other in others
            if (slips := distance(word, other, most=most)) <= most]
    return min(near)[2] if near else ""


def _known(words: Sequence[str], languages: str) -> dict[str, Known]:
    """What the words of all offers say about these words; stems are compared in these languages."""
    if not words:
        return {}
    roots = [_root(word) for word in words]
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"words": list(words), "roots": roots, "part": SHORTEST_PART,
                               "before": list(BEFORE), "languages": list(languages)})
        return {word: Known(tuple(stems), frozenset(forms), frozenset(joined) - frozenset(forms))
                for word, stems, forms, joined in cursor.fetchall()}


def _root(word: str) -> str:
    """The word without a usual ending, to be found inside joined words: "schulen" in "Rückenschule"."""
    for ending in ("en", "n", "e", "s"):
        if word.endswith(ending) and len(word) - len(ending) > SHORTEST_PART:
            return word[: -len(ending)]
    return word


def _means_something(concept: Concept) -> bool:
    return bool(concept.words or concept.also or concept.topics or concept.keys)


def _refusals(concepts: Sequence[Concept]) -> Refusals:
    def said_by(slug: str) -> frozenset[str]:
        return frozenset(" ".join(words) for one in concepts if one.slug == slug for words in one.asked)

    of_the_next = said_by(REFUSES_NEXT)
    wishes = frozenset(" ".join(words) for one in concepts if _means_something(one) for words in one.asked
                       if not of_the_next.isdisjoint(words))
    return Refusals(of_the_next, said_by(REFUSES_LAST), said_by(REFUSES_NOTHING) | wishes)


@lru_cache(maxsize=2)
def _meanings(on: date) -> Meanings:
    concepts = list(reference.concepts())
    nothing = frozenset(word for one in concepts if not _means_something(one)
                        for words in one.asked for word in words)
    asked: dict[frozenset[str], set[str]] = defaultdict(set)
    for one in concepts:
        for words in one.asked:
            telling = frozenset(words) - nothing or frozenset(words)
            if _means_something(one):
                asked[telling].add(one.slug)
    every = sorted(frozenset().union(*asked))
    by_stem: dict[str, set[str]] = defaultdict(set)
    for word, known in reference.stems_of(every).items():
        for stem in known:
            by_stem[stem].add(word)
    return Meanings(
        nothing=nothing,
        things={one.slug: Thing(close=frozenset(one.words), keys=frozenset(one.keys), also=frozenset(one.also),
                                topics=frozenset(one.topics))
                for one in concepts},
        asked={words: frozenset(slugs) for words, slugs in asked.items()},
        words_of_stem={stem: frozenset(words) for stem, words in by_stem.items()},
        refusable=frozenset(one.slug for one in concepts if one.refusable),
        refusals=_refusals(concepts),
        spelling=Spelling(word for word in every if len(word) >= SHORTEST_PART and frozenset({word}) in asked))
