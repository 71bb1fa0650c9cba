"""What the web server itself writes: that a request failed, never which, and never who asked."""

from __future__ import annotations

import logging
from typing import Any

from gunicorn.glogging import Logger

SAID_OF_REQUESTS = ("Invalid request", "Error handling request")


class NothingOfTheRequest(logging.Filter):
    """Gunicorn names the address of a request that fails, or the client and the line it sent: both are left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        for beginning in SAID_OF_REQUESTS:
            if str(record.msg).startswith(beginning):
                record.msg, record.args = beginning, ()
        return True


class ServerLog(Logger):  # type: ignore[misc]
    """Gunicorn's own log. Which pages were answered, the pages say themselves (`config.logs.PageLog`)."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(NothingOfTheRequest())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """No line with an address, even where somebody switches the access log on."""
