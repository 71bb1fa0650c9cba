"""A few words after the five faces: on a phone, in three languages, with scripts and without; and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from tests.browser import planted
from tests.browser.conftest import troubles_of
from tests.factories.bookings import NOON, TODAY, a_leader_of
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.models import Run

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("beside")]
Opened = Callable[..., Page]


@pytest.fixture
def asking() -> Run:
    """A run whose last date is today, and whose provider asks for a few words."""
    run = planted.a_run(starts_on=TODAY - timedelta(weeks=2), seats=9)
    actor = a_leader_of(run)
    with transaction.atomic(), as_desk("providers", actor):
        actions_remarks.ask_for_words(run, actor=actor, at=NOON)
    return run


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("prefix", ["", "leicht/", "ar/"])
def test_words_after_the_faces_shut_nobody_out(opened: Opened, asking: Run, prefix: str, scripts: bool) -> None:
    planted.nobody_failed()
    with transaction.atomic():
        [token] = feedback.slips(asking, 1)
    page = opened(f"/{prefix}rueckmeldung/", width=320, scripts=scripts)
    page.locator("input[name=ziffern]").fill(token.grouped)
    page.locator("input[name=again][value='3']").check()
    page.locator("main form button[type=submit]").click()
    assert troubles_of(page, closely=scripts) == []

    page.locator("textarea").fill("x" * 301)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#id_worte-error")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("x" * 301)
    assert troubles_of(page, closely=scripts) == []

    page.locator("textarea").fill("Später anfangen")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("textarea")).to_have_count(0)
    assert troubles_of(page, closely=scripts) == []
    assert page.context.cookies() == []
