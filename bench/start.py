"""From a clean clone to the first page, as somebody new does it; and what migrations and reference data take of it.

    .venv/bin/python bench/start.py

Clones the last commit into a folder of its own and says `make run` there. Packages may come from the cache of the
package tool; nothing else is warm. Whatever does not come up ends it with exit code 1. `bench/RESULTS.md` gets it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import house

LONGEST_START, LONGEST_MIGRATION, LONGEST_LOAD = 60, 15, 5
PATIENCE = 600


def main() -> int:
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="verzahnt-bench-") as folder:
        first_page = _from_a_clone(Path(folder) / "clone")
        house.in_folder(Path(folder) / "state")
        with house.database():
            migrations = _seconds("migrate")
            again = _seconds("migrate")
            reference = _seconds("load", "reference")
    rows = [("from a clean clone to the first page", first_page, LONGEST_START, "pretix: migrations alone 128 s"),
            ("migrations and walls, on an empty database", migrations, LONGEST_MIGRATION, "pretix 128 s"),
            ("the same where nothing is to do", again, None, ""),
            ("reference data, into empty tables", reference, LONGEST_LOAD, "")]
    house.write_block("start", [
        f"`bench/start.py`, {house.machine(load).partition(';')[0]}. Each with the start of its Python.",
        "",
        "| what | takes | bar | known peers |",
        "|---|---|---|---|",
        *(f"| {name} | {house.said(f'{took:.1f} s', holds=bar is None or took <= bar)} | "
          f"{f'≤ {bar} s' if bar else ''} | {peer} |" for name, took, bar, peer in rows),
    ])
    print(f"start: first page {first_page:.1f} s after cloning (bar {LONGEST_START}), migrations {migrations:.1f} s "
          f"(bar {LONGEST_MIGRATION}), reference data {reference:.1f} s (bar {LONGEST_LOAD})")
    return 0


def _from_a_clone(clone: Path) -> float:
    """Seconds from `git clone` to a start page that answers."""
    begun = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(house.ROOT), str(clone)], check=True)
    port = house.free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("VERZAHNT_", "DJANGO_"))}
    running = subprocess.Popen(["make", "run"], cwd=clone, env={**clean, "PORT": str(port)}, start_new_session=True,
                               stdout=subprocess.DEVNULL)
    try:
        house.until_it_answers(port, patience=PATIENCE, running=running)
        return time.perf_counter() - begun
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)


def _seconds(*arguments: str) -> float:
    begun = time.perf_counter()
    house.command(*arguments)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
