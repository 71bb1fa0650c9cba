"""What goes out, as files in a local folder: each there whole or not at all, and however often it is put, once."""

import os
import re
from datetime import UTC, date, datetime, time
from pathlib import Path


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file under its message's number; a second time it replaces itself."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = re.sub(r"[^A-Za-z0-9.@-]", "", name)
    for left_by_a_killed_process in folder.glob(f".{name}.*"):
        left_by_a_killed_process.unlink(missing_ok=True)
    draft = folder / f".{name}.{os.getpid()}"
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft.replace(folder / name)


def forget_before(folder: Path, day: date) -> int:
    """Delete what was put before this day, and what a killed process left of it. How many files."""
    old = put_before(folder, day)
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def put_before(folder: Path, day: date) -> list[Path]:
    """The files that were put before this day."""
    begins = datetime.combine(day, time(), UTC).timestamp()
    return [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < begins]
