"""Short messages to mobile phones: into the folder of letters, or to one gateway over HTTP.

The gateway is handed number, text and the message's own number, which stays the same however often we try: who runs it
sends the same number once. What it does not take is an `OSError`; the message then stays in the outbox.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import NoReturn
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from verzahnt.kit import message_folder

AT_MOST = 160
"""As long as a message is made at most. What is written with other signs than GSM's own takes more than one part."""
_ONE_SIGN = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                      "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
_TWO_SIGNS = frozenset("^{}\\[~]|€\f")
TAKEN_BEFORE = 409


class NoGateway(OSError):
    """The gateway does not answer, or not sensibly: the next message would fare no better."""


class NotTaken(OSError):
    """The gateway answers, and refuses this one message."""


@dataclass(frozen=True)
class ShortMessage:
    """A message ready to send. Number and text do not appear in logs."""

    number: str = field(repr=False)
    text: str = field(repr=False)


_PLAIN = str.maketrans({"–": "-", "—": "-", "„": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "‚": "'", "…": "...",
                        "\u00a0": " ", "\u202f": " ", "\u2011": "-"})


def with_plain_signs(text: str) -> str:
    """As a telephone writes it: a single dash of print would make a message more than twice as dear."""
    return text.translate(_PLAIN)


def parts_of(text: str) -> int:
    """How many messages a telephone network makes of a text, and is paid for."""
    if set(text) <= _ONE_SIGN | _TWO_SIGNS:
        return _parts(len(text) + sum(sign in _TWO_SIGNS for sign in text), alone=160, joined=153)
    return _parts(len(text.encode("utf-16-be")) // 2, alone=70, joined=67)


def parts_at_most(text: str) -> int:
    """How many there should be: two where it is written in Latin letters, three in any other script."""
    return 2 if all(sign < "\u0370" for sign in text if sign.isalpha()) else 3


def _parts(signs: int, *, alone: int, joined: int) -> int:
    return 1 if signs <= alone else -(-signs // joined)


def is_possible() -> bool:
    """Whether short messages go out from here at all; where they don't, nobody is offered any."""
    return bool(settings.SMS_FOLDER or settings.SMS_GATEWAY)


def send(message: ShortMessage, number: str) -> None:
    """Send one, under a number of its own."""
    if settings.SMS_FOLDER:
        message_folder.put(Path(settings.SMS_FOLDER), f"{number}.sms",
                           f"{message.number}\n\n{message.text}\n".encode())
    elif settings.SMS_GATEWAY:
        _hand_over(message, number)
    else:
        raise NoGateway("no gateway is set")


def _hand_over(message: ShortMessage, number: str) -> None:
    told = {"id": number, "to": message.number, "text": message.text, "from": settings.SMS_SENDER}
    request = Request(settings.SMS_GATEWAY, json.dumps(told).encode(), method="POST", headers={
        "Content-Type": "application/json", "Idempotency-Key": number,
        **({"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {})})
    try:
        with _OPENER.open(request, timeout=settings.SMS_TIMEOUT) as answer:
            answer.read(1024)
    except HTTPError as answer:
        with answer:
            _judge(answer.code)
    except (OSError, HTTPException) as trouble:  # their words may hold the address; the kind says enough
        raise NoGateway(type(trouble).__name__) from None


def _judge(status: int) -> None:
    if status == TAKEN_BEFORE:
        return
    if 400 <= status < 500 and status not in (401, 403, 404, 408, 429):
        raise NotTaken(f"status {status}")
    raise NoGateway(f"status {status}")


class _StayHere(HTTPRedirectHandler):
    """A number goes to the one address that was set, and to no other it may name."""

    def redirect_request(self, req: Request, fp: object, code: int, msg: str, headers: object, newurl: str) -> NoReturn:
        raise HTTPError(req.full_url, code, msg, headers, fp)  # type: ignore[arg-type]


_OPENER = build_opener(_StayHere)
