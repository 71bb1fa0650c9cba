"""A real installation refuses to start where it could not keep its promises."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from verzahnt.config import start
from verzahnt.config.roles import LOGINS
from verzahnt.config.start import refuse_what_is_unsafe
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference.models import Land

pytestmark = pytest.mark.django_db


def test_a_login_that_unites_an_office_with_persons_is_refused(settings: Settings) -> None:
    settings.VERZAHNT_DEMO = False
    with pytest.raises(ImproperlyConfigured, match="must never be able to see persons"):
        refuse_what_is_unsafe()  # the tests' login may become everything


@pytest.mark.parametrize("login", ["verzahnt_public", "verzahnt_offices", "verzahnt_jobs"])
def test_the_logins_for_production_may_start(login: str, settings: Settings,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VERZAHNT_DEMO = False
    monkeypatch.setattr(start, "_login", lambda: (login, set(LOGINS[login])))
    refuse_what_is_unsafe()


@pytest.mark.parametrize("login", ["verzahnt_public", "verzahnt_offices", "verzahnt_jobs"])
def test_demo_data_is_refused(login: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VERZAHNT_DEMO = False
    monkeypatch.setattr(start, "_login", lambda: (login, set(LOGINS[login])))
    with acting_as(PLANTING):
        Site.objects.create(slug="musterkreis", name="Musterkreis (Beispiel)", land=Land.objects.first(),
                            is_invented=True)
    with pytest.raises(ImproperlyConfigured, match="demo data"):
        refuse_what_is_unsafe()


def test_at_home_everything_may_start() -> None:
    refuse_what_is_unsafe()
