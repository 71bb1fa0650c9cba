"""Press releases are public."""

from verzahnt.kit.walls import EVERYTHING, READ, Wall, door
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT

WALLS = tuple(
    Wall(f"press.{table}", door(ANYONE, READ), door(CONTENT, *EVERYTHING)) for table in ("PressRelease", "Quoted")
)
