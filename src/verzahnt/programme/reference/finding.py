"""From what somebody types to a point and a Kreis: a postal code, a place, a Bezirk, a Kreis.

Part of this package's questions, in a file of its own for length; `queries.py` passes it on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from verzahnt.kit.distance import Point, middle_of
from verzahnt.programme.reference.models import District, Kreis, Place, PostalCode
from verzahnt.programme.reference.rules import (
    LONGEST_QUESTION,
    postal_code_in,
    search_key,
    without_postal_code,
)

MOST_CHOICES = 10
ALIKE = 0.45
HONOURS = ("bad", "heilbad", "hansestadt", "lutherstadt")  # often left out when people name their town
OF_A_CODE = ("code", "main_place", "latitude", "longitude", "kreis_keys", "kreis__long_name", "kreis__search_key",
             "kreis__is_invented", "district__search_key")
LARGE_TOWN = 5  # postal codes; who types "Essen" does not mean Bad Essen


@dataclass(frozen=True, slots=True)
class Spot:
    """A place someone may have meant. `kreis_keys` has more than one where a postal code lies in several Kreise."""

    name: str
    point: Point
    kreis_keys: tuple[str, ...]
    kreis_name: str
    postal_code: str = ""
    district_key: str = ""
    is_invented: bool = False
    codes: int = 1
    """How many postal codes bear the name: large towns have many."""

    @property
    def kreis_key(self) -> str:
        """The Kreis of the main place."""
        return self.kreis_keys[0]

    @property
    def land_key(self) -> str:
        return self.kreis_key[:2]

    @property
    def label(self) -> str:
        """As a person would write it: "99974 Mühlhausen", "Mühlhausen"."""
        return f"{self.postal_code} {self.name}".strip()

    @property
    def question(self) -> str:
        """What can be searched for again and finds this very spot."""
        return self.label if self.postal_code or self.district_key else f"{self.name}, {self.kreis_name}"


@dataclass(frozen=True, slots=True)
class Located:
    """What was found: one spot, or several to choose from. `is_guess`: nothing bears exactly the name typed."""

    spots: tuple[Spot, ...]
    is_guess: bool = False

    @property
    def spot(self) -> Spot | None:
        """The one spot that is meant, if there is no doubt."""
        return self.spots[0] if len(self.spots) == 1 and not self.is_guess else None


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


def suggestions(text: str, *, limit: int = 8) -> list[Spot]:
    """What may be meant while somebody is still typing: codes that begin like this, or names."""
    text = text.strip()[:LONGEST_QUESTION]
    if text.isascii() and text.isdigit() and 2 <= len(text) <= 5:
        codes = PostalCode.objects.select_related("kreis").filter(code__startswith=text)[:limit]
        return [_spot_of_code(code) for code in codes]
    key = search_key(text)
    if len(key) < 2:
        return []
    return _grouped(Place.objects.filter(search_key__startswith=key))[:limit]


@dataclass(frozen=True, slots=True)
class _ByCode:
    spot: Spot
    fits: bool  # the name typed beside the code is one under this code, or none was typed


def _under_code(code: str, key: str) -> _ByCode | None:
    row = PostalCode.objects.select_related("kreis", "district").only(*OF_A_CODE).filter(code=code).first()
    if row is None:
        return None
    spot = _spot_of_code(row)
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


def _spot_of_code(row: PostalCode) -> Spot:
    return Spot(row.main_place, row.point, tuple(row.kreis_keys), row.kreis.long_name, row.code,
                row.district_id or "", row.kreis.is_invented)


def _named(key: str) -> Located | None:
    spots = _exactly(key)
    if spots:
        return Located(tuple(spots[:MOST_CHOICES]))
    spots = _with_words_behind(key) or _grouped(Place.objects.filter(_begins_with(key)))
    if spots:
        return Located(tuple(spots[:MOST_CHOICES]))
    if not 4 <= len(key) <= 40 or key.isdigit():
        return None
    spots = _grouped(Place.objects.annotate(alike=TrigramSimilarity("search_key", key)).filter(
        search_key__trigram_similar=key, alike__gte=ALIKE))
    return Located(tuple(spots[:MOST_CHOICES]), is_guess=True) if spots else None


def _begins_with(key: str) -> Q:
    return Q(search_key__startswith=f"{key} ") if len(key) < 3 else Q(search_key__startswith=key)


def _exactly(key: str) -> list[Spot]:
    """What bears this very name: a Kreis by its full name, else places and Bezirke, else a Kreis by its short one."""
    in_full = Kreis.objects.filter(search_key=key)
    if in_full:
        return [_spot_of_kreis(kreis) for kreis in in_full]
    districts = District.objects.filter(search_key=key.removeprefix("berlin "))
    spots = [Spot(str(district), district.point, (district.kreis_id,), "Berlin", district_key=district.key)
             for district in districts]
    towns = _grouped(Place.objects.filter(search_key=key))
    if not any(town.codes >= LARGE_TOWN for town in towns):
        towns += _grouped(Place.objects.filter(search_key__in=[f"{honour} {key}" for honour in HONOURS]))
    spots += towns
    return spots or [_spot_of_kreis(kreis) for kreis in Kreis.objects.filter(short_search_key=key)]


def _spot_of_kreis(kreis: Kreis) -> Spot:
    return Spot(kreis.long_name, kreis.point, (kreis.key,), kreis.long_name, is_invented=kreis.is_invented)


def _with_words_behind(key: str) -> list[Spot]:
    """"Halle (Saale)", "Mühlhausen in Thüringen": the first words name the place, the others its Kreis or Land."""
    words = key.split()
    for first in range(min(len(words) - 1, 6), 0, -1):
        behind = [word for word in words[first:] if word not in ("in", "im", "an", "der", "bei", "am")]
        places = Place.objects.filter(search_key=" ".join(words[:first])).select_related("kreis__land")
        fitting = [place.pk for place in places
                   if set(behind) <= set(f"{place.kreis.search_key} {search_key(place.kreis.land.name)}".split())]
        if fitting:
            return _grouped(Place.objects.filter(pk__in=fitting))
    return []


def _grouped(places: QuerySet[Place]) -> list[Spot]:
    """One spot per name and Kreis, those with most postal codes first: that is the larger place."""
    groups: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places.select_related("kreis", "code"):
        groups[place.search_key, place.kreis_id].append(place)
    spots = []
    for rows in groups.values():
        first = min(rows, key=lambda place: place.code_id)
        single = len({place.code_id for place in rows}) == 1
        keys = tuple(dict.fromkeys([first.kreis_id, *(first.code.kreis_keys if single else ())]))
        spots.append((-len(rows), first.name, first.kreis_id, Spot(
            first.name, middle_of([place.point for place in rows]), keys, first.kreis.long_name,
            first.code_id if single else "", (first.code.district_id or "") if single else "",
            first.kreis.is_invented, len({place.code_id for place in rows}))))
    return [spot for *_, spot in sorted(spots, key=lambda entry: entry[:3])]
