"""The rules of Leichte Sprache that a machine can notice: hints for whoever writes, never a verdict.

    for hint in hints("Die Anmeldung wird bis zum Ende des Monats entgegengenommen."):
        print(hint.rule.advice, hint.words)

Only readers can say whether a text is easy to read. Pure: no database, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

MOST_WORDS = 12
MOST_LETTERS = 13


class Rule(Enum):
    """What was noticed, and what helps."""

    LONG_SENTENCE = f"Der Satz hat mehr als {MOST_WORDS} Wörter. Machen Sie zwei daraus."
    NESTED = "Der Satz hat mehrere Teile. Ein Satz sagt eine Sache."
    SUBORDINATE = "Dieses Wort macht einen Neben-Satz. Ein neuer Satz ist leichter."
    GENITIVE = "Das sieht nach Genitiv aus. Mit „von“ ist es leichter: das Haus von dem Verein."
    ABBREVIATION = "Das ist eine Abkürzung. Schreiben Sie das Wort aus."
    LONG_WORD = "Das Wort ist lang. Ein Binde-Strich hilft: Haus-Tür. Oder ein anderes Wort."
    PASSIVE = "Das sieht nach Passiv aus. Sagen Sie, wer etwas tut."
    NUMBER_WORD = "Schreiben Sie Zahlen als Ziffern: 3 statt drei."
    MAYBE = "Schreiben Sie, was ist: können statt könnten."
    SIGN = "Dieses Zeichen ist schwer zu lesen. Schreiben Sie es als Wort oder lassen Sie es weg."

    @property
    def advice(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Hint:
    rule: Rule
    words: str
    """The place in the text, as it stands there."""


WORD = re.compile(r"[^\W\d_]+(?:[-·\u00ad‧][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
ABBREVIATIONS = re.compile(
    r"\b(?:z\.\s?B\.|d\.\s?h\.|u\.\s?a\.|o\.\s?ä\.|i\.\s?d\.\s?R\.|usw\.|bzw\.|ca\.|evtl\.|ggf\.|inkl\.|zzgl\.|etc\.|"
    r"Tel\.|Str\.|Nr\.|max\.|min\.|tgl\.|Std\.|Hbf\.?\b)", re.IGNORECASE)
CAPITALS = re.compile(r"\b[A-ZÄÖÜ]{2,}\b")
KNOWN_CAPITALS = frozenset({"WC", "SMS", "QR", "PDF", "TV"})
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
GENITIVE = re.compile(r"\b(?:des|eines|dieses|jedes|unseres|Ihres|ihres|seines|meines)\s+(?:\w+en\s+)?[A-ZÄÖÜ]\w+e?s\b")
SUBORDINATE = re.compile(r"\b(?:obwohl|sodass|indem|sofern|während|nachdem|bevor|damit|falls|welche[rsmn]?|wobei|"
                         r"weshalb|wodurch|anstatt)\b", re.IGNORECASE)
PASSIVE = re.compile(r"\b(?:wird|werden|wurde|wurden|worden)\b", re.IGNORECASE)
PARTICIPLE = re.compile(r"\b(?:[a-zäöüß]{0,9}ge[a-zäöüß]{2,}(?:t|en)|[a-zäöüß]{3,}iert|"
                        r"(?:be|ver|er|ent|zer)[a-zäöüß]{3,}t)\b")
NOT_PARTICIPLES = frozenset([
    "gehen", "geben", "gehören", "gelten", "genießen", "geraten", "gewinnen", "gern", "gegen", "geschehen",
    "gefallen", "genügen", "gesundheit", "gebiet", "geht", "gibt", "gehört", "gilt", "wegen", "liegen", "zeigen",
    "fragen", "sagen", "tragen", "eigen", "einigen", "morgen", "regen", "weggehen", "hingehen", "mitgehen", "angehen",
    "ergeben", "angeben", "zeigt", "fragt", "sagt", "trägt", "bekommt", "versteht", "besucht", "erst", "ernst",
    "vielleicht", "bereit", "verbringt", "erlebt",
])
NUMBER_WORDS = re.compile(r"\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|"
                          r"fünfzig|hundert|tausend)\b", re.IGNORECASE)
MAYBE = re.compile(r"\b(?:würde|könnte|sollte|müsste|dürfte|hätte|wäre)(?:st|n|t)?\b", re.IGNORECASE)
SIGNS = re.compile(r"[%&;§/()\[\]*#]")


def sentences(text: str) -> list[str]:
    """The sentences of a text; an abbreviation's point ends none. A line is at least one sentence."""
    hidden = ABBREVIATIONS.sub(lambda found: found[0].replace(".", "\ue000"), text)
    parts = (part.replace("\ue000", ".").strip() for part in SENTENCE_END.split(hidden))
    return [part for part in parts if part]


def hints(text: str) -> list[Hint]:
    """What might be hard to read, sentence by sentence; each remark once."""
    return list(dict.fromkeys(hint for sentence in sentences(text) for hint in _of_sentence(sentence)))


def _of_sentence(sentence: str) -> Iterator[Hint]:
    words = WORD.findall(sentence)
    if len(words) > MOST_WORDS:
        yield Hint(Rule.LONG_SENTENCE, _beginning(sentence))
    if sentence.count(",") > 1 and not _enumerates(sentence):
        yield Hint(Rule.NESTED, _beginning(sentence))
    for rule, pattern in ((Rule.SUBORDINATE, SUBORDINATE), (Rule.GENITIVE, GENITIVE),
                          (Rule.ABBREVIATION, ABBREVIATIONS), (Rule.NUMBER_WORD, NUMBER_WORDS), (Rule.MAYBE, MAYBE)):
        yield from (Hint(rule, found[0]) for found in pattern.finditer(sentence))
    yield from (Hint(Rule.ABBREVIATION, word) for word in CAPITALS.findall(sentence) if word not in KNOWN_CAPITALS)
    yield from (Hint(Rule.LONG_WORD, word) for word in words
                if max(len(part) for part in re.split(r"[-·\u00ad‧]", word)) > MOST_LETTERS)
    if (found := PASSIVE.search(sentence)) and (done := _participle(sentence)):
        yield Hint(Rule.PASSIVE, f"{found[0]} … {done}")
    yield from (Hint(Rule.SIGN, sign) for sign in SIGNS.findall(sentence))


def _participle(sentence: str) -> str:
    return next((word for word in PARTICIPLE.findall(sentence) if word.lower() not in NOT_PARTICIPLES), "")


def _enumerates(sentence: str) -> bool:
    """Single words in a row ("Wasser, Schuhe und ein Handtuch") are a list, not parts of a sentence."""
    between = [part for part in sentence.split(",")[1:-1] if part.strip()]
    return bool(between) and all(len(part.split()) <= 2 for part in between)


def _beginning(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else sentence[:57].rsplit(" ", 1)[0] + " …"
