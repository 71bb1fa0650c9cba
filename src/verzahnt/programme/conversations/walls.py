"""Weekly numbers are entered and read by the counsellors of the site; others only see what is released of them."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import CONTENT, KEEPING

WALLS = (
    Wall(
        "conversations.WeeklyNumbers",
        door("desk_counselling", READ, ADD, where=own("site_id", "sites")),
        door("desk_counselling", CHANGE, where=f"{own('site_id', 'sites')} AND NOT is_counted"),
        door(KEEPING, READ, REMOVE),
        door(KEEPING, CHANGE, columns=("is_counted",)),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
)
