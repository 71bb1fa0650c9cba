"""Short texts encrypted under the key of a month; when the key goes, every copy of them is unreadable."""

from __future__ import annotations

import os
import re
import secrets
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE = 12
BLOCK = 64


class KeyGone(Exception):
    """The key of this month was destroyed or never made: nobody can read or write under it."""

    def __init__(self, month: str) -> None:
        super().__init__(f"The key of {month} is gone: what was sealed under it can no longer be read.")


class NotGenuine(Exception):
    """These bytes were not sealed here, for this row, in this month; or somebody changed them."""


class MonthKeys:
    """The keys of the months, one file each, in a folder that only its owner may enter.

    The folder belongs outside the database and outside every backup: overwriting a file does not reach copies, nor
    always the older blocks of a flash disk. Keys are read from the folder each time, so that a key destroyed by one
    process is gone for all; only `for_one_look` remembers what it read, and lives no longer than that look.
    """

    def __init__(self, folder: Path, *, for_one_look: bool = False) -> None:
        self.folder = folder
        self._read: dict[date, bytes] | None = {} if for_one_look else None

    def seal(self, text: str, month: date, *, bound_to: str, block: int = BLOCK) -> bytes:
        """The text, unreadable without the month's key, and readable only as what it is bound to (table and row).

        Padded, so that its length says no more than the number of blocks. Where no text is longer than one block, all
        look alike.
        """
        key = self._key(month, make=True)
        nonce = os.urandom(NONCE)
        return VERSION + nonce + AESGCM(key).encrypt(nonce, _padded(text, block), _purpose(month, bound_to))

    def open(self, sealed: bytes, month: date, *, bound_to: str) -> str:
        """The text that was sealed."""
        key = self._key(month, make=False)
        sealed = bytes(sealed)
        if sealed[:1] != VERSION or len(sealed) < 1 + NONCE + 16:
            raise NotGenuine
        nonce, secret = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        try:
            return _unpadded(AESGCM(key).decrypt(nonce, secret, _purpose(month, bound_to)))
        except InvalidTag:
            raise NotGenuine from None

    def months(self) -> list[date]:
        """The months whose keys exist, oldest first."""
        if not self.folder.is_dir():
            return []
        found = (re.fullmatch(r"(\d{4})-(\d\d)\.key", path.name) for path in self.folder.iterdir())
        return sorted(date(int(name[1]), int(name[2]), 1) for name in found if name)

    def destroy(self, month: date) -> None:
        """Overwrite and remove the month's key, for good: no new one is made for that month. Twice does no harm."""
        self._make_folder()
        self._gone(month).touch(mode=0o600)
        path = self._path(month)
        if path.exists():
            with path.open("r+b") as file:
                file.write(os.urandom(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink(missing_ok=True)
        self._write_down_the_folder()

    def _key(self, month: date, *, make: bool) -> bytes:
        if self._read is None:
            return self._key_in_the_folder(month, make=make)
        if month not in self._read:
            self._read[month] = self._key_in_the_folder(month, make=make)
        return self._read[month]

    def _key_in_the_folder(self, month: date, *, make: bool) -> bytes:
        path = self._path(month)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            if not make or self._gone(month).exists():
                raise KeyGone(_named(month)) from None
        self._make_folder()
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(AESGCM.generate_key(256))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its key holds
        finally:
            draft.unlink()
        if self._gone(month).exists():  # destroyed while we made it
            path.unlink(missing_ok=True)
            raise KeyGone(_named(month))
        self._write_down_the_folder()
        return path.read_bytes()

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _write_down_the_folder(self) -> None:
        """A key that vanishes with the power would take what was sealed under it along."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _path(self, month: date) -> Path:
        return self.folder / f"{_named(month)}.key"

    def _gone(self, month: date) -> Path:
        return self.folder / f"{_named(month)}.gone"


def _named(month: date) -> str:
    return f"{month.year:04}-{month.month:02}"


def _purpose(month: date, bound_to: str) -> bytes:
    return f"{_named(month)}|{bound_to}".encode()


def _padded(text: str, block: int) -> bytes:
    body = text.encode()
    whole = len(body).to_bytes(4, "big") + body
    return whole + bytes(-len(whole) % block)


def _unpadded(whole: bytes) -> str:
    length = int.from_bytes(whole[:4], "big")
    return whole[4 : 4 + length].decode()
