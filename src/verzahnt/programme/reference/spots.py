"""Places somebody may mean: what a question about a place is answered with, and how rows become such an answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from verzahnt.kit.distance import Point, middle_of
from verzahnt.programme.reference.models import District, Kreis, Place, PostalCode


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
    def label(self) -> str:
        """As a person would write it: "99974 Mühlhausen", "Mühlhausen"."""
        return f"{self.postal_code} {self.name}".strip()

    @property
    def question(self) -> str:
        """What can be searched for again and finds this very spot."""
        if self.postal_code or self.district_key or self.name == self.kreis_name:
            return self.label
        return f"{self.name} (Stadt)" if self.is_a_kreis else f"{self.name}, {self.kreis_name}"

    @property
    def is_a_kreis(self) -> bool:
        """A town that is a Kreis by itself: its Kreis says nothing more of where it lies."""
        return self.kreis_name in (self.name, f"Stadt {self.name}")

    @property
    def is_all_of_berlin(self) -> bool:
        """Berlin without saying where in Berlin: there one asks by Bezirk."""
        return self.kreis_key == BERLIN and not self.district_key and not self.postal_code


BERLIN = "11000"


@dataclass(frozen=True, slots=True)
class Located:
    """What was found: one spot, or several to choose from. `is_guess`: nothing bears exactly the name typed."""

    spots: tuple[Spot, ...]
    is_guess: bool = False

    @property
    def spot(self) -> Spot | None:
        """The one spot that is meant, if there is no doubt."""
        return self.spots[0] if len(self.spots) == 1 and not self.is_guess else None


def of_code(row: PostalCode) -> Spot:
    return Spot(row.main_place, row.point, tuple(row.kreis_keys), row.kreis.long_name, row.code,
                row.district_id or "", row.kreis.is_invented)


def of_kreis(kreis: Kreis) -> Spot:
    return Spot(kreis.long_name, kreis.point, (kreis.key,), kreis.long_name, is_invented=kreis.is_invented)


def of_district(district: District) -> Spot:
    return Spot(str(district), district.point, (district.kreis_id,), "Berlin", district_key=district.key)


def of_places(places: QuerySet[Place]) -> list[Spot]:
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
