"""Places somebody may mean, as every desk with a place field shows them: what to choose, and where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from verzahnt.desks.parts.words import listed
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.queries import Spot


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """One place to choose. `value` is what the field holds afterwards; `where` tells it from its namesakes."""

    value: str
    label: str
    where: str


def places_told(spots: Iterable[Spot]) -> list[PlaceTold]:
    """Places with the Kreis they lie in; a postal code in several Kreise names them all."""
    spots = list(spots)
    several = {key for spot in spots if len(spot.kreis_keys) > 1 for key in spot.kreis_keys}
    names = reference.kreis_names(several) if several else {}
    return [PlaceTold(spot.question, spot.label, _where(spot, names)) for spot in spots]


def _where(spot: Spot, names: dict[str, str]) -> str:
    if spot.is_a_kreis or (spot.district_key and not spot.postal_code):
        return ""
    return listed(names[key] for key in spot.kreis_keys) if len(spot.kreis_keys) > 1 else spot.kreis_name
