"""A real installation refuses to start where it could not keep its promises."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from verzahnt.config import start
from verzahnt.config.roles import LOGINS
from verzahnt.config.start import refuse_what_is_unsafe
from verzahnt.kit.roles import acting_as
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import keys as key_files
from verzahnt.programme.cards import rules
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference.models import Land

pytestmark = pytest.mark.django_db


def test_a_login_that_unites_an_office_with_persons_is_refused(settings: Settings) -> None:
    settings.VERZAHNT_DEMO = False
    with pytest.raises(ImproperlyConfigured, match="must never be able to see persons"):
        refuse_what_is_unsafe()  # the tests' login may become everything


@pytest.mark.parametrize("login", ["verzahnt_public", "verzahnt_offices", "verzahnt_jobs"])
def test_the_logins_for_production_may_start(login: str, settings: Settings, tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VERZAHNT_DEMO, settings.VERZAHNT_DESKS = False, ["portal", "coordination"]
    settings.VERZAHNT_KEYS = tmp_path
    monkeypatch.setattr(start, "_login", lambda: (login, set(LOGINS[login])))
    refuse_what_is_unsafe()


@pytest.mark.parametrize("login", ["verzahnt_public", "verzahnt_offices", "verzahnt_jobs"])
def test_demo_data_is_refused(login: str, settings: Settings, tmp_path: Path,
                              monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VERZAHNT_DEMO, settings.VERZAHNT_DESKS, settings.VERZAHNT_KEYS = False, ["portal"], tmp_path
    monkeypatch.setattr(start, "_login", lambda: (login, set(LOGINS[login])))
    with acting_as(PLANTING):
        Site.objects.create(slug="musterkreis", name="Musterkreis (Beispiel)", land=Land.objects.first(),
                            is_invented=True)
    with pytest.raises(ImproperlyConfigured, match="demo data"):
        refuse_what_is_unsafe()


@pytest.fixture
def offices(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """A process of the counselling desk, with a key for handing cards over and no other."""
    everything = key_files.load_or_make(tmp_path / "keys")
    (tmp_path / "handing.json").write_text(key_files.for_handing(everything))
    settings.VERZAHNT_DEMO, settings.VERZAHNT_KEYS = False, tmp_path / "elsewhere"
    settings.VERZAHNT_HANDING_KEY, settings.VERZAHNT_DESKS = str(tmp_path / "handing.json"), ["counselling"]
    monkeypatch.setattr(start, "_login", lambda: ("verzahnt_offices", set(LOGINS["verzahnt_offices"])))
    return settings


def test_an_office_s_process_makes_cards_the_portal_knows_and_can_open_none(offices: Settings, tmp_path: Path) -> None:
    refuse_what_is_unsafe()
    card = cards.make(Kind.HANDED)
    everything = key_files.load(tmp_path / "keys")
    assert rules.read(card.grouped, everything) == card
    assert len(rules.root(card, "4827", everything)) == 32
    secrets = {one.pepper.hex() for one in everything.generations} | {everything.sealing_key.hex()}
    assert not [one for one in secrets if one in Path(offices.VERZAHNT_HANDING_KEY).read_text()]
    assert not Path(offices.VERZAHNT_KEYS).exists(), "and makes no keys of its own"


def test_an_office_s_process_that_could_read_what_opens_cards_is_refused(offices: Settings, tmp_path: Path) -> None:
    offices.VERZAHNT_KEYS = tmp_path / "keys"
    with pytest.raises(ImproperlyConfigured, match="could read the keys"):
        refuse_what_is_unsafe()


def test_a_counselling_desk_without_its_key_is_refused_with_what_to_do(offices: Settings, tmp_path: Path) -> None:
    for wrong in ("", str(tmp_path / "nothing.json"), str(tmp_path / "keys" / "cards.json")):
        offices.VERZAHNT_HANDING_KEY = wrong
        with pytest.raises(ImproperlyConfigured, match="verzahnt cards handing-key"):
            refuse_what_is_unsafe()


def test_at_home_everything_may_start() -> None:
    refuse_what_is_unsafe()
