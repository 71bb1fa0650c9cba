"""What goes out, as files in a local folder: each there whole or not at all, and however often it is put, once."""

import os
import re
from pathlib import Path


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file under its message's number; a second time it replaces itself."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = re.sub(r"[^A-Za-z0-9.@-]", "", name)
    draft = folder / f".{name}.{os.getpid()}"
    draft.write_bytes(content)
    return draft.replace(folder / name)
