"""What somebody had typed when their sign-in ran out: kept for them, sealed, until they have signed in again.

It lies in the session, encrypted under the installation's secret, for half an hour, and goes when it is shown.
Passwords and files are not kept.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest

SESSION_KEY = "kept"
LONGEST = 60_000
KEPT_FOR = 30 * 60
NEVER = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class Kept:
    """A form that was sent without being signed in: where to, and with what."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What was written in words, to be read again."""
        return tuple(value for _name, value in self.fields if len(value) > 20)


def keep(request: HttpRequest) -> bool:
    """Keep the form that was just sent. False if there is nothing to keep or it is too much."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER and "password" not in name
    ]
    if not fields or not hasattr(request, "session"):
        return False
    sealed = _seal().encrypt(json.dumps([request.get_full_path(), fields]).encode())
    if len(sealed) > LONGEST:
        return False
    request.session[SESSION_KEY] = sealed.decode()
    return True


def take(request: HttpRequest) -> Kept | None:
    """The form that was kept, taken out of the session."""
    sealed = request.session.pop(SESSION_KEY, "")
    try:
        path, fields = json.loads(_seal().decrypt(sealed.encode(), ttl=KEPT_FOR))
    except InvalidToken:
        return None
    return Kept(path, tuple((name, value) for name, value in fields))


def _seal() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"kept form" + settings.SECRET_KEY.encode()).digest()))
