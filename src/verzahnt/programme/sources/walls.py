"""Sources are public; only the loaders of content write them."""

from verzahnt.kit.walls import ADD, CHANGE, READ, REMOVE, Wall, door

READERS = (
    "desk_portal", "desk_counselling", "desk_providers", "desk_coordination", "desk_funders", "desk_overview",
    "desk_entrance", "desk_api", "seats", "sending", "keeping", "release",
)
WRITER = "content"

WALLS = (
    Wall("sources.Source", door(READERS, READ), door(WRITER, READ, ADD, CHANGE, REMOVE)),
)
