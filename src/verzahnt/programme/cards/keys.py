"""The secrets of cards in one file, outside the database: whoever has only a copy of the data can try no card.

Whoever only hands cards over has a file with what makes them, and nothing that opens one.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from verzahnt.programme.cards.rules import CardKeys, Generation, Kind, Maker

FILE = "cards.json"
DIGITS = "123456789"


class NoDigitLeft(Exception):
    """Nine generations exist."""

    def __str__(self) -> str:
        return f"Es gibt schon neun Generationen. Nehmen Sie eine aus {FILE}, deren Karten niemand mehr benutzt."


def load(folder: Path) -> CardKeys:
    """The keys in this folder. FileNotFoundError when there are none."""
    stored = json.loads((folder / FILE).read_text())
    return CardKeys(
        tuple(
            Generation(one["digit"], Kind(one["kind"]), bytes.fromhex(one["mac_key"]), bytes.fromhex(one["pepper"]))
            for one in stored["generations"]
        ),
        bytes.fromhex(stored["sealing_key"]),
    )


def load_or_make(folder: Path) -> CardKeys:
    """The keys in this folder, made on first use; of several processes that are first, all get the same."""
    try:
        return load(folder)
    except FileNotFoundError:
        pass
    handed, own = (_fresh(digit, kind) for digit, kind in zip(DIGITS, (Kind.HANDED, Kind.OWN), strict=False))
    draft = _written(folder, CardKeys((handed, own), secrets.token_bytes(32)))
    try:
        os.link(draft, folder / FILE)
    except FileExistsError:
        pass  # another process was first; its keys hold
    finally:
        draft.unlink()
    return load(folder)


def add_generation(folder: Path, kind: Kind) -> CardKeys:
    """From now on new cards of this kind get fresh secrets; cards made before stay good.

    Running processes hold the keys they started with: restart them all before the first new card is used.
    """
    before = load_or_make(folder)
    taken = {one.digit for one in before.generations}
    digit = next((digit for digit in DIGITS if digit not in taken), None)
    if digit is None:
        raise NoDigitLeft
    after = CardKeys((*before.generations, _fresh(digit, kind)), before.sealing_key)
    os.replace(_written(folder, after), folder / FILE)
    return after


def for_handing(keys: CardKeys) -> str:
    """The file of an office's process: what makes handed cards of the newest generation."""
    return json.dumps(_told(keys.newest(Kind.HANDED)), indent=2) + "\n"


def load_for_handing(file: Path) -> Maker:
    """What makes handed cards, from that file. ValueError when it says something else."""
    stored = json.loads(file.read_text())
    try:
        maker = Maker(stored["digit"], Kind(stored["kind"]), bytes.fromhex(stored["mac_key"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no key for handing cards over: {error}") from None
    if maker.kind is not Kind.HANDED or "pepper" in stored:
        raise ValueError("more than a key for handing cards over, or another")
    return maker


def _fresh(digit: str, kind: Kind) -> Generation:
    return Generation(digit, kind, secrets.token_bytes(32), secrets.token_bytes(32))


def _written(folder: Path, keys: CardKeys) -> Path:
    """A draft beside the file, readable by its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{FILE}.{secrets.token_hex(8)}"
    stored = {
        "generations": [_told(one) | {"pepper": one.pepper.hex()} for one in keys.generations],
        "sealing_key": keys.sealing_key.hex(),
    }
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(stored, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _told(maker: Maker) -> dict[str, str]:
    return {"digit": maker.digit, "kind": maker.kind.value, "mac_key": maker.mac_key.hex()}
