"""Processes of ours that never outlive the one that started them, however that one ends."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

WATCHING = "VERZAHNT_ENDS_WITH_ITS_PARENT"


class Child:
    """`verzahnt <arguments>` in a process group of its own, holding one end of a pipe that closes when we are gone."""

    def __init__(self, *arguments: str, environment: Mapping[str, str]) -> None:
        self.name = arguments[0]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "verzahnt.config.command", *arguments],
            stdin=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, **environment, WATCHING: "1"},
        )

    def ended(self) -> int | None:
        """Its exit code, once it has one."""
        return self.process.poll()

    def ask_to_end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()

    def end(self, *, within: float) -> None:
        """Asked kindly first; nothing of its process group is left afterwards."""
        if self.ended() is None:
            self.ask_to_end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(within)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdin
        with contextlib.suppress(OSError):
            self.process.stdin.close()


def end_with_the_parent() -> None:
    """In a child: leave as if asked to when the parent is gone, and for good a little later."""
    if os.environ.pop(WATCHING, "") != "1":
        return

    def watch() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1):
                pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(15)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
