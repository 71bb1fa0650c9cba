"""One request: its desk, its role, its transaction, its language; and nothing left behind."""

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from verzahnt.config.desks import desk_at, language_at
from verzahnt.config.middleware import OneTransaction
from verzahnt.kit.roles import current_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "desk", "language"),
    [
        ("/", "portal", "de"),
        ("/angebote/", "portal", "de"),
        ("/ar/angebote/", "portal", "ar"),
        ("/leicht/", "portal", "de-simple"),
        ("/en/programm/", "overview", "en"),
        ("/beratung/", "counselling", "de"),
        ("/koordination/unstrut-hainich-kreis/", "coordination", "de"),
        ("/kassen/", "funders", "de"),
        ("/konto/anmelden/", "entrance", "de"),
        ("/beratungen-gibt-es-hier-nicht/", "portal", "de"),
    ],
)
def test_the_address_alone_says_desk_and_language(path: str, desk: str, language: str) -> None:
    assert (desk_at(path), language_at(path)) == (desk, language)


def test_a_request_acts_in_the_role_of_its_desk() -> None:
    assert _role_during("/angebote/") == "desk_portal"
    assert _role_during("/beratung/") == "desk_counselling"
    assert _role_during("/programm/") == "desk_overview"


def test_a_desk_with_sign_in_begins_at_the_entrance() -> None:
    assert _role_during("/koordination/") == "desk_entrance"


def test_what_ends_with_a_server_error_never_happened() -> None:
    def fails_late(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('verzahnt.trace', 'left behind', true)")
        return HttpResponse(status=500)

    with transaction.atomic():
        OneTransaction(fails_late)(RequestFactory().get("/"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('verzahnt.trace', true), '')")
            assert cursor.fetchone() == ("",)


def test_a_page_that_only_looks_sets_no_cookie(client: Client) -> None:
    for address in ("/", "/angebote/", "/standorte/", "/beratung/", "/programm/"):
        response = client.get(address)
        assert (address, response.status_code, dict(response.cookies)) == (address, 200, {})


def _role_during(path: str) -> str:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(current_role())
        return HttpResponse()

    OneTransaction(view)(RequestFactory().get(path))
    assert current_role() == "verzahnt_home", "the request left its role behind"
    return seen[0]
