"""Short messages handed to a gateway over HTTP: what it is told, and what its answers mean."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django import Settings

from verzahnt.kit import short_messages
from verzahnt.kit.short_messages import NoGateway, NotTaken, ShortMessage

MESSAGE = ShortMessage("+4915100000000", "Dienstag, 3. März, 10 Uhr. Bis dann.")


class Gateway:
    """A gateway on this machine that answers as told and keeps what it was asked."""

    def __init__(self) -> None:
        self.status = 202
        self.asked: list[tuple[dict[str, str], Any]] = []
        gateway = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.asked.append((dict(self.headers), json.loads(body)))
                self.send_response(gateway.status)
                if gateway.status == 307:
                    self.send_header("Location", gateway.address)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_port}/send"


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    made = Gateway()
    settings.SMS_FOLDER, settings.SMS_GATEWAY = None, made.address
    settings.SMS_TOKEN, settings.SMS_SENDER, settings.SMS_TIMEOUT = "secret", "Verzahnt", 5
    thread = Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def test_the_gateway_is_told_number_text_sender_and_the_messages_own_number(gateway: Gateway) -> None:
    short_messages.send(MESSAGE, "1@verzahnt")

    [(headers, told)] = gateway.asked
    assert told == {"id": "1@verzahnt", "to": MESSAGE.number, "from": "Verzahnt", "text": MESSAGE.text}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", "1@verzahnt")


def test_what_the_gateway_knows_already_is_sent(gateway: Gateway) -> None:
    gateway.status = 409
    short_messages.send(MESSAGE, "1@verzahnt")
    assert len(gateway.asked) == 1


@pytest.mark.parametrize(("status", "trouble"), [
    (400, NotTaken), (422, NotTaken), (401, NoGateway), (429, NoGateway), (500, NoGateway), (307, NoGateway)])
def test_what_the_gateway_does_not_take_is_said_without_number_or_text(
        gateway: Gateway, status: int, trouble: type[OSError]) -> None:
    gateway.status = status
    with pytest.raises(trouble) as told:
        short_messages.send(MESSAGE, "1@verzahnt")
    assert len(gateway.asked) == 1  # also after a redirect: no second address learns the number
    assert [part for part in (MESSAGE.number, MESSAGE.text) if part in str(told.value)] == []


def test_a_gateway_that_does_not_answer_is_given_up_in_time(settings: Settings) -> None:
    silent = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # takes the connection and says nothing
    settings.SMS_FOLDER, settings.SMS_TIMEOUT = None, 0.2
    settings.SMS_GATEWAY = f"http://127.0.0.1:{silent.server_port}/"
    with pytest.raises(NoGateway):
        short_messages.send(MESSAGE, "1@verzahnt")
    silent.server_close()


def test_without_a_gateway_nobody_is_offered_short_messages(settings: Settings) -> None:
    settings.SMS_FOLDER, settings.SMS_GATEWAY = None, ""
    assert not short_messages.is_possible()
    with pytest.raises(NoGateway):
        short_messages.send(MESSAGE, "1@verzahnt")


def test_neither_number_nor_text_is_shown_by_accident() -> None:
    assert repr(MESSAGE) == "ShortMessage()"
