"""How place names are compared, and which keys there are. No database, no clock."""

from __future__ import annotations

import re
import unicodedata

from verzahnt.kit.words import without_umlaut_letters

INVENTED_LAND = "99"  # a Land that does not exist: all that is made up for showing belongs to it
LONGEST_QUESTION = 80
HONOURS = ("bad", "heilbad", "hansestadt", "lutherstadt")  # often left out when people name their town

_ABBREVIATIONS = {"st": "sankt", "skt": "sankt", "a": "am", "i": "im", "v": "vor", "lkr": "landkreis", "kr": "kreis"}
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def search_key(text: str) -> str:
    """A name as people compare it: without case, accents and signs; "Muehlhausen" is "Mühlhausen".

    Only for comparing, never for showing: "Soest" becomes "sost", here and in what it is compared with.
    "ue" after a, e or q is no umlaut: "Neuenkirchen" and "Neunkirchen" stay two. Words of offers are folded another
    way (`kit.words.folded`), the same in Python and in the database: in every script, and with no words written out.
    """
    folded = unicodedata.normalize("NFC", text[:LONGEST_QUESTION]).casefold().translate(_UMLAUTS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", " ", plain).split()
    joined = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    return without_umlaut_letters(joined)


def postal_code_in(text: str) -> str | None:
    """The first five digits standing together, in any script's digits: "D-99974 Mühlhausen" names 99974."""
    found = re.search(r"(?<!\d)\d{5}(?!\d)", text[:LONGEST_QUESTION])
    return "".join(str(unicodedata.digit(digit)) for digit in found.group()) if found else None


def without_postal_code(text: str) -> str:
    """What else was typed beside the postal code, if any; the "D-" before it belongs to it."""
    rest = re.sub(r"(?:\b[dD]\s*-?\s*)?(?<!\d)\d{5}(?!\d)", " ", text[:LONGEST_QUESTION], count=1)
    return rest.strip(" ,;-")


def says(text: str, phrase: str) -> bool:
    """Whether a folded text holds these folded words side by side; a star at the end of them stands for any ending."""
    return f" {phrase.rstrip('*')}{'' if phrase.endswith('*') else ' '}" in f" {text} "


def slips_forgiven(typed: str) -> int:
    """A short word forgives one slip, a long one three; very short ones none, or everything would be alike."""
    return next((most for length, most in ((4, 0), (6, 1), (9, 2)) if len(typed) < length), 3)
