"""Deeds on places are done by role `seats`; particulars are seen by their holder, the run's provider and the sender.

The portal reaches rows only by the keys of the card in use; a provider only lists that are still open, and there
neither the key nor the contact: those columns are closed to them.
"""

from verzahnt.kit.walls import ADD, CHANGE, READ, REMOVE, Wall, door, held_by, own
from verzahnt.programme.ledgers.roles import KEEPING, SEATS, SENDING

OWN_CARD = held_by("key", "keys")
OPEN_LIST = f"{own('provider')} AND closes_on > current_date"
ON_THE_LIST = ("id", "run_id", "provider", "state", "turn", "given_on", "closes_on")
TOLD_THE_PROVIDER = ("place_id", "provider", "closes_on", "month", "alias", "needs", "language")

WALLS = (
    Wall(
        "bookings.Place",
        door("desk_portal", READ, where=OWN_CARD),
        door("desk_providers", READ, where=OPEN_LIST, columns=ON_THE_LIST),
        door(SEATS, READ, ADD, CHANGE, REMOVE),
        door(KEEPING, READ, REMOVE),
        door(SENDING, READ, columns=("id", "run_id", "state", "closes_on")),
        guarded=True,
    ),
    Wall(
        "bookings.Particulars",
        door("desk_portal", READ, ADD, CHANGE, where=OWN_CARD),
        door("desk_providers", READ, where=OPEN_LIST, columns=TOLD_THE_PROVIDER),
        door("desk_providers", ADD, where=f"key IS NULL AND {OPEN_LIST}"),
        door(SENDING, READ, columns=("place_id", "month", "language", "contact")),
        guarded=True,
        floor={"desk_portal": OWN_CARD, "desk_providers": OPEN_LIST},
    ),
    Wall(
        "bookings.Stamp",
        door("desk_portal", READ, REMOVE, where=OWN_CARD),
        door(KEEPING, READ, ADD, REMOVE),
        guarded=True,
    ),
)
