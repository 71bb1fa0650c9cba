"""`verzahnt work`: do scheduled jobs until told to stop."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = "Sends letters, closes lists, deletes what is due and releases figures, each at its time."

    def handle(self, *args: Any, **options: Any) -> None:
        work(install_signal_handlers=True)


def work(**how: Any) -> None:
    """Do what waits, one after the other; what is done vanishes."""
    connector: Any = app.connector  # Django's, which knows how a worker connects
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=1, delete_jobs="always", **how)
