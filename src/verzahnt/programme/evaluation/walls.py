"""Releases are written by the release job and read by everyone; there is nothing in them to hide.

What units report and what people ask for is read by coordination, as released, too.
"""

from verzahnt.kit.walls import ADD, EVERYTHING, READ, Wall, door
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, RELEASE

WALLS = (
    *(Wall(f"evaluation.{table}", door(ANYONE, READ), door(RELEASE, ADD), door(CONTENT, *EVERYTHING))
      for table in ("Release", "ReleasedFigure")),
    Wall("evaluation.ReleasedAnswers", door(("desk_coordination", "desk_providers"), READ), door(RELEASE, READ, ADD),
         door(CONTENT, *EVERYTHING)),
    Wall("evaluation.ReleasedMonths", door("desk_coordination", READ), door(RELEASE, READ, ADD),
         door(CONTENT, *EVERYTHING)),
)
