"""The locks anew, from pyproject.toml: exact versions with hashes, no address of any registry."""

import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parents[1]
UV = pathlib.Path(sys.executable).with_name("uv")
LOCKING = "--universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --quiet"
OPTIONAL = ("embedded", "node", "dev")


def write_locks() -> None:
    """One lock for what runs everywhere, and beside it one for each extra, with only what the extra adds."""
    base = ROOT / "requirements.lock"
    lock(base, [], "setuptools>=77\n")  # Verzahnt itself is built with it, without a further download
    for name in OPTIONAL:
        extra = ROOT / f"requirements-{name}.lock"
        lock(extra, ["--extra", name, "--constraint", base.name], "")
        known = set(entries(base))
        extra.write_text("".join(entry for entry in entries(extra) if entry not in known))


def lock(target: pathlib.Path, options: list[str], more: str) -> None:
    command = [UV, "pip", "compile", *LOCKING.split(), "--upgrade", *options, "pyproject.toml", "-"]
    target.unlink(missing_ok=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    subprocess.run(
        [*command, "--output-file", target.name],
        input=more,
        text=True,
        env=clean,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def entries(path: pathlib.Path) -> Iterator[str]:
    """Each package with its hashes."""
    entry = ""
    for line in path.read_text().splitlines(keepends=True):
        if entry and not line.startswith(" "):
            yield entry
            entry = ""
        entry += line
    if entry:
        yield entry


if __name__ == "__main__":
    write_locks()
