"""Money is seen by the site it is for and by whoever pays it."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, KEEPING

WALLS = (
    Wall("funding.Pot", door(ANYONE, READ), door(CONTENT, *EVERYTHING)),
    Wall(
        "funding.Allotment",
        door("desk_coordination", READ, where=own("site_id", "sites")),
        door("desk_funders", READ, ADD, CHANGE, where=own("payer_id")),
        door(KEEPING, READ, columns=("id", "until_on")),
        door(KEEPING, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "funding.Commitment",
        door("desk_coordination", READ, ADD, where=own("site_id", "sites")),
        door("desk_funders", READ, where=own("payer_id")),
        door(KEEPING, READ, columns=("id", "allotment_id")),
        door(KEEPING, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
)
