"""From what somebody types to a point and a Kreis: a postal code, a place, a Bezirk, a Kreis.

Part of this package's questions, in a file of its own for length; `queries.py` passes it on.
"""

from __future__ import annotations

from dataclasses import dataclass

from verzahnt.programme.reference import spots
from verzahnt.programme.reference.models import District, Kreis, Place, PostalCode
from verzahnt.programme.reference.rules import (
    HONOURS,
    LONGEST_QUESTION,
    postal_code_in,
    search_key,
    without_postal_code,
)
from verzahnt.programme.reference.spots import Located, Spot
from verzahnt.programme.reference.suggesting import alike

MOST_CHOICES = 10
OF_A_CODE = ("code", "main_place", "latitude", "longitude", "kreis_keys", "kreis__long_name", "kreis__search_key",
             "kreis__is_invented", "district__search_key")
LARGE_TOWN = 5  # postal codes; who types "Essen" does not mean Bad Essen


def locate(text: str) -> Located | None:
    """Where somebody wants to look: by postal code, by name, or by both. None if we know no such place."""
    text = text.strip()[:LONGEST_QUESTION]
    code, name = postal_code_in(text), without_postal_code(text)
    if code:
        by_code = _under_code(code, search_key(name))
        by_name = _named(search_key(name)) if search_key(name) and not (by_code and by_code.fits) else None
        if by_code and (by_code.fits or by_name is None or by_name.is_guess):
            return Located((by_code.spot,))
        if by_code and by_name:  # the two do not belong together: ask which one is meant
            return Located((by_code.spot, *by_name.spots)[:MOST_CHOICES])
        return by_name if by_name else None
    return _named(search_key(text)) if search_key(text) else None


@dataclass(frozen=True, slots=True)
class _ByCode:
    spot: Spot
    fits: bool  # the name typed beside the code is one under this code, or none was typed


def _under_code(code: str, key: str) -> _ByCode | None:
    row = PostalCode.objects.select_related("kreis", "district").only(*OF_A_CODE).filter(code=code).first()
    if row is None:
        return None
    spot = spots.of_code(row)
    if not key:
        return _ByCode(spot, True)
    places = [place for place in row.places.select_related("kreis") if _fits(place.search_key, key)]
    if not places:
        district = row.district.search_key if row.district else ""
        names = f"{search_key(row.main_place)} {row.kreis.search_key} {district}"
        return _ByCode(spot, _fits(names, key))
    place = min(places, key=lambda place: (place.search_key != key, len(place.search_key)))
    # The place that was named comes first; the code's other Kreise stay known.
    keys = (place.kreis_id, *(other for other in row.kreis_keys if other != place.kreis_id))
    return _ByCode(Spot(place.name, place.point, keys, place.kreis.long_name, code, row.district_id or "",
                        place.kreis.is_invented), True)


def _fits(known: str, typed: str) -> bool:
    """Whether all words typed stand in the known name, or the known name in what was typed."""
    known_words, typed_words = set(known.split()), set(typed.split())
    return typed_words <= known_words or known_words <= typed_words or known.startswith(typed)


def _named(key: str) -> Located | None:
    found = _exactly(key) or _with_words_behind(key) or _beginning_with(key) or _word_inside(key)
    if found:
        return Located(tuple(found[:MOST_CHOICES]))
    found = alike(key)
    return Located(tuple(found[:MOST_CHOICES]), is_guess=True) if found else None


def _beginning_with(key: str) -> list[Spot]:
    return _places_like(f"{key} %" if len(key) < 3 else f"{key}%")


def _word_inside(key: str) -> list[Spot]:
    """"Kreuzberg" is a word of "Berlin Kreuzberg"; people name their quarter, not the town."""
    return _places_like(f"% {key}%") if len(key) > 2 else []


def _places_like(pattern: str) -> list[Spot]:
    return spots.of_places("search_key LIKE %(pattern)s", limit=MOST_CHOICES, pattern=pattern)


def _places_called(*keys: str) -> list[Spot]:
    return spots.of_places("search_key = ANY (%(keys)s)", limit=MOST_CHOICES, keys=list(keys))


def _exactly(key: str) -> list[Spot]:
    """What bears this very name: a Kreis by its full name, else places and Bezirke, else a Kreis by its short one."""
    in_full = Kreis.objects.filter(search_key=key)
    if in_full:
        return [spots.of_kreis(kreis) for kreis in in_full]
    districts = District.objects.filter(search_key=key.removeprefix("berlin "))
    found = [spots.of_district(district) for district in districts]
    towns = _places_called(key)
    if not any(town.codes >= LARGE_TOWN for town in towns):
        towns += _places_called(*(f"{honour} {key}" for honour in HONOURS))
    found += towns
    return found or [spots.of_kreis(kreis) for kreis in Kreis.objects.filter(short_search_key=key)]


def _with_words_behind(key: str) -> list[Spot]:
    """"Halle (Saale)", "Mühlhausen in Thüringen": the first words name the place, the others its Kreis or Land."""
    words = key.split()
    for first in range(min(len(words) - 1, 6), 0, -1):
        behind = [word for word in words[first:] if word not in ("in", "im", "an", "der", "bei", "am")]
        places = Place.objects.filter(search_key=" ".join(words[:first])).select_related("kreis__land")
        fitting = [place.pk for place in places
                   if set(behind) <= set(f"{place.kreis.search_key} {search_key(place.kreis.land.name)}".split())]
        if fitting:
            return spots.of_places("id = ANY (%(fitting)s)", limit=MOST_CHOICES, fitting=fitting)
    return []
