"""Two hundred people at a real web server press the button for fifty places at the same moment."""

from __future__ import annotations

import http.client
import re
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable
from html import unescape

import pytest
from django.db import transaction

from tests.factories.bookings import a_run
from tests.served import HOUSE, served
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Seats

pytestmark = pytest.mark.slow
PEOPLE, PLACES = 200, 50
WITHOUT_LOCK = "tests.races.without_lock"
ANSWERS = {"in": "Sie sind dabei", "full": "auch die Warteliste"}


def crowd(address: str, run: Run) -> Counter[str]:
    """Each fills in a form of their own, then all send it at once; what each was told."""
    host, path = urllib.parse.urlsplit(address).netloc, f"/angebote/{run.offer.slug}/platz/{run.pk}/"
    told: Counter[str] = Counter()
    ready, one_at_a_time, said = threading.Barrier(PEOPLE), threading.Semaphore(8), threading.Lock()

    def person() -> None:
        with one_at_a_time:  # forms are not what is measured
            form = filled(asked(host, "GET", path))
        ready.wait(timeout=120)
        answer = asked(host, "POST", path, form)
        with said:
            told[next((name for name, words in ANSWERS.items() if words in answer), answer[:200])] += 1

    people = [threading.Thread(target=person) for _ in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join(timeout=120)
    return told


def asked(host: str, method: str, path: str, body: str = "") -> str:
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request(method, path, body, {"Content-Type": "application/x-www-form-urlencoded"} if body else {})
    answer = connection.getresponse().read().decode()
    connection.close()
    return " ".join(answer.split())


def filled(page: str) -> str:
    """What somebody without a card sends who changes nothing on the page."""
    fields = {}
    for name in ("formular", "wunschname"):
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
        assert found, page[:500]
        fields[name] = unescape(found[1])
    return urllib.parse.urlencode({**fields, "wahl": "neu", "sprache": "de"})


def standing(run: Run) -> tuple[int, int, int]:
    with transaction.atomic(), acting_as(PLANTING):
        return (Seats.objects.get(pk=run.pk).taken, Place.objects.filter(run=run).count(),
                Particulars.objects.filter(run=run.pk).count())


@pytest.mark.parametrize("application", [HOUSE, WITHOUT_LOCK])
def test_two_hundred_people_for_fifty_places(own_database: str, plant: Callable[..., Run], application: str) -> None:
    """Fifty places and a hundred and fifty clear answers. Without the lock it is not so: the test can fail."""
    run = plant(a_run, seats=PLACES, waiting_places=0)
    with served(own_database, workers=2, application=application) as address:
        told = crowd(address, run)
    exact = (told, standing(run), queries.lies()) == ({"in": PLACES, "full": PEOPLE - PLACES}, (PLACES,) * 3, [])
    assert exact == (application == HOUSE), (told, standing(run))
