"""Marks belong to the provider's open list and to the holder of the place; the keeping job counts and deletes them.

A leader's link opens marks and guests of its one run. The link itself is found by whoever holds it.
"""

from verzahnt.kit.walls import ADD, CHANGE, READ, REMOVE, Wall, door, held_by, own
from verzahnt.programme.ledgers.roles import KEEPING, SENDING

OWN_RUN = f"({own('provider')} OR {own('run', 'runs')})"
OPEN_LIST = f"{OWN_RUN} AND closes_on > current_date"
WITHOUT_THE_KEY = ("id", "session_id", "place_id", "run", "provider", "closes_on")

WALLS = (
    Wall(
        "attendance.Mark",
        door("desk_providers", READ, where=OPEN_LIST, columns=WITHOUT_THE_KEY),
        door("desk_providers", ADD, REMOVE, where=OPEN_LIST),
        door("desk_portal", READ, where=held_by("key", "keys")),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
    Wall(
        "attendance.Guests",
        door("desk_providers", READ, ADD, CHANGE, where=OWN_RUN),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
    Wall(
        "attendance.Tap",
        door("desk_providers", READ, ADD, where=f"({own('provider')} OR {own('run_id', 'runs')})"),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
    Wall(
        "attendance.LeaderLink",
        door("desk_providers", READ, ADD, where=own("provider")),
        door("desk_providers", CHANGE, where=own("provider"), columns=("revoked_on",)),
        door("desk_providers", READ, where=held_by("link_hash", "link")),
        door(SENDING, READ),
        door(SENDING, CHANGE, columns=("link_hash",)),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
)
