"""What desks do with cards, each "no" with a sentence for the person. Nothing is saved: cards are not stored."""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.cards import keys as key_files
from verzahnt.programme.cards import rules
from verzahnt.programme.cards.rules import Card, CardKeys, Kind, Maker


class CardRefused(NotPossible):
    """What was typed is not one of our cards."""


class WrongLength(CardRefused):
    def __init__(self, seen: int) -> None:
        super().__init__()
        if not seen:
            sentence = gettext("Bitte geben Sie die 16 Ziffern von Ihrer Karte ein.")
        elif seen < rules.LENGTH:
            sentence = gettext(
                "Auf Ihrer Karte stehen 16 Ziffern. Bis jetzt: %(seen)d. Bitte ergänzen Sie den Rest."
            )
        else:
            sentence = gettext("Auf Ihrer Karte stehen 16 Ziffern. Hier sind es %(seen)d. Bitte vergleichen Sie.")
        self.message = sentence % {"seen": seen}


class OneDigitWrong(CardRefused):
    message = _("Eine Ziffer stimmt nicht. Bitte vergleichen Sie mit Ihrer Karte.")


class NotOurs(CardRefused):
    message = _(
        "Diese Ziffern kennen wir nicht. Bitte vergleichen Sie alle mit Ihrer Karte. "
        "Sie können auch eine neue Karte nehmen."
    )


class OwnNumberRefused(NotPossible):
    """This own number will not do."""


class OwnNumberMissing(OwnNumberRefused):
    message = _("Zu dieser Karte gehört Ihre eigene Zahl. Bitte geben Sie die vier Ziffern ein.")


class NotFourDigits(OwnNumberRefused):
    message = _("Ihre eigene Zahl hat genau vier Ziffern.")


class TooEasy(OwnNumberRefused):
    message = _("Diese Zahl ist leicht zu erraten. Bitte nehmen Sie eine andere, und nicht Ihren Geburtstag.")


class TriedTooOften(OwnNumberRefused):
    """Somebody tried one own number after the other, from wherever; the card rests for some minutes."""

    def __init__(self, left: timedelta) -> None:
        super().__init__()
        minutes = ceil(left / timedelta(minutes=1))
        self.message = ngettext(
            "Mit dieser Karte wurde zu oft eine falsche Zahl probiert. Bitte versuchen Sie es in einer Minute noch "
            "einmal. Was unter der Karte steht, bleibt.",
            "Mit dieser Karte wurde zu oft eine falsche Zahl probiert. Bitte versuchen Sie es in %(num)s Minuten noch "
            "einmal. Was unter der Karte steht, bleibt.", minutes) % {"num": minutes}


def card_keys() -> CardKeys:
    """The keys of this installation."""
    return _keys_in(Path(settings.VERZAHNT_KEYS))


@cache
def _keys_in(folder: Path) -> CardKeys:
    return key_files.load_or_make(folder)


@cache
def _for_handing(file: Path) -> Maker:
    """An office's process makes cards and can open none."""
    return key_files.load_for_handing(file)


def make(kind: Kind) -> Card:
    """A fresh card. Nothing is written down about it."""
    if kind is Kind.HANDED and settings.VERZAHNT_HANDING_KEY:
        return rules.make(_for_handing(Path(settings.VERZAHNT_HANDING_KEY)), secrets.randbelow)
    return rules.make(card_keys().newest(kind), secrets.randbelow)


def read(text: str) -> Card:
    """The card somebody typed."""
    try:
        return rules.read(text, card_keys())
    except rules.WrongLength as no:
        raise WrongLength(no.seen) from None
    except rules.OneDigitWrong:
        raise OneDigitWrong from None
    except rules.NotOurs:
        raise NotOurs from None


def read_own_number(text: str) -> str:
    """The own number of somebody who already has one."""
    try:
        return rules.read_own_number(text)
    except rules.NotFourDigits:
        raise NotFourDigits from None


def pick_own_number(text: str) -> str:
    """The own number somebody picks at the first booking with a handed card."""
    number = read_own_number(text)
    if rules.too_easy(number):
        raise TooEasy
    return number


def root(card: Card, own_number: str | None) -> bytes:
    """What the card's places and stamps are found by (`rules.keys_of`, `rules.stamp_keys`)."""
    try:
        return rules.root(card, own_number, card_keys())
    except rules.OwnNumberMissing:
        raise OwnNumberMissing from None


def tried_as(card: Card) -> str:
    """By what tries of own numbers are counted (`rules.tried_as`)."""
    return rules.tried_as(card, card_keys())


def take_in_use(root: bytes, *, at: datetime) -> str:
    """The value of the cookie that carries a card in use."""
    return rules.sealed_root(root, card_keys(), at=at, nonce=os.urandom(12))


def in_use(token: str, *, now: datetime) -> bytes | None:
    """The root of the card in use, or None when it has to be typed again."""
    return rules.open_root(token, card_keys(), now=now)


def new_form_key() -> str:
    """The hidden key of a booking form; with it comes a fresh card, for whoever has none."""
    return rules.form_key(make(Kind.OWN), card_keys(), nonce=os.urandom(12))


def card_of_form(form_key: str) -> Card | None:
    """The fresh card that came with a booking form."""
    return rules.card_of_form(form_key, card_keys())


def place_of_form(form_key: str, run: int, *, session: int | None = None) -> UUID:
    """The number of the place that this form books in this run, or in one date of it."""
    return rules.place_of_form(form_key, run, card_keys(), session=session)
