"""Slowing down whoever guesses passwords or codes, without locking out an honest person."""

from datetime import timedelta
from math import ceil

from django.forms import ValidationError
from django.http import HttpRequest
from django.utils.timezone import now

from verzahnt.desks.parts.clients import address_of
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.limits import Limit

# The same account from the same address: after five tries the wait doubles, up to five minutes.
ACCOUNT = Limit("login", free=5, first_wait=timedelta(seconds=5), longest_wait=timedelta(minutes=5),
                remembered=timedelta(hours=1))
# One address trying many accounts; an office with two hundred people behind one address mistypes less than that.
ADDRESS = Limit("login_address", free=60, first_wait=timedelta(seconds=2), longest_wait=timedelta(seconds=10),
                remembered=timedelta(minutes=15))
# Letters for a forgotten password, per mailbox and address.
LETTERS = Limit("reset", free=3, first_wait=timedelta(minutes=1), longest_wait=timedelta(minutes=15),
                remembered=timedelta(hours=1))


def wait_a_moment(request: HttpRequest, who: str) -> None:
    """Refuse with a sentence while the client still has to wait for its next try."""
    _refuse(max(
        limits.wait(ACCOUNT, _pair(request, who), at=now()), limits.wait(ADDRESS, address_of(request), at=now())
    ))


def failed(request: HttpRequest, who: str) -> None:
    limits.count((ACCOUNT, _pair(request, who)), (ADDRESS, address_of(request)), at=now())


def succeeded(request: HttpRequest, who: str) -> None:
    limits.forget(ACCOUNT, _pair(request, who))


def count_letter(request: HttpRequest, mailbox: str) -> None:
    """Refuse with a sentence when too many letters were asked for; else count this one."""
    _refuse(limits.wait(LETTERS, _pair(request, mailbox), at=now()))
    limits.count((LETTERS, _pair(request, mailbox)), at=now())


def _refuse(wait: timedelta) -> None:
    if wait:
        raise ValidationError(f"Das waren mehrere Versuche kurz hintereinander. Bitte warten Sie noch {_words(wait)}, "
                              "dann geht es weiter.", code="wait")


def _words(wait: timedelta) -> str:
    seconds = ceil(wait.total_seconds())
    if seconds > 90:
        return f"{ceil(seconds / 60)} Minuten"
    return "1 Sekunde" if seconds == 1 else f"{seconds} Sekunden"


def _pair(request: HttpRequest, who: str) -> str:
    return f"{address_of(request)} {who.strip().lower()}"
