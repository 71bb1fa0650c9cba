"""Logs name the page that failed, never what was asked for."""

import logging
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.http import HttpResponseServerError
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils.log import log_response

from verzahnt.config.logs import PageInsteadOfPath


def test_a_failed_page_is_logged_by_its_name_alone(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/angebote/geheimes-thema/")
    request.resolver_match = resolve(request.path)
    caplog.handler.addFilter(PageInsteadOfPath())
    with caplog.at_level(logging.ERROR, logger="django.request"):
        failed = HttpResponseServerError()
        log_response("%s: %s", failed.reason_phrase, request.path, response=failed, request=request)
    assert [record.getMessage() for record in caplog.records] == ["Internal Server Error: portal:offer"]


@pytest.mark.django_db
def test_an_answered_page_leaves_its_name_its_status_and_its_time(client: Client,
                                                                  caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="verzahnt.pages"):
        client.get("/leicht/angebote/?ort=99974&suche=geheim")
        client.get("/beratung/leitfaden/drehen/?thema=sucht&sprache=uk")
        client.get("/angebote/gibt-es-nicht/")
        client.get("/ganz/woanders/")
    lines = [re.sub(r"\d+ ms", "… ms", record.getMessage()) for record in caplog.records]
    assert lines == ["portal:offers 200 … ms", "counselling:turned 200 … ms", "portal:offer 404 … ms",
                     "no page 404 … ms"]


def test_the_web_servers_own_lines_name_no_address_no_path_and_no_question(tmp_path: Path) -> None:
    """A page that fails, a request nobody can read, an application that falls: each is said, none is told of."""
    application = tmp_path / "falls.py"
    application.write_text("import verzahnt.config.wsgi\ndef application(environ, start):\n"
                           "    if 'fall' in environ['PATH_INFO']:\n        raise RuntimeError('it fell')\n"
                           "    return verzahnt.config.wsgi.application(environ, start)\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "VERZAHNT_WORKERS": "1", "PORT": str(port),
               "VERZAHNT_PROXIES": "1", "DJANGO_SETTINGS_MODULE": "verzahnt.config.settings.test",
               "PYTHONPATH": str(tmp_path)}
    serving = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:verzahnt.config.web", "--access-logfile", "-",
         "--log-level", "info", "falls"],
        env={**os.environ, **nowhere}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for sent in ("GET /beratung/?suche=geheim HTTP/1.1\r\nHost: localhost\r\n",
                     "GET /geheim-fall/?ort=99974 HTTP/1.1\r\nHost: localhost\r\n",
                     "GET /geheim kaputt HTTP/1.1\r\nHost: localhost\r\n"):
            answer = _sent(port, sent + "X-Forwarded-For: 203.0.113.7\r\nConnection: close\r\n\r\n")
            assert answer.split(b"\r\n")[0].split()[1] in (b"500", b"400"), answer
    finally:
        serving.terminate()
        said, _ = serving.communicate(timeout=20)
    for line in ("Internal Server Error: no page", "Error handling request", "Invalid request"):
        assert line in said
    about_requests = said.split("Listening at")[1].split("\n", 1)[1]
    assert [word for word in ("geheim", "99974", "203.0.113.7", "ip=", "/beratung/") if word in about_requests] == []


def _sent(port: int, request: str) -> bytes:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                connection.sendall(request.encode())
                return b"".join(iter(lambda: connection.recv(65536), b""))
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")
