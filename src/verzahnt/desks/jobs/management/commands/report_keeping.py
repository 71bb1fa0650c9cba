"""`verzahnt report keeping`: what the next night would delete, without deleting anything."""

from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from verzahnt.desks.jobs import keeping_report


def day(text: str) -> date:
    """A day as it is typed."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Says what the night to a day would delete, table by table. Deletes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=day, help="the day (2026-12-24); tomorrow if none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate() + timedelta(days=1)
        night = keeping_report.of_the_night(on=on)
        for line in keeping_report.lines_of(night):
            self.stdout.write(line)
