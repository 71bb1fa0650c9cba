"""What several stories begin with."""

import pytest

from verzahnt.desks.portal import card_in_use
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.models import FailedTry
from verzahnt.programme.ledgers.roles import LIMITS


@pytest.fixture
def nobody_waits(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has failed yet, and whoever fails often is answered at once."""
    monkeypatch.setattr(card_in_use.time, "sleep", lambda seconds: None)
    with acting_as(LIMITS):
        FailedTry.objects.all().delete()
