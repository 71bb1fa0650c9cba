"""An offer bears its name in the language of the page, wherever somebody meets it."""

import re

import pytest
from django.test import Client

from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.models import Offer, OfferText, Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]


@pytest.fixture
def run() -> Run:
    with as_desk("portal"):
        walking = Offer.objects.get(slug="gemeinsam-gehen-unstrut-hainich-kreis")
        return Run.objects.filter(offer=walking).order_by("starts_on").select_related("offer")[0]


def told(run: Run, language: str) -> str:
    with as_desk("portal"):
        return OfferText.objects.get(offer=run.offer, language=language, field="title").body


@pytest.mark.parametrize(("prefix", "language"), [("leicht", "de-simple"), ("en", "en"), ("ar", "ar")])
def test_booking_card_and_site_call_the_offer_as_its_own_page_does(
    client: Client, run: Run, prefix: str, language: str
) -> None:
    title, german = told(run, language), run.offer.title
    booking = f"/{prefix}/angebote/{run.offer.slug}/platz/{run.pk}/"
    form = client.get(booking)
    fields = dict(re.findall(r'name="(formular|wunschname|sprache)"[^>]*value="([^"]*)"', form.content.decode()))
    booked = client.post(booking, {"wahl": "neu", "termin": "alle", "wunschname": "Blaue Amsel",
                                   "sprache": language, **fields})
    card = client.get(f"/{prefix}/karte/")
    site = client.get(f"/{prefix}/standorte/unstrut-hainich-kreis/")

    for page in (form, booked, card, site):
        assert title in page.content.decode()
    assert german not in card.content.decode()
