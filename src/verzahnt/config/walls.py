"""Walls of the tables that libraries bring: accounts and sessions at the entrance, the queue for the queue alone."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door
from verzahnt.programme.ledgers.roles import KEEPING, QUEUE

AT_THE_ENTRANCE = ("account_emailaddress", "account_emailconfirmation", "mfa_authenticator")
FOR_NOBODY = ("auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations")
OF_THE_QUEUE = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")

WALLS = (
    *(Wall(table, door("desk_entrance", *EVERYTHING)) for table in AT_THE_ENTRANCE),
    Wall("django_session", door("desk_entrance", *EVERYTHING),
         door(KEEPING, READ, columns=("expire_date",)), door(KEEPING, REMOVE)),
    *(Wall(table) for table in FOR_NOBODY),
    *(Wall(table, door(QUEUE, READ, ADD, CHANGE, REMOVE), sequence=True) for table in OF_THE_QUEUE),
)
