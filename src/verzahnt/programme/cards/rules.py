"""What a card is: how its digits are made and read, and how places are found by it. Secrets are handed in."""

from __future__ import annotations

import hmac
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from verzahnt.kit.check_digits import check_digit, checks

LENGTH = 16
RANDOM_DIGITS = 12
MOST_SIGNS_READ = 400
"""Somebody may paste a whole book; we read its first page."""
PLACES = 20
"""How many places one card can hold at a time."""
STAMPS = 40
"""How many stamps one card can hold: they stay to the end of the following year."""
IN_USE_FOR = timedelta(minutes=15)

_SEALED_FOR = b"verzahnt card in use 1"
_FRESH_FOR = b"verzahnt fresh card of a form 1"
_NONCE = 12


class Unreadable(ValueError):
    """What was typed is not one of our cards."""


class WrongLength(Unreadable):
    """There are not sixteen digits."""

    def __init__(self, seen: int) -> None:
        super().__init__(f"{seen} digits")
        self.seen = seen


class OneDigitWrong(Unreadable):
    """The check digit does not fit: a digit is wrong or two are swapped."""


class NotOurs(Unreadable):
    """The digits fit together, but nobody here made them."""


class OwnNumberMissing(ValueError):
    """A handed card opens nothing by itself."""


class NotFourDigits(ValueError):
    """An own number has exactly four digits."""


class Kind(StrEnum):
    HANDED = "handed"
    """Somebody gave it to the person, and knows its digits; so it needs an own number."""
    OWN = "own"
    """The person made it on the portal."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What it takes to make cards that begin with this digit, and of which kind they are. It opens none."""

    digit: str
    kind: Kind
    mac_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Generation(Maker):
    """All secrets of the cards that begin with this digit: without the pepper no place is found by them."""

    pepper: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardKeys:
    """All generations, oldest first, and the key under which a card in use is sealed."""

    generations: tuple[Generation, ...]
    sealing_key: bytes = field(repr=False)

    def newest(self, kind: Kind) -> Generation:
        """The generation new cards of this kind belong to."""
        return next(one for one in reversed(self.generations) if one.kind is kind)

    def of(self, digits: str) -> Generation | None:
        """The generation these digits say they belong to."""
        return next((one for one in self.generations if digits.startswith(one.digit)), None)


@dataclass(frozen=True, slots=True)
class Card:
    """A genuine card. Its digits do not appear in logs: `repr` leaves them out."""

    digits: str = field(repr=False)
    kind: Kind

    @property
    def grouped(self) -> str:
        """As printed: 4-4-4-4."""
        return " ".join(self.digits[at : at + 4] for at in range(0, LENGTH, 4))

    @property
    def needs_own_number(self) -> bool:
        """Whoever handed the card over knows its digits; the own number only its holder knows."""
        return self.kind is Kind.HANDED

    def link(self, address: str) -> str:
        """What the QR code says: the digits stand behind "#", which no browser sends to a server."""
        return f"{address}#{self.digits}"


def make(maker: Maker, random: Callable[[int], int]) -> Card:
    """A fresh card. `random(n)` gives an unguessable number below n (`secrets.randbelow`)."""
    body = maker.digit + f"{random(10**RANDOM_DIGITS):0{RANDOM_DIGITS}}"
    body += _mac(maker, body)
    return Card(body + check_digit(body), maker.kind)


def read(text: str, keys: CardKeys) -> Card:
    """The card somebody typed, scanned or pasted, in any digits a Unicode keyboard has, with any marks between."""
    digits = digits_in(text.rpartition("#")[2][:MOST_SIGNS_READ])
    if len(digits) != LENGTH:
        raise WrongLength(len(digits))
    if not checks(digits):
        raise OneDigitWrong
    generation = keys.of(digits)
    body, mac = digits[: 1 + RANDOM_DIGITS], digits[1 + RANDOM_DIGITS : -1]
    if generation is None or not hmac.compare_digest(mac, _mac(generation, body)):
        raise NotOurs
    return Card(digits, generation.kind)


def read_own_number(text: str) -> str:
    """The four digits somebody typed as their own number."""
    digits = digits_in(text[:MOST_SIGNS_READ])
    if len(digits) != 4:
        raise NotFourDigits
    return digits


def too_easy(own_number: str) -> bool:
    """Whether whoever knows the card would try this number among the first.

    Asked only where a number is picked. There it is refused rather than advised against: there are just 10,000
    numbers, and it is the few easy ones that five tries in a quarter of an hour would find. Whoever handed the card
    over may know the birthday too; years can be refused here, days of the year are too many and are advised against.
    """
    steps = {int(after) - int(before) for before, after in pairwise(own_number)}
    all_alike_or_in_a_row = steps in ({0}, {1}, {-1})
    a_pair_twice = own_number[:2] == own_number[2:]
    down_the_keypad = own_number in ("2580", "0852")
    a_year_of_birth = 1930 <= int(own_number) <= 2029
    return all_alike_or_in_a_row or a_pair_twice or down_the_keypad or a_year_of_birth


