"""What logs may hold: which page, never its path, its question or who asked."""

import logging


class PageInsteadOfPath(logging.Filter):
    """Django names the path of a request that failed, and that can tell what somebody looked at. The page is enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            page = match.view_name if match else "no page"
            record.args = tuple(page if arg == path else arg for arg in record.args)
        return True
