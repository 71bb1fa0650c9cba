"""What people wrote is read by the run's provider alone; the job that parts it from its token adds it unread."""

from verzahnt.kit.walls import ADD, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import KEEPING

WALLS = (
    Wall(
        "feedback.OpenQuestion",
        door("desk_portal", READ),
        door("desk_providers", READ, ADD, REMOVE, where=own("provider")),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
    Wall(
        "feedback.Remark",
        door("desk_providers", READ, REMOVE, where=own("provider")),
        door(KEEPING, ADD, REMOVE),
        door(KEEPING, READ, columns=("id", "run_id", "closed_on")),
        guarded=True,
    ),
)
