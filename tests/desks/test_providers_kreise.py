"""Whom an offer is for, by Kreise: apart from where it takes place."""

import pytest
from django.forms import ValidationError

from verzahnt.desks.providers.kreise_named import kreise_named
from verzahnt.programme.ledgers.actor import as_desk

pytestmark = pytest.mark.django_db


def named(text: str) -> list[str]:
    with as_desk("providers"):
        return kreise_named(text)


def test_kreise_and_towns_are_understood_as_people_write_them() -> None:
    assert named("Unstrut-Hainich-Kreis, Eichsfeld; Mühlhausen/Thüringen\n") == ["16064", "16061"]
    assert named(" , ;") == []


@pytest.mark.parametrize(("text", "sentence"), [
    ("Qwertzland", "„Qwertzland“ kennen wir nicht."),
    ("Altenkirchen", "„Altenkirchen“ gibt es mehrmals"),
    (",".join(["Gera"] * 41), "höchstens 40 Kreise"),
])
def test_what_is_not_clear_is_asked_back(text: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        named(text)
