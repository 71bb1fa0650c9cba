"""The app list in path order: later steps stand above earlier ones, and links between tables point down."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

PROGRAMME = [
    "press",
    "evaluation",
    "attendance",
    "feedback",
    "bookings",
    "conversations",
    "cards",
    "offers",
    "funding",
    "training",
    "agreements",
    "chronicle",
    "people",
    "partners",
    "reference",
    "sources",
    "ledgers",
]
DESKS = ["portal", "counselling", "providers", "coordination", "funders", "overview", "entrance", "jobs"]
SHARED = ["parts", "papers"]


class HouseConfig(AppConfig):
    name = "verzahnt.config"
    label = "house"

    def ready(self) -> None:
        # The ledgers come last of ours; by then every table is there. (An app without models gets no signal.)
        post_migrate.connect(_raise_walls, sender=apps.get_app_config("ledgers"))


def _raise_walls(using: str, **_: object) -> None:
    from django.db import connections

    from verzahnt.kit import walls
    from verzahnt.programme.ledgers.roles import ROLES

    walls.apply(connections[using], ROLES)
