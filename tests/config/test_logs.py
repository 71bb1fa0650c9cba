"""Logs name the page that failed, never what was asked for."""

import logging

import pytest
from django.http import HttpResponseServerError
from django.test import RequestFactory
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
