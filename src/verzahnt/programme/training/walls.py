"""Courses and their dates are public; certificates are seen by the site's coordination, as coverage, and by whoever
earned them. How many counsellors a unit has is known to its own site."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, KEEPING, SENDING

WALLS = (
    Wall("training.Course", door(ANYONE, READ), door("desk_coordination", ADD), door(CONTENT, *EVERYTHING)),
    Wall(
        "training.CourseDate",
        door(ANYONE, READ),
        door("desk_coordination", ADD, CHANGE, where=own("site_id", "sites")),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "training.Staffing",
        door("desk_coordination", *EVERYTHING, where=own("site_id", "sites")),
        door("desk_counselling", READ, where=own("site_id", "sites")),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "training.Certificate",
        door("desk_coordination", *EVERYTHING, where=own("site_id", "sites")),
        door("desk_entrance", READ, where="account_id = nullif(current_setting('verzahnt.account', true), '')::bigint"),
        door(KEEPING, READ, REMOVE),
        door(KEEPING, CHANGE, columns=("reminded",)),
        door(SENDING, READ),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
)
