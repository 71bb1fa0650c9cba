"""Secrets: made once at home, demanded in production."""

import contextlib
import os
import re
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

OFFICE = re.compile(r"\bjob-?center\b|\bagentur für arbeit\b|\bbundesagentur\b|\barbeitsagentur\b", re.IGNORECASE)


def home_secret(state: Path) -> str:
    """The secret of a home installation: made on first use, readable by its owner alone."""
    path = state / "secret"
    if not path.exists():
        state.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # another process was first; its secret holds
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def required(name: str, what: str) -> str:
    """A setting without which production does not start."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: {what}.")
    return value


def operator(name: str, what: str) -> str:
    """Who answers for an installation. Whoever pays benefits must not also hold who took part."""
    value = required(name, what)
    if OFFICE.search(value):
        raise ImproperlyConfigured(f"{name} names {value!r}: an office that pays benefits can't be the operator "
                                   "(docs/data-protection.md).")
    return value
