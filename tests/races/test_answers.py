"""Many at the same moment: a token answers once, seats are the most there is, and mixing loses no answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run
from tests.races.test_numbers import AT_ONCE, at_once
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.evaluation.actions_answers import release_answers
from verzahnt.programme.evaluation.models import ReleasedAnswers
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks
from verzahnt.programme.feedback.rules import Token
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import Answer, OpenAnswer
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.slow
Plant = Callable[..., Any]


@pytest.fixture
def run(own_database: str, plant: Plant, settings: Any, tmp_path: Path) -> Run:
    """A run of four seats that is over today and asks for words, too."""
    settings.VERZAHNT_KEYS = tmp_path / "keys"
    made: Run = plant(a_run, starts_on=TODAY, dates=1, seats=4)
    actor = a_leader_of(made)
    with transaction.atomic(), as_desk("providers", actor):
        actions_remarks.ask_for_words(made, actor=actor, at=NOON)
    return made


def test_one_token_at_once_answers_once_and_four_seats_answer_four_times(run: Run) -> None:
    with transaction.atomic():
        [token] = feedback.slips(run, 1)
        others = [feedback.slips(run, 1)[0] for _ in range(AT_ONCE)]
    assert at_once(lambda number: _answered(token)) == {"taken": 1, "AnsweredAlready": AT_ONCE - 1}
    assert at_once(lambda number: _answered(others[number])) == {"taken": 3, "EveryPlaceAnswered": AT_ONCE - 3}


def test_who_answers_while_answers_are_mixed_is_not_lost(run: Run) -> None:
    with transaction.atomic():
        tokens = feedback.slips(run, 4)

    def press(number: int) -> str:
        if number % 2:
            feedback.forget_the_order(TODAY)
            return "mixed"
        return _answered(tokens[number // 2]) if number < 8 else "nothing"

    assert at_once(press) == {"taken": 4, "mixed": 5, "nothing": 1}
    assert at_once(lambda number: feedback.forget_the_order(TODAY) and "mixed" if number % 2 else _written(
        tokens[number // 2]) if number < 8 else "nothing") == {"written": 4, "mixed": 5, "nothing": 1}
    with transaction.atomic(), acting_as(PLANTING):
        assert OpenAnswer.objects.filter(run=run.pk).count() == 4 * 6


def test_what_is_released_ten_times_at_once_is_told_once(own_database: str, plant: Plant) -> None:
    plant(Answer.objects.bulk_create,
          [Answer(run=1, provider=7, site=3, question="welcome", value=3) for _ in range(6)])
    at_once(lambda number: str(len(release_answers(on=TODAY + timedelta(days=30)))))
    with transaction.atomic(), acting_as(PLANTING):
        assert ReleasedAnswers.objects.count() == 1


def _answered(token: Token) -> str:
    try:
        with as_desk("portal"):
            feedback.answer(token, {"again": 3}, on=TODAY)
    except NotPossible as no:
        return type(no).__name__
    return "taken"


def _written(token: Token) -> str:
    with as_desk("portal"):
        feedback.remark(token, "Später anfangen", proof=feedback.proof_of_answer(token), on=TODAY)
    return "written"
