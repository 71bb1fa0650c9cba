"""What the tally counts: places, never persons ("Teilnahmen")."""

from enum import StrEnum


class Kind(StrEnum):
    """`largest_unit` of a row is the largest single run in it: seats for the first, places for the others.

    A card holds at most one place in a run, so five places are five people; eight visits of one person are one place.
    """

    SEATS_OFFERED = "seats_offered"
    PLACES_BOOKED = "places_booked"
    PLACES_CAME = "places_came"  # at least once
    VISITS = "visits"
    GUESTS = "guests"  # without a place; the largest unit is the fullest single date
