"""What a search looks through is always what is published: the database keeps it in the deed itself."""

from collections.abc import Callable

import pytest

from tests.factories.offers import TODAY, a_run, a_venue, an_offer
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.models import Listing, Offer, Run

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]


def listed() -> list[tuple[str, object, str]]:
    with as_desk("portal"):
        return list(Listing.objects.order_by("id").values_list("offer__slug", "run", "band"))


def test_a_published_offer_is_listed_once_for_each_open_run(plant: Plant) -> None:
    offer = plant(an_offer)
    first, second = plant(a_run, offer), plant(a_run, offer)
    assert listed() == [(offer.slug, first.pk, "free"), (offer.slug, second.pk, "free")]


def test_a_paused_offer_leaves_the_listing_in_the_same_deed(plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer)
    plant(Offer.objects.filter(pk=offer.pk).update, state="paused")
    assert listed() == []
