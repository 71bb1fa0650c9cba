"""Desks write into the ledgers; they do not read them. Tally and answers are closed to every desk."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, own
from verzahnt.programme.ledgers.roles import CONTENT, INCOMING, KEEPING, LIMITS, RELEASE, SENDING, STAFF

# The functions of the database act as the tables' owner; forced row security holds for the owner, too.
TAKES_ANSWERS = "verzahnt_owner"

WALLS = (
    Wall(
        "ledgers.JournalEntry",
        door((*STAFF, INCOMING), ADD),
        door("desk_providers", READ, where=own("organisation")),
        door("desk_coordination", READ, where=own("site", "sites")),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
    Wall(
        "ledgers.OutboxItem",
        door(("desk_portal", *STAFF), ADD),
        door(SENDING, READ, CHANGE, REMOVE),
        door(KEEPING, READ, ADD, REMOVE),
        door(KEEPING, CHANGE, columns=("due_on",)),
        guarded=True,
    ),
    Wall("ledgers.Tally", door(KEEPING, READ, ADD, CHANGE), door(RELEASE, READ), door(CONTENT, *EVERYTHING)),
    # Nobody reads an answer before the list has closed, and nobody writes one but by the functions of the database.
    Wall("ledgers.OpenAnswer", door(TAKES_ANSWERS, READ, ADD, REMOVE), guarded=True),
    Wall("ledgers.Answer", door(RELEASE, READ)),
    Wall("ledgers.FailedTry", door(LIMITS, READ, ADD, REMOVE), door(KEEPING, READ, columns=("id", "at")),
         door(KEEPING, REMOVE)),
)
