"""What all tests share: the database, who acts, and the time in which they live."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.db import connections, transaction

from tests import databases
from verzahnt.config import database as where
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import PLANTING


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One copy of the base template for all tests that roll back."""
    if not where.given_url():
        where.test_server()
    with django_db_blocker.unblock(), databases.copy_of("base", f"verzahnt_tests_{os.getpid()}") as name:
        turn_to(name)
        yield
        connections.close_all()


@pytest.fixture(scope="module")
def five_places(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The tests of this module live where the five places are loaded."""
    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        with databases.copy_of("places", f"verzahnt_places_{os.getpid()}") as name:
            turn_to(name)
            yield name
            turn_to(before)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own, for what commits: races, crashes, jobs. Nothing is rolled back in it."""
    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        with databases.copy_of("base", f"verzahnt_own_{os.getpid()}") as name:
            turn_to(name)
            yield name
            turn_to(before)


@pytest.fixture
def plant() -> Callable[..., object]:
    """Call a function as role `planting`: factories write through every wall, and only they."""

    def planted(make: Callable[..., object], *args: object, **kwargs: object) -> object:
        with transaction.atomic(), acting_as(PLANTING):
            return make(*args, **kwargs)

    return planted


def turn_to(name: str) -> None:
    """From here on, every connection is one to this database."""
    connections.close_all()
    for connection in connections.all():
        connection.settings_dict["NAME"] = name
