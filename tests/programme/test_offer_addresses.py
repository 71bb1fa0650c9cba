"""An offer's address never stands where another page is."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories import offers as make
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.offers.actions import Description, describe

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("title", "slug"), [("Kalender", "kalender-2"), ("Feed!", "feed-2"), ("Neu", "neu-2"),
                                             ("Kalender basteln", "kalender-basteln")])
def test_an_offer_called_like_a_page_gets_a_number(plant: Callable[..., Any], title: str, slug: str) -> None:
    club = plant(make.an_organisation)
    actor = Actor("providers", account=1, organisations=(club.pk,), permissions=frozenset({"offers.describe"}))
    with as_desk("providers", actor):
        offer = describe(Description(title=title, kind="course"), actor=actor, at=datetime(2026, 3, 2, tzinfo=UTC))
    assert offer.slug == slug
