"""Gunicorn's settings, at home and in production: few processes, a handful of threads, no access log with addresses."""

import gc
import os
from pathlib import Path

bind = os.environ.get("VERZAHNT_BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("VERZAHNT_WORKERS", "2"))
threads = int(os.environ.get("VERZAHNT_THREADS", "4"))
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 5
keepalive = 5
accesslog = None
logger_class = "verzahnt.config.server_log.ServerLog"
loglevel = "warning"
proc_name = "verzahnt"
if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK):
    worker_tmp_dir = "/dev/shm"
control_socket_disable = True

# A page makes thousands of small objects and leaves none: looking for circles among them that often finds nothing.
gc.set_threshold(20_000, 20, 20)


def when_ready(server: object) -> None:
    """What every process shares is loaded before they part, and is no concern of the collector afterwards."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()
