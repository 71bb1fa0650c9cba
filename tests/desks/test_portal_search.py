"""Finding an offer at the portal, as anyone does: no account, no cookie, nothing written."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.offers import a_run, an_offer

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]


@pytest.mark.parametrize("prefix", ["", "leicht/", "en/", "ar/"])
@pytest.mark.parametrize("address", ["", "angebote/", "angebote/?ort=99974"])
def test_looking_sets_no_cookie_and_holds_no_form_that_posts(client: Client, prefix: str, address: str) -> None:
    response = client.get(f"/{prefix}{address}")
    page = response.content.decode()
    assert (response.status_code, len(response.cookies), 'method="post"' in page.lower()) == (200, 0, False)
