"""`verzahnt load reference`: Länder, Kreise, postal codes, Jobcenter, lists, holidays, and where each comes from."""

from typing import Any

from django.core.management.base import BaseCommand

from verzahnt.content import reference


class Command(BaseCommand):
    help = "Lädt das Nachschlagewerk. Ein zweites Mal ändert nichts."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verbosity"]:
            reference.load(self.stdout.write)
        else:
            reference.load()
