"""The operator ends what somebody holds: for roles nobody else may end, and when somebody is gone over night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import localdate, now

from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.people import actions_leaving as leaving
from verzahnt.programme.people import queries
from verzahnt.programme.people.states import Role


class Command(BaseCommand):
    help = "Ends the memberships of a mailbox today, all of them or those of one role, and says which."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", nargs="?", choices=[role.value for role in Role])

    def handle(self, *args: Any, **given: Any) -> None:
        with transaction.atomic(), as_desk("entrance"):
            held = queries.memberships_of_mailbox(given["email"], on=localdate())
            if given["role"]:
                held = held.filter(role=given["role"])
            ended = list(held)
            for one in ended:
                leaving.end_for(one, by=Actor("entrance"), at=now())
        if not ended:
            raise CommandError("Unter dieser Adresse gibt es keinen solchen Zugang.")
        for one in ended:
            self.stdout.write(f"Beendet: {Role(one.role).label}, {one.organisation.name}")
