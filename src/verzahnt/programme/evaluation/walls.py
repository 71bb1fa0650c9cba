"""Releases are written by the release job and read by everyone; there is nothing in them to hide.

What units report and what people ask for is read by those who plan offers, as released, too.
"""

from verzahnt.kit.walls import ADD, EVERYTHING, READ, Wall, door
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, RELEASE

PLANNING = ("desk_coordination", "desk_funders")

WALLS = (
    *(Wall(f"evaluation.{table}", door(ANYONE, READ), door(RELEASE, ADD), door(CONTENT, *EVERYTHING))
      for table in ("Release", "ReleasedFigure")),
    Wall("evaluation.ReleasedMonths", door(PLANNING, READ), door(RELEASE, READ, ADD), door(CONTENT, *EVERYTHING)),
)
