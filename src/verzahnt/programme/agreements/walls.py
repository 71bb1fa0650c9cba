"""What was agreed is public; the coordination of a site writes its own; signed papers are read by the site alone."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, own, own_any
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, KEEPING

WALLS = (
    *(
        Wall(
            f"agreements.{table}",
            door(ANYONE, READ),
            door("desk_coordination", ADD, CHANGE, where=own_any("for_sites", "sites")),
            door(CONTENT, *EVERYTHING),
            guarded=True,
        )
        for table in ("Agreement", "Party", "Term", "Signatory")
    ),
    Wall("agreements.Agreement.sites", door(ANYONE, READ), door(CONTENT, *EVERYTHING)),
    Wall(
        "agreements.Mandate",
        door(ANYONE, READ),
        door("desk_coordination", ADD, CHANGE, where=own("site_id", "sites")),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "agreements.AgreementDocument",
        door("desk_coordination", READ, ADD, REMOVE, where=own("site", "sites")),
        door(KEEPING, READ, columns=("id", "agreement_id")),
        door(KEEPING, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
)
