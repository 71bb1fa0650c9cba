"""Deeds on places are done by role `seats`; particulars are seen by their holder, the run's provider and the sender.

The portal reaches rows only by the keys of the card in use; a provider only lists that are still open, and there
neither the key nor the contact: those columns are closed to them. A leader's link opens the list of one run.
"""

from verzahnt.kit.walls import ADD, CHANGE, READ, REMOVE, Wall, door, held_by, own
from verzahnt.programme.ledgers.roles import KEEPING, SEATS, SENDING

OWN_CARD = held_by("key", "keys")
OPEN_LIST = f"({own('provider')} OR {own('run_id', 'runs')}) AND closes_on > current_date"
OPEN_LIST_TOLD = f"({own('provider')} OR {own('run', 'runs')}) AND closes_on > current_date"
BY_TELEPHONE = f"key IS NULL AND {OPEN_LIST_TOLD}"
ON_THE_LIST = ("id", "run_id", "session_id", "provider", "by_telephone", "state", "turn", "answer_by", "given_on",
               "closes_on")
OF_WHOSE = ("place_id", "run", "provider", "closes_on", "month")
TOLD = ("alias", "needs", "language", "contact_for", "call_me")

WALLS = (
    Wall(
        "bookings.Place",
        door("desk_portal", READ, where=OWN_CARD),
        door("desk_providers", READ, where=OPEN_LIST, columns=ON_THE_LIST),
        door(SEATS, READ, ADD, CHANGE, REMOVE),
        door(KEEPING, READ, REMOVE),
        door(SENDING, READ, columns=("id", "run_id", "session_id", "state", "answer_by", "closes_on")),
        guarded=True,
    ),
    Wall(
        "bookings.DateSeats",
        door("desk_providers", READ, where=own("provider")),
        door(SEATS, READ, ADD, CHANGE),
        door(KEEPING, READ, REMOVE),
        door(KEEPING, CHANGE, columns=("is_counted",)),
        guarded=True,
    ),
    Wall(
        "bookings.Particulars",
        door("desk_portal", READ, ADD, CHANGE, where=OWN_CARD),
        door("desk_providers", READ, where=OPEN_LIST_TOLD, columns=(*OF_WHOSE, *TOLD)),
        door("desk_providers", ADD, where=BY_TELEPHONE),
        door("desk_providers", CHANGE, where=BY_TELEPHONE, columns=TOLD),
        door(SENDING, READ, columns=(*OF_WHOSE, "language", "contact", "contact_for")),
        door(KEEPING, READ, columns=("place_id", "month")),  # to write rows anew, not to read what they tell
        door(KEEPING, CHANGE, columns=("month",)),
        guarded=True,
        floor={"desk_portal": OWN_CARD, "desk_providers": OPEN_LIST_TOLD},
    ),
    Wall(
        "bookings.Stamp",
        door("desk_portal", READ, REMOVE, where=OWN_CARD),
        door(KEEPING, READ, ADD, REMOVE),
        guarded=True,
    ),
    Wall("bookings.Gone", door(SEATS, READ, ADD, CHANGE), door(KEEPING, READ, REMOVE)),
    Wall(
        "bookings.Notice",
        door(("desk_portal", SENDING), READ),
        door("desk_providers", READ, ADD, where=own("provider")),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
)
