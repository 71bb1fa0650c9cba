"""Places somebody may mean: what a question about a place is answered with, and how rows become such an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from verzahnt.kit.distance import Point
from verzahnt.programme.reference.models import District, Kreis, PostalCode


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
        return self.kreis_key == KREIS_OF_BERLIN and not self.district_key and not self.postal_code


KREIS_OF_BERLIN = "11000"


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


LARGEST_FIRST = "codes DESC, called, kreis_id"
"""Where more postal codes bear the name, that is the larger place."""
STATEMENT = """
WITH found AS (
    SELECT search_key, kreis_id, min(name) AS called, count(DISTINCT code_id) AS codes, min(code_id) AS code,
           avg(latitude) AS north, avg(longitude) AS east
    FROM reference_place WHERE {which} GROUP BY search_key, kreis_id ORDER BY {order} LIMIT %(limit)s
)
SELECT called, north, east, codes, code, ordered.kreis_id, long_name, is_invented, kreis_keys, district_id
FROM (SELECT *, row_number() OVER () AS place FROM found) ordered
JOIN reference_kreis ON key = ordered.kreis_id JOIN reference_postalcode USING (code) ORDER BY place
"""


def of_places(which: str, *, limit: int, order: str = LARGEST_FIRST, **values: Any) -> list[Spot]:
    """One spot per name and Kreis of the places of which this holds; where it has a single postal code, with what
    that code says.

    In SQL, and joined only when the few are picked: "be" begins five hundred names.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(which=which, order=order), values | {"limit": limit})
        return [_of_row(*row) for row in cursor.fetchall()]


def _of_row(called: str, north: float, east: float, codes: int, code: str, kreis: str, kreis_name: str,
            is_invented: bool, kreis_keys: list[str], district: str | None) -> Spot:
    single = codes == 1
    keys = tuple(dict.fromkeys([kreis, *(kreis_keys if single else ())]))
    return Spot(called, Point(north, east), keys, kreis_name, code if single else "",
                (district or "") if single else "", is_invented, codes)
