"""Courses are public; certificates are seen by the site's coordination, as coverage, and by whoever earned them."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, KEEPING

WALLS = (
    Wall("training.Course", door(ANYONE, READ), door(CONTENT, *EVERYTHING)),
    Wall("training.Staffing", door(ANYONE, READ), door(CONTENT, *EVERYTHING)),
    Wall(
        "training.Certificate",
        door("desk_coordination", READ, ADD, CHANGE, where=own("site_id", "sites")),
        door("desk_entrance", READ, where="account_id = nullif(current_setting('verzahnt.account', true), '')::bigint"),
        door(KEEPING, READ, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
)
