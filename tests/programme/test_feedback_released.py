"""What leaves of feedback: never of fewer than five, never twice, and never so that one face is certain."""

from collections.abc import Callable
from datetime import date
from itertools import combinations_with_replacement
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from verzahnt.kit.roles import acting_as
from verzahnt.programme.evaluation.actions_answers import release_answers
from verzahnt.programme.evaluation.models import ReleasedAnswers
from verzahnt.programme.evaluation.rules_answers import told
from verzahnt.programme.ledgers.models import Answer
from verzahnt.programme.ledgers.roles import PLANTING, RELEASE

Plant = Callable[..., Any]
ON = date(2026, 11, 17)
FACES = st.lists(st.sampled_from([1, 2, 3]), max_size=12)


def test_four_answers_wait_and_leave_together_with_the_next_run() -> None:
    assert told({1: [3, 3, 3, 1]}) == []
    [both] = told({1: [3, 3, 3, 1], 2: [2]})
    assert (both.runs, both.answers, both.face) == ((1, 2), 5, 2)


def test_a_run_with_five_leaves_alone_so_that_no_small_one_can_be_taken_from_its_sum() -> None:
    assert [one.runs for one in told({1: [1, 1], 2: [3] * 5, 3: [2] * 3})] == [(2,), (1, 3)]


@given(st.dictionaries(st.integers(1, 50), FACES, max_size=12))
def test_each_run_is_told_at_most_once_and_nothing_below_five(faces: dict[int, list[int]]) -> None:
    runs = [run for one in told(faces) for run in one.runs]
    assert len(runs) == len(set(runs))
    assert all(one.answers >= 5 and one.answers == sum(len(faces[run]) for run in one.runs) for one in told(faces))
    left = sum(len(faces[run]) for run in faces if run not in runs)
    assert left < 5


@pytest.mark.parametrize("answers", [5, 6, 9])
def test_whoever_reads_a_face_is_sure_of_no_single_answer(answers: int) -> None:
    possible: dict[int, list[tuple[int, ...]]] = {}
    for faces in combinations_with_replacement((1, 2, 3), answers):
        [one] = told({1: faces})
        possible.setdefault(one.face, []).append(faces)
    for each in possible.values():  # never does one face stand for "all chose the same" and nothing else
        assert [faces for faces in each if len(set(faces)) > 1]


@pytest.mark.django_db
def test_what_waits_is_released_with_the_next_run_and_nothing_twice(plant: Plant) -> None:
    _said(plant, run=1, faces=[3, 3, 2, 1])
    _said(plant, run=2, faces=[3] * 6)
    _said(plant, run=3, faces=[1], provider=8)  # somebody else's run never fills up the first one's
    assert _released() == [([2], 6, 3)]

    _said(plant, run=4, faces=[3])
    assert _released() == [([1, 4], 5, 2)]
    assert _released() == []


@pytest.mark.django_db
def test_the_database_itself_refuses_a_number_below_five() -> None:
    with pytest.raises(IntegrityError, match="released_answers_hide_small"), transaction.atomic(), acting_as(RELEASE):
        ReleasedAnswers.objects.create(provider=7, question="welcome", runs=[1], answers=4, face=3, released_on=ON)


def _said(plant: Plant, *, run: int, faces: list[int], provider: int = 7) -> None:
    plant(Answer.objects.bulk_create,
          [Answer(run=run, provider=provider, site=3, question="welcome", value=face) for face in faces])


def _released() -> list[tuple[list[int], int, int]]:
    made = release_answers(on=ON)
    with acting_as(PLANTING):
        assert ReleasedAnswers.objects.filter(pk__in=[one.pk for one in made]).count() == len(made)
    return [(one.runs, one.answers, one.face) for one in made]