def root(card: Card, own_number: str | None, keys: CardKeys) -> bytes:
    """What places are found by: stretched once, so that guessing is dear even for somebody who holds the pepper.

    Without the pepper nothing can be tried at all: it makes the salt.
    """
    if card.needs_own_number and own_number is None:
        raise OwnNumberMissing
    generation = keys.of(card.digits)
    if generation is None:
        raise NotOurs
    return hash_secret_raw(
        secret=f"{card.digits}|{own_number or ''}".encode(),
        salt=hmac.digest(generation.pepper, card.digits.encode(), sha256),
        time_cost=1,
        memory_cost=8 * 1024,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


def tried_as(card: Card, keys: CardKeys) -> str:
    """By what tries of own numbers are counted: says nothing about the card to whoever does not hold the pepper."""
    generation = keys.of(card.digits)
    if generation is None:
        raise NotOurs
    return hmac.digest(generation.pepper, f"tries {card.digits}".encode(), sha256).hex()


def keys_of(root: bytes) -> tuple[str, ...]:
    """The keys under which this card's places stand. All are always looked up, so that asking tells nothing."""
    return tuple(_key(root, f"place {n}") for n in range(PLACES))


def stamp_keys(root: bytes) -> tuple[str, ...]:
    """The keys under which this card's stamps stand; nothing links them to those of places."""
    return tuple(_key(root, f"stamp {n}") for n in range(STAMPS))


def sealed_root(root: bytes, keys: CardKeys, *, at: datetime, nonce: bytes) -> str:
    """A card in use, for a cookie: unreadable to whoever holds it, and good for a quarter of an hour.

    `nonce` is twelve fresh random bytes.
    """
    if len(nonce) != _NONCE:
        raise ValueError("the nonce must be twelve bytes")
    until = int((at + IN_USE_FOR).timestamp())
    secret = AESGCM(keys.sealing_key).encrypt(nonce, until.to_bytes(8, "big") + root, _SEALED_FOR)
    return _written(nonce + secret)


def open_root(token: str, keys: CardKeys, *, now: datetime) -> bytes | None:
    """The root of the card in use; None when its time is over or the token is not one of ours."""
    try:
        sealed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        if _written(sealed) != token:
            return None
        whole = AESGCM(keys.sealing_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _SEALED_FOR)
    except (ValueError, InvalidTag):
        return None
    until, root = int.from_bytes(whole[:8], "big"), whole[8:]
    return root if now.timestamp() < until else None


def form_key(card: Card, keys: CardKeys, *, nonce: bytes) -> str:
    """What a booking form carries hidden: a fresh card nobody can read, so that a form sent twice books once."""
    return _written(nonce + AESGCM(keys.sealing_key).encrypt(nonce, card.digits.encode(), _FRESH_FOR))


def card_of_form(form_key: str, keys: CardKeys) -> Card | None:
    """The fresh card of a booking form; None when the key is not one of ours."""
    try:
        sealed = urlsafe_b64decode(form_key.encode("ascii") + b"=" * (-len(form_key) % 4))
        digits = AESGCM(keys.sealing_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _FRESH_FOR).decode()
        return read(digits, keys)
    except (ValueError, InvalidTag):
        return None


def place_of_form(form_key: str, run: int, keys: CardKeys, *, session: int | None = None) -> UUID:
    """The number of the place this form books in this run, or in one date of it: the same however often it is sent."""
    what = f"{run}" if session is None else f"{run}/{session}"
    return UUID(bytes=hmac.digest(keys.sealing_key, f"place|{what}|{form_key}".encode(), sha256)[:16], version=4)


def proof_of_use(root: bytes) -> str:
    """What a form under a card carries, so that no foreign page can send it: only the card in use knows it."""
    return hmac.digest(root, b"form under this card", sha256)[:16].hex()


def digits_in(text: str) -> str:
    """The digits among what was typed, as 0 to 9: Arabic, Persian and full-width ones too."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _written(sealed: bytes) -> str:
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _mac(maker: Maker, body: str) -> str:
    """Two digits that sort out 99 of 100 invented cards before anything is looked up."""
    return f"{int.from_bytes(hmac.digest(maker.mac_key, body.encode(), sha256), 'big') % 100:02}"


def _key(root: bytes, what: str) -> str:
    return hmac.digest(root, what.encode(), sha256)[:16].hex()
