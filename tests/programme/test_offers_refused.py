"""What somebody does not want is no wish: it asks for nothing, and offers that bear it in their title are left out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from tests.factories import offers as make
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.search import find
from verzahnt.programme.offers.understanding import understood
from verzahnt.programme.offers.wording import Wording

pytestmark = pytest.mark.django_db
YOGA, FAMILY, COOKING, WALKING, CALM = "yoga", "eltern-kind", "kochen", "spaziergang", "ruhe"
EVERYTHING = {YOGA, FAMILY, COOKING, WALKING, CALM}


@pytest.fixture
def some_offers(plant: Callable[..., Any]) -> None:
    for slug, title, topic in (
            (YOGA, "Yoga am Morgen", "bewegung"), (FAMILY, "Turnen für Eltern und Kinder", "bewegung"),
            (COOKING, "Gut und günstig kochen", "ernaehrung"), (WALKING, "Spaziergang im Park", "bewegung"),
            (CALM, "Stress abbauen", "stress")):
        plant(make.a_run, plant(make.an_offer, slug, title=title, topics=[topic], summary="Kommen Sie vorbei."))


def wording(text: str) -> Wording:
    with as_desk("portal"):
        return understood(text, on=make.TODAY)


def found(text: str) -> set[str]:
    params = QueryDict(mutable=True)
    params.update({"ort": "99974", "suche": text})
    with as_desk("portal"):
        return {hit.slug for hit in find(Question.from_address(params), today=make.TODAY).hits}


@pytest.mark.usefixtures("some_offers")
@pytest.mark.parametrize(("text", "without"), [
    ("kein Yoga", YOGA), ("ohne Yoga", YOGA), ("Yoga lieber nicht", YOGA), ("ohne Kinder", FAMILY),
    ("nicht kochen", COOKING), ("no yoga", YOGA), ("without children", FAMILY), ("без йоги", YOGA),
    ("bez dzieci", FAMILY), ("bez jogi", YOGA), ("без детей", FAMILY), ("без дітей", FAMILY),
    ("yoga istemiyorum", YOGA), ("çocuklar olmadan", FAMILY), ("بدون أطفال", FAMILY),
    ("بدون یوگا", YOGA), ("یوگا نمی‌خواهم", YOGA), ("یوگا نمیخواهم", YOGA),
])
def test_what_is_refused_is_left_out_and_all_else_is_there(text: str, without: str) -> None:
    assert found(text) == EVERYTHING - {without}


@pytest.mark.usefixtures("some_offers")
def test_a_wish_beside_it_stays_a_wish() -> None:
    assert found("Bewegung ohne Kinder") >= {YOGA, WALKING}
    assert FAMILY not in found("Bewegung ohne Kinder")
    assert FAMILY in found("Bewegung mit Kindern")
    both, one = wording("Stress abbauen mit Yoga").things, wording("Stress abbauen ohne Yoga").things
    assert any("yoga" in thing.exact for thing in both)
    assert one == tuple(thing for thing in both if "yoga" not in thing.exact)


@pytest.mark.usefixtures("some_offers")
@pytest.mark.parametrize("text", [
    "nicht mehr rauchen", "kein Stress", "ohne Alkohol", "nicht allein", "keine Freunde", "kann nicht schlafen",
    "kann nicht schwimmen", "keine Puste", "ohne Anmeldung", "ohne Vorkenntnisse", "nicht nur Yoga", "не курить",
    "can't cook", "без стресса", "nie palić",
])
def test_who_is_without_what_helps_or_burdened_by_it_asks_for_it(text: str) -> None:
    assert wording(text).refused == ()
    assert wording(text).things


@pytest.mark.usefixtures("some_offers")
@pytest.mark.parametrize("text", ["nicht", "kein", "ohne", "kein Xylophonquatsch", "nicht nicht",
                                  "ohne ohne Yoga ohne"])
def test_half_a_refusal_is_no_error(text: str) -> None:
    assert found(text) >= EVERYTHING - {YOGA}
