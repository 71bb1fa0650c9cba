"""What the tally counts: places and asks, never persons ("Teilnahmen", "Nachfragen")."""

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

    # Counted by month, apart from runs: asks and what units report about their weeks.
    WISHES = "wishes"  # "Das fehlt mir hier": an ask per topic and Kreis
    CONVERSATIONS = "conversations"  # as units report; `units` is the number of weekly reports
    HANDOUTS = "handouts"
    MISSED = "missed"  # topics counsellors looked for and did not find


BY_MONTH = (Kind.WISHES, Kind.CONVERSATIONS, Kind.HANDOUTS, Kind.MISSED)
"""What is released month by month, each as soon as it is no small number any more."""
