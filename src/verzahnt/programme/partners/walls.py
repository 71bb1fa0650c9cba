"""Partners are public; a site's coordination keeps its own network."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, SEATS

PUBLIC = ("ContactPoint", "Site", "Site.offices", "Site.kreise", "Site.districts")

WALLS = (
    Wall(
        "partners.Organisation",
        door(ANYONE, READ),
        door(SEATS, READ, columns=("id", "kind")),  # an office's own offer takes no card
        door(CONTENT, *EVERYTHING),
    ),
    *(Wall(f"partners.{table}", door(ANYONE, READ), door(CONTENT, *EVERYTHING)) for table in PUBLIC),
    Wall(
        "partners.NetworkMembership",
        door(ANYONE, READ),
        door("desk_coordination", ADD, CHANGE, REMOVE, where=own("site_id", "sites")),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
)
