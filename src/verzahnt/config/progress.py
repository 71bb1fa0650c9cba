"""What whoever waits reads: one line for each step, with the seconds it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

DEMO_LOGINS = "demo-logins.txt"


@contextmanager
def step(words: str) -> Iterator[None]:
    print(f"  {words:<28}", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print("  nicht geschafft", flush=True)
        raise
    print(f"{time.monotonic() - begun:6.1f} s".replace(".", ","), flush=True)
