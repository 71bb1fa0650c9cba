"""Releases are written by the release job and read by everyone; there is nothing in them to hide."""

from verzahnt.kit.walls import ADD, EVERYTHING, READ, Wall, door
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, RELEASE

WALLS = tuple(
    Wall(f"evaluation.{table}", door(ANYONE, READ), door(RELEASE, ADD), door(CONTENT, *EVERYTHING))
    for table in ("Release", "ReleasedFigure")
)
