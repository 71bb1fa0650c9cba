"""`verzahnt load five-places`: what the five press releases say, the invented Musterkreis, and the demo logins."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from verzahnt.content import five_places


class Command(BaseCommand):
    help = "Lädt die fünf Standorte, den erfundenen Musterkreis und die Konten der Vorführung. Zweimal ändert nichts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, metavar="JJJJ-MM-TT",
                            help="der Tag, von dem aus gerechnet wird (sonst heute)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VERZAHNT_DEMO:
            raise CommandError("Die fünf Standorte enthalten erfundene Beispiele und Vorführ-Konten. "
                               "Sie gehören nur in die Vorführung (Einstellungen: verzahnt.config.settings.home).")
        on = options["on"] or timezone.localdate()
        if options["verbosity"]:
            five_places.load(on, self.stdout.write)
        else:
            five_places.load(on)
