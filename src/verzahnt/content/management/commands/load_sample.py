"""`verzahnt load sample --offers N`: many invented offers, to try out and to measure with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from verzahnt.content import sample
from verzahnt.kit.refusals import NotPossible


class Command(BaseCommand):
    help = "Lädt erfundene Angebote, verteilt über Deutschland. Nur in der Vorführung."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offers", type=int, default=2000, help="wie viele Angebote (2000)")

    def handle(self, *args: Any, **options: Any) -> None:
        tell = self.stdout.write if options["verbosity"] else lambda line: None
        try:
            sample.load(options["offers"], today=localdate(), tell=tell)
        except NotPossible as no:
            raise CommandError(str(no)) from None
