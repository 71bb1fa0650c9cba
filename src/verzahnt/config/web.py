"""Gunicorn's settings, at home and in production: few processes, a handful of threads, no access log with addresses."""

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
loglevel = "warning"
proc_name = "verzahnt"
if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK):
    worker_tmp_dir = "/dev/shm"
control_socket_disable = True
