"""The operator invites somebody: the first people of an installation, and roles nobody else may give."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.people import actions as people
from verzahnt.programme.people import queries
from verzahnt.programme.people.states import Role
from verzahnt.programme.reference.models import Land


class Command(BaseCommand):
    help = "Invites a mailbox to a role and prints the link; a letter follows too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=[role.value for role in Role])
        parser.add_argument("organisation", help="short name in the address, e.g. jobcenter-unstrut-hainich-kreis")
        parser.add_argument("--site", help="short name of the site, for roles at a site")
        parser.add_argument("--land", help="name of the Land, for roles of a Land")

    def handle(self, *args: Any, **given: Any) -> None:
        with transaction.atomic(), as_desk("entrance"):
            try:
                organisation = Organisation.objects.get(slug=given["organisation"])
                site = Site.objects.get(slug=given["site"]) if given["site"] else None
                land = Land.objects.get(name=given["land"]) if given["land"] else None
                invitation = people.invite(given["email"], organisation=organisation, role=given["role"], by=None,
                                           at=now(), site=site, land=land)
            except (Organisation.DoesNotExist, Site.DoesNotExist, Land.DoesNotExist) as missing:
                raise CommandError(f"Not found: {missing}") from missing
            except NotPossible as no:
                raise CommandError(str(no)) from no
        link = reverse("entrance:invitation", args=[queries.token_of(invitation)])
        self.stdout.write(settings.VERZAHNT_ADDRESS.rstrip("/") + link)
