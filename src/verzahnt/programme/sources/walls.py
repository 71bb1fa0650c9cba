"""Sources are public; only the loaders of content write them."""

from verzahnt.kit.walls import EVERYTHING, READ, Wall, door
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT

WALLS = (
    Wall("sources.Source", door(ANYONE, READ), door(CONTENT, *EVERYTHING)),
)
