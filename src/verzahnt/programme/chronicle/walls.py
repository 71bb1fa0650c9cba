"""History and statements are public."""

from verzahnt.kit.walls import EVERYTHING, READ, Wall, door
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT

WALLS = tuple(Wall(f"chronicle.{table}", door(ANYONE, READ), door(CONTENT, *EVERYTHING))
              for table in ("Phase", "Statement"))
