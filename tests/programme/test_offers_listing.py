"""What a search looks through is always what is published: the database keeps it in the deed itself."""

from collections.abc import Callable

import pytest
from django.db import ProgrammingError, transaction

from tests.factories.offers import a_run, a_venue, an_offer, an_organisation
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.listing import Facet
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


def test_an_offer_without_dates_is_listed_where_its_provider_sits(plant: Plant) -> None:
    club = plant(an_organisation, "nordwind", lat=51.2, lon=10.45)
    offer = plant(an_offer, provider=club)
    with as_desk("portal"):
        row = Listing.objects.get()
    assert (row.pk, row.run_id, row.latitude, row.longitude) == (-offer.pk, None, 51.2, 10.45)
    run = plant(a_run, offer)
    assert listed() == [(offer.slug, run.pk, "free")]


def test_only_a_venue_that_was_checked_is_step_free_whatever_the_offer_says(plant: Plant) -> None:
    offer = plant(an_offer, traits=["stufenlos", "schnuppern"])
    club = offer.provider
    for access in ("yes", "no", "not_checked"):
        plant(a_run, offer, venue=plant(a_venue, provider=club, step_free=access))
    with as_desk("portal"):
        traits = [sorted(row) for row in Listing.objects.order_by("id").values_list("traits", flat=True)]
    assert traits == [["schnuppern", "stufenlos"], ["schnuppern"], ["schnuppern"]]


def test_the_band_moves_with_the_run_and_a_closed_run_leaves(plant: Plant) -> None:
    offer = plant(an_offer)
    first, second = plant(a_run, offer), plant(a_run, offer)
    plant(Run.objects.filter(pk=first.pk).update, band="few")
    plant(Run.objects.filter(pk=second.pk).update, state="closed")
    assert listed() == [(offer.slug, first.pk, "few")]


def test_every_word_of_a_filter_has_a_bit_of_its_own_and_rows_bear_those_of_their_words(plant: Plant) -> None:
    plant(an_offer, topics=["stress", "bewegung"], traits=["schnuppern"])
    plant(an_offer, "kochen", topics=["ernaehrung"], languages=["de", "ar"])
    with as_desk("portal"):
        bits, rows = Facet.bits(), list(Listing.objects.select_related("offer"))
    assert set(bits["topic"]) == {"stress", "bewegung", "ernaehrung"}
    for facet, words in bits.items():
        assert len({*words.values()}) == len(words), facet
    for row in rows:
        assert row.topic_bits == sum(bits["topic"][one] for one in row.offer.topics)
        assert row.language_bits == sum(bits["language"][one] for one in row.languages)
        assert row.trait_bits == sum(bits["trait"][one] for one in row.traits)


def test_beyond_sixty_three_words_are_told_apart_less_sharply_but_not_lost(plant: Plant) -> None:
    for number in range(66):
        plant(an_offer, f"angebot-{number}", languages=[f"x{number:02}"])
    with as_desk("portal"):
        bits = Facet.bits()["language"]
    assert (len(bits), len({*bits.values()})) == (67, 63)  # German, too
    assert all(0 < bit < 1 << 63 for bit in bits.values())


@pytest.mark.parametrize("desk", ["portal", "providers", "coordination", "funders", "counselling"])
def test_no_desk_writes_into_the_listing(plant: Plant, desk: str) -> None:
    plant(a_run, plant(an_offer))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_desk(desk):
        Listing.objects.update(band="waiting")
