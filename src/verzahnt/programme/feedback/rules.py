"""What a token is: how it is made and read, and when it is good. Secrets and chance are handed in.

Digits like those of a card: the run's number (seven, or more where it is longer) and seven of chance, blended so that
nobody reads off a slip which run it is about; five of a MAC and a check digit. The chance of a token under a card comes
from the card itself: the card has one answer in a run, and only its holder can make that token.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from verzahnt.kit.check_digits import check_digit, checks
from verzahnt.kit.months import first_of_month, months_after
from verzahnt.programme.bookings.rules import on_one_line
from verzahnt.programme.cards.rules import digits_in

RUN_DIGITS, CHANCE_DIGITS, MAC_DIGITS = 7, 7, 5
ROUNDS = 6
LENGTH = RUN_DIGITS + CHANCE_DIGITS + MAC_DIGITS + 1
LONGEST = LENGTH + 12
CHANCES = 10**CHANCE_DIGITS

REMARKS_KEPT_YEARS = 1
LONGEST_REMARK = 300
REMARK_BLOCK = 1280
"""No remark is longer, in any script: sealed, all have the same length, and none is known again by it."""


class Unreadable(ValueError):
    """What was typed is none of our tokens."""


class WrongLength(Unreadable):
    """There are too few digits, or far too many."""


class DigitWrong(Unreadable):
    """The check digit does not fit, or nobody here made these digits."""


@dataclass(frozen=True, slots=True)
class Token:
    """The right to answer once about a run. Its digits do not appear in logs."""

    run: int
    digits: str = field(repr=False)

    @property
    def grouped(self) -> str:
        """As printed and shown: in groups of four."""
        return " ".join(self.digits[at : at + 4] for at in range(0, len(self.digits), 4))

    def link(self, address: str) -> str:
        """The digits stand behind "#", which no browser sends to a server."""
        return f"{address}#{self.digits}"


def make(secret: bytes, run: int, chance: int) -> Token:
    """The token of this run with this number of chance, below `CHANCES`."""
    body = _blended(secret, f"{run:0{RUN_DIGITS}}", f"{chance % CHANCES:0{CHANCE_DIGITS}}")
    body += _mac(secret, body)
    return Token(run, body + check_digit(body))


def read(text: str, secret: bytes) -> Token:
    """The token somebody typed or scanned, with any marks between its digits."""
    digits = digits_in(text.rpartition("#")[2][:200])
    if not LENGTH <= len(digits) <= LONGEST:
        raise WrongLength
    body, mac = digits[: -MAC_DIGITS - 1], digits[-MAC_DIGITS - 1 : -1]
    if not checks(digits) or not hmac.compare_digest(mac, _mac(secret, body)):
        raise DigitWrong
    return Token(_run_in(secret, body), digits)


def chance_under(root: bytes, run: int) -> int:
    """The number of chance that a card has in a run: always the same, and telling nothing about the card."""
    return int.from_bytes(hmac.digest(root, f"feedback {run}".encode(), sha256)[:16], "big") % CHANCES


def hash_of(token: Token, secret: bytes) -> str:
    """What is noted so that nobody answers twice, until the list closes."""
    return hmac.digest(secret, f"answered {token.digits}".encode(), sha256).hex()


def asked_from(*, starts_on: date, ends_on: date, one_comes_for_a_date: bool) -> date:
    """From when answers are taken: the last date; the first, where one of the dates may have been somebody's last."""
    return starts_on if one_comes_for_a_date else ends_on


def tidy_remark(text: str) -> str:
    """What somebody wrote, on one line: also how lines are broken can be somebody's own."""
    return on_one_line(text)


def remarks_until(closed_on: date) -> date:
    """The last day on which remarks are kept: a year after the list has closed."""
    return months_after(closed_on, 12 * REMARKS_KEPT_YEARS)


def month_of_remarks(closed_on: date) -> date:
    """The month under whose key remarks are kept: the one in which they go."""
    return first_of_month(remarks_until(closed_on))


def proof_of_answer(token: Token, secret: bytes) -> str:
    """What only the page knows that has just taken this token's answer: without it nobody writes words beside it.

    So whoever copied a slip's digits cannot find out with them whether its holder has answered.
    """
    return hmac.digest(secret, f"just answered {token.digits}".encode(), sha256).hex()[:32]


def _blended(secret: bytes, run: str, chance: str) -> str:
    """Both numbers as digits that tell neither: a Feistel network over decimal digits, its halves as long as they are.

    Undone by `_run_in`.
    """
    left, right = int(run), int(chance)
    for number in range(0, ROUNDS, 2):
        left = (left + _stirred(secret, number, len(run), right)) % 10 ** len(run)
        right = (right + _stirred(secret, number + 1, len(run), left)) % CHANCES
    return f"{left:0{len(run)}}{right:0{CHANCE_DIGITS}}"


def _run_in(secret: bytes, body: str) -> int:
    """The run's number in blended digits."""
    length = len(body) - CHANCE_DIGITS
    left, right = int(body[:length]), int(body[length:])
    for number in range(ROUNDS - 2, -1, -2):
        right = (right - _stirred(secret, number + 1, length, left)) % CHANCES
        left = (left - _stirred(secret, number, length, right)) % 10**length
    return left


def _stirred(secret: bytes, number: int, length: int, half: int) -> int:
    return int.from_bytes(hmac.digest(secret, f"blend {number} {length} {half}".encode(), sha256)[:16], "big")


def _mac(secret: bytes, body: str) -> str:
    number = int.from_bytes(hmac.digest(secret, f"token {body}".encode(), sha256)[:16], "big")
    return f"{number % 10**MAC_DIGITS:0{MAC_DIGITS}}"
