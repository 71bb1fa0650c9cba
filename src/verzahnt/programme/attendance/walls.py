"""Marks belong to the provider's open list and to the holder of the place; the keeping job counts and deletes them."""

from verzahnt.kit.walls import ADD, CHANGE, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import KEEPING

OPEN_LIST = f"{own('provider')} AND closes_on > current_date"

WALLS = (
    Wall(
        "attendance.Mark",
        door("desk_providers", READ, ADD, REMOVE, where=OPEN_LIST),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
    Wall(
        "attendance.Guests",
        door("desk_providers", READ, ADD, CHANGE, where=own("provider")),
        door(KEEPING, READ),
        guarded=True,
    ),
)
