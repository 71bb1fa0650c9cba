"""Accounts, memberships and invitations are read at the entrance alone; the sending job reads mailboxes."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door
from verzahnt.programme.ledgers.roles import CONTENT, KEEPING, SENDING

WALLS = (
    Wall(
        "people.Account",
        door("desk_entrance", READ, ADD, CHANGE),
        door(SENDING, READ, columns=("id", "email", "name", "is_active")),
        door(KEEPING, READ, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "people.Membership",
        door("desk_entrance", READ, ADD, CHANGE),
        door("desk_entrance", REMOVE, where="from_on >= CURRENT_DATE"),  # given by mistake: it never was
        door(KEEPING, READ, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "people.Invitation",
        door("desk_entrance", READ, ADD, CHANGE, REMOVE),
        door(KEEPING, READ, REMOVE),
        door(SENDING, READ),
        guarded=True,
    ),
)
