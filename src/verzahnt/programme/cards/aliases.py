"""Aliases to suggest: two friendly words, a new pair each time. None may say anything about anybody."""

from __future__ import annotations

from collections.abc import Callable


def _words(text: str) -> list[str]:
    return text.split()


# Kept out on purpose: words that also mean something about people (body, mood, drink, belief, skin, politics), and
# animals that are used as insults. German adjectives take -e or -er, so stems are listed here.
_GERMAN_ADJECTIVES = _words(
    "Ruhig Heiter Sonnig Golden Silbern Himmelblau Hell Klar Leis Sanft Mild Frisch Munter Fröhlich Freundlich Flink "
    "Weit Neu Bunt Rot Grün Gelb Samtig Luftig Blühend Leuchtend Glänzend Funkelnd Singend Tanzend Wandernd Träumend "
    "Schillernd Neugierig Lebhaft Morgendlich Abendlich Sommerlich Herbstlich Winterlich Purpurn Kupfern"
)
_GERMAN_NOUNS_WITH_E = _words(
    "Amsel Lerche Schwalbe Drossel Nachtigall Möwe Linde Birke Buche Eiche Erle Ulme Tanne Kastanie Tulpe Primel Aster "
    "Dahlie Malve Wiese Quelle Wolke Welle Insel Brise Sonne Laterne Muschel Feder Libelle Mühle Brücke Harfe Flöte"
)
_GERMAN_NOUNS_WITH_ER = _words(
    "Ahorn Kranich Specht Zaunkönig Stieglitz Falter Igel Biber Luchs Delfin Bach Fluss See Wald Hügel Stern Mond "
    "Regenbogen Leuchtturm Wind Garten Kiesel Bernstein Holunder Lavendel Klee Jasmin Kompass Anker Komet Fink"
)

_ENGLISH_ADJECTIVES = _words(
    "Calm Sunny Golden Silver Azure Bright Clear Gentle Mild Fresh Merry Cheerful Friendly Swift New Colourful Red "
    "Green Yellow Amber Airy Shining Sparkling Glowing Singing Dancing Wandering Dreaming Curious Lively Early Distant "
    "Hidden Morning Evening Summer Autumn Winter Spring Copper Coral Velvet"
)
_ENGLISH_NOUNS = _words(
    "Blackbird Lark Swallow Thrush Nightingale Seagull Linden Birch Beech Oak Alder Elm Maple Chestnut Tulip Primrose "
    "Aster Dahlia Meadow Cloud Wave Island Breeze Lantern Shell Feather Dragonfly Mill Bridge Harp Flute Crane "
    "Woodpecker Wren Goldfinch Hedgehog Lynx Dolphin Brook River Lake Forest Hill Star Moon Rainbow Lighthouse Garden "
    "Pebble Compass Anchor Comet"
)

# In Arabic the noun comes first; after a feminine noun the adjective takes ة.
_ARABIC_ADJECTIVES = _words(
    "هادئ جميل لطيف مشرق ساطع لامع بعيد قريب جديد واسع ذهبي فضي ربيعي صيفي خريفي شتوي صباحي مسائي جبلي بحري نهري ريفي "
    "وردي عنبري قرمزي بنفسجي برتقالي فيروزي سماوي ليموني ياقوتي لؤلؤي ماسي مرح ودود سريع دافئ منعش حالم متألق بهيج "
    "رائع بديع أنيق"
)
_ARABIC_NOUNS = _words(
    "نسيم قمر نجم بحر نهر جبل بستان ربيع فجر شروق ندى غيم مطر موج شاطئ مرفأ جسر قارب شراع مصباح قنديل لحن عصفور بلبل "
    "كروان دلفين زيتون ياسمين نرجس سوسن"
)
_ARABIC_NOUNS_WITH_TA = _words(
    "نجمة غيمة وردة زهرة فراشة نخلة شجرة زيتونة سنبلة واحة بحيرة جزيرة موجة نسمة ريشة صدفة لؤلؤة ساقية حديقة روضة"
)


def suggest(language: str, random: Callable[[int], int]) -> str:
    """An alias in the reader's language, German where we have no words of that language.

    `random(n)` gives a number below n.
    """
    if language == "en":
        return f"{_one(_ENGLISH_ADJECTIVES, random)} {_one(_ENGLISH_NOUNS, random)}"
    if language == "ar":
        noun = _one(_ARABIC_NOUNS + _ARABIC_NOUNS_WITH_TA, random)
        adjective = _one(_ARABIC_ADJECTIVES, random)
        return f"{noun} {adjective}{'ة' if noun in _ARABIC_NOUNS_WITH_TA else ''}"
    noun = _one(_GERMAN_NOUNS_WITH_E + _GERMAN_NOUNS_WITH_ER, random)
    return f"{_one(_GERMAN_ADJECTIVES, random)}{'e' if noun in _GERMAN_NOUNS_WITH_E else 'er'} {noun}"


def _one(words: list[str], random: Callable[[int], int]) -> str:
    return words[random(len(words))]
