"""Secrets: made once at home, demanded in production."""

import contextlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


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
