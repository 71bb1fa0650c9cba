"""Partners are public; a site's coordination keeps its own network."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT

PUBLIC = ("Organisation", "ContactPoint", "Site", "Site.offices", "Site.kreise", "Site.districts")

WALLS = (
    *(Wall(f"partners.{table}", door(ANYONE, READ), door(CONTENT, *EVERYTHING)) for table in PUBLIC),
    Wall(
        "partners.NetworkMembership",
        door(ANYONE, READ),
        door("desk_coordination", ADD, CHANGE, REMOVE, where=own("site_id", "sites")),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
)
