"""What may be meant while somebody is still typing a place, and what looks like it where nothing bears the name.

Part of this package's questions; `queries.py` passes it on. The database is asked for beginnings by an ordered index,
largest towns first; only where hardly anything begins like that is it asked for names that look alike.
"""

from __future__ import annotations

from django.db.models import Q

from verzahnt.kit.words import distance
from verzahnt.programme.reference import spots
from verzahnt.programme.reference.models import District, Kreis, PostalCode
from verzahnt.programme.reference.rules import HONOURS, LONGEST_QUESTION, search_key, slips_forgiven
from verzahnt.programme.reference.spots import Spot

SHORTEST, LONGEST_ALIKE = 2, 40
MOST_KREISE = 3
FEW = 3
CANDIDATES = 40
"""So many names that share letter groups are compared letter by letter."""


def suggestions(text: str, *, limit: int = 8) -> list[Spot]:
    """What may be meant while somebody is still typing: codes that begin like this, names, or names much like it."""
    text = text.strip()[:LONGEST_QUESTION]
    if text.isascii() and text.isdigit():
        return _codes(text, limit) if SHORTEST <= len(text) <= 5 else []
    key = search_key(text)
    if len(key) < SHORTEST:
        return []
    # Under "Berlin" all its Bezirke are shown: there the Jobcenter go by Bezirk.
    districts = [spots.of_district(one) for one in District.objects.filter(_names_in(key.removeprefix("berlin ")))]
    found = _towns(key, limit)
    if key == "berlin":
        return [*found[:1], *(spots.of_district(one) for one in District.objects.all())]
    found = _sorted_in(districts, found, key) + _kreise(key)
    if len(found) < FEW and key not in map(_bare, found):  # "Meisen" begins Meisenheim, and means Meißen
        labels = {spot.label for spot in found}
        found += [spot for spot in alike(key, begins=not found) if spot.label not in labels]
    return found[:limit]


def alike(key: str, *, begins: bool = False) -> list[Spot]:
    """Places and Bezirke with a name only a few slips away from this one, the likeliest first, then the largest."""
    forgiven = slips_forgiven(key)
    if not forgiven or not _has_letters(key):
        return []

    def apart(name: str) -> int:
        bare = [name.removeprefix(f"{honour} ") for honour in HONOURS]
        return min(distance(key, one, most=forgiven, begins=begins) for one in {name, *bare})

    districts = [spots.of_district(one) for one in District.objects.filter(search_key__trigram_similar=key)]
    near = [(apart(_bare(spot)), spot) for spot in [*districts, *_sounding_like(key, CANDIDATES)]]
    near.sort(key=lambda one: (one[0], -one[1].codes, one[1].name, one[1].kreis_key))
    return [spot for steps, spot in near if steps <= forgiven]


def look_alikes(text: str, *, limit: int = 6) -> list[Spot]:
    """For a place nobody knows: what sounds like it, however faintly."""
    key = search_key(text.strip()[:LONGEST_QUESTION])
    return _sounding_like(key, limit) if len(key) >= SHORTEST and _has_letters(key) else []


def _has_letters(key: str) -> bool:
    return len(key) <= LONGEST_ALIKE and any(sign.isalpha() for sign in key)


def _bare(spot: Spot) -> str:
    """The name as it is compared; who types "Lichtenberg" need not say in front that it is Berlin's."""
    return search_key(spot.name).removeprefix("berlin ")


def _codes(digits: str, limit: int) -> list[Spot]:
    """Postal codes that begin like this; one that lies in several Kreise with its places in each."""
    rows = list(PostalCode.objects.select_related("kreis").filter(code__startswith=digits)[:limit])
    found = [spots.of_code(row) for row in rows]
    if len(digits) == 5 and found and len(found[0].kreis_keys) > 1:
        found += [spot for spot in _under(digits, limit) if spot.name != found[0].name]
    return found[:limit]


def _names_in(key: str) -> Q:
    """Names that begin like this, and names in which a later word does: "Langensalza", "Kreuzberg"."""
    begins = Q(search_key__startswith=key)
    return begins | Q(search_key__contains=f" {key}") if len(key) > SHORTEST else begins


def _kreise(key: str) -> list[Spot]:
    """Kreise of that name. A town that is one by itself stands among the towns already."""
    rows = Kreis.objects.filter(Q(search_key__startswith=key) | Q(short_search_key__startswith=key))
    rows = rows.exclude(kind__in=[Kreis.Kind.CITY, Kreis.Kind.CITY_KREIS])
    return [spots.of_kreis(one) for one in rows[:MOST_KREISE]]


def _sorted_in(districts: list[Spot], towns: list[Spot], key: str) -> list[Spot]:
    """Bezirke are as large as towns: they come first, behind a town that bears the very name."""
    exact = [town for town in towns if search_key(town.name) == key and town.codes > 1]
    return exact + districts + [town for town in towns if town not in exact]


def _towns(key: str, limit: int) -> list[Spot]:
    """The very name first, then what begins so, then what has the word inside; among these the largest first."""
    inside = f"% {key}%" if len(key) > SHORTEST else f"{key}%"
    return spots.of_places(
        "search_key LIKE %(begins)s OR search_key LIKE %(inside)s", limit=limit, key=key, begins=f"{key}%",
        inside=inside,
        order=f"(search_key = %(key)s) DESC, (search_key LIKE %(begins)s) DESC, {spots.LARGEST_FIRST}")


def _under(code: str, limit: int) -> list[Spot]:
    return spots.of_places("code_id = %(code)s", limit=limit, order="called", code=code)


def _sounding_like(key: str, limit: int) -> list[Spot]:
    return spots.of_places("search_key %% %(key)s", limit=limit, key=key,
                           order=f"similarity(search_key, %(key)s) DESC, {spots.LARGEST_FIRST}")
