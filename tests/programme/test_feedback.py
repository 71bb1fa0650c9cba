"""Feedback: one answer per token, read by nobody before the list closes, parted from its token afterwards."""

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.bookings import TODAY, a_run
from verzahnt.kit.roles import acting_as
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import refusals, rules
from verzahnt.programme.feedback.rules import Token
from verzahnt.programme.feedback.states import Question
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import Answer, OpenAnswer
from verzahnt.programme.ledgers.roles import KEEPING, PLANTING, RELEASE, ROLES
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
SECRET = b"a secret of tests"
GLAD = dict.fromkeys(Question.values, 3)
CLOSED = TODAY + timedelta(days=15)


@pytest.fixture
def run(plant: Plant) -> Run:
    """A run whose last date is today."""
    return plant(a_run, starts_on=TODAY - timedelta(days=14), dates=3, seats=3)


def test_a_token_is_read_as_it_is_typed_and_every_wrong_digit_is_noticed() -> None:
    token = rules.make(SECRET, 4711, 1234567)
    assert len(token.digits) == 20
    assert rules.read(token.grouped, SECRET) == rules.read(f"x#{token.digits}", SECRET) == token
    for at in range(20):
        wrong = token.digits[:at] + str((int(token.digits[at]) + 1) % 10) + token.digits[at + 1:]
        with pytest.raises(rules.Unreadable):
            rules.read(wrong, SECRET)


def test_a_token_of_other_secrets_and_of_a_longer_number_of_a_run() -> None:
    long = rules.make(SECRET, 123456789, 7)
    assert rules.read(long.grouped, SECRET).run == 123456789
    with pytest.raises(rules.Unreadable):
        rules.read(long.digits, b"another secret")


@given(run=st.integers(1, 10**12), chance=st.integers(0, rules.CHANCES - 1))
def test_every_token_leads_back_to_its_run(run: int, chance: int) -> None:
    assert rules.read(rules.make(SECRET, run, chance).digits, SECRET).run == run


def test_nobody_reads_off_a_slip_which_run_it_is_about(run: Run) -> None:
    """Run numbers stand in public addresses: on a slip nothing of them is to be seen, and nothing that slips share."""
    slips = [rules.make(SECRET, run.pk, chance).digits for chance in range(500)]
    assert max(Counter(digits[:7] for digits in slips).values()) <= 2
    for at in range(14):
        assert max(Counter(digits[at] for digits in slips).values()) < 110, "no digit stands out"


def test_a_card_has_one_token_in_a_run_and_another_in_the_next(run: Run, plant: Plant) -> None:
    other, root = plant(a_run, starts_on=TODAY, dates=1), secrets.token_bytes(32)
    first, again, elsewhere, strange = (
        feedback.token_under(root, run, on=TODAY), feedback.token_under(root, run, on=TODAY),
        feedback.token_under(root, other, on=TODAY), feedback.token_under(secrets.token_bytes(32), run, on=TODAY))
    assert first == again
    assert first is not None
    assert elsewhere is not None
    assert strange is not None
    assert len({first.digits, elsewhere.digits, strange.digits}) == 3


def test_nobody_answers_before_the_last_date_or_after_the_list_has_closed(run: Run) -> None:
    root = secrets.token_bytes(32)
    before = run.ends_on - timedelta(days=1)
    assert (feedback.token_under(root, run, on=before), feedback.token_under(root, run, on=CLOSED)) == (None, None)
    with pytest.raises(refusals.NotYet):
        _answer(_token(run), on=before)
    with pytest.raises(refusals.TooLate):
        _answer(_token(run), on=CLOSED)


def test_one_token_is_one_answer_also_for_questions_left_out_before(run: Run) -> None:
    token = _token(run)
    _answer(token, {"welcome": 3})
    with pytest.raises(refusals.AnsweredAlready):
        _answer(token, {"again": 1})
    assert _open(run) == {"welcome": [3], "understood": [0], "good_for_me": [0], "reached": [0], "again": [0]}


@pytest.mark.parametrize("said", [{}, {"welcome": 0}, {"welcome": 4}, {"unheard_of": 3}])
def test_an_answer_that_says_nothing_is_asked_for_again(run: Run, said: dict[str, int]) -> None:
    with pytest.raises(refusals.NothingSaid):
        _answer(_token(run), said)


def test_a_run_has_no_more_answers_than_seats_however_many_slips_were_printed(run: Run) -> None:
    with pytest.raises(refusals.EnoughSlips):
        feedback.slips(run, 4)
    tokens = {token.digits: token for _ in range(2) for token in feedback.slips(run, 3)}
    three, more = list(tokens.values())[:3], list(tokens.values())[3:]
    for token in three:
        _answer(token)
    for token in more:
        with pytest.raises(refusals.EveryPlaceAnswered):
            _answer(token)


def test_no_role_reads_an_answer_before_the_list_closes_and_none_its_token_ever(run: Run) -> None:
    _answer(_token(run))
    assert sum(len(faces) for faces in _open(run).values()) == 5  # there is something to read
    for role in ROLES:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(role):
            OpenAnswer.objects.exists()
    with acting_as(RELEASE):
        assert not Answer.objects.exists()
    assert "token_hash" not in {field.name for field in Answer._meta.get_fields()}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "desk_portal"])
def test_only_the_portal_hands_answers_in(role: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(role):
        _call("SELECT ledgers_take_answer(1, repeat('a', 64), '{welcome}', '{3}', 9)")


@pytest.mark.parametrize("role", [role for role in ROLES if role != KEEPING])
def test_only_the_keeping_job_parts_answers_from_tokens(role: str) -> None:
    for call in ("SELECT ledgers_close_answers(1, 1, 1, true)", "SELECT ledgers_runs_with_open_answers()",
                 "SELECT ledgers_mix_answers(1)"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(role):
            _call(call)


def test_an_answer_holds_run_hash_and_faces_no_language_and_no_day() -> None:
    """The month is that of the run's end, and stands beside sealed words alone: see test_remarks.py."""
    assert {field.name for field in OpenAnswer._meta.get_fields()} == {
        "id", "run", "token_hash", "question", "value", "remark", "month"}


def test_when_the_list_closes_answers_lose_their_token_their_numbers_and_their_order(plant: Plant) -> None:
    run = plant(a_run, starts_on=TODAY, dates=1, seats=200)
    faces = [1 + n % 3 for n in range(60)]
    for face in faces:
        _answer(_token(run), {"welcome": face})
    with acting_as(PLANTING):
        numbers = set(OpenAnswer.objects.values_list("pk", flat=True))

    assert (feedback.close_due(CLOSED - timedelta(days=1)), feedback.close_due(CLOSED)) == (0, 1)

    with acting_as(PLANTING):
        assert not OpenAnswer.objects.filter(run=run.pk).exists()
        closed = list(Answer.objects.raw("SELECT * FROM ledgers_answer WHERE run = %s ORDER BY ctid", [run.pk]))
    assert sorted(one.value for one in closed) == sorted(faces)
    assert [one.value for one in closed] != faces
    assert not numbers & {one.pk for one in closed}
    assert {(one.provider, one.site) for one in closed} == {(run.provider_id, run.site_id)}


@pytest.mark.parametrize("state", ["cancelled", "closed"])
def test_a_run_called_off_or_counted_asks_nobody(run: Run, plant: Plant, state: str) -> None:
    """Also where its dates were changed afterwards: whoever answered before it was closed answers no second time."""
    plant(Run.objects.filter(pk=run.pk).update, state=state)
    with pytest.raises(refusals.TooLate):
        _answer(_token(run))


def _token(run: Run) -> Token:
    return feedback.slips(run, 1)[0]


def _answer(token: Token, said: dict[str, int] | None = None, *, on: Any = TODAY) -> None:
    with as_desk("portal"):
        feedback.answer(token, GLAD if said is None else said, on=on)


def _open(run: Run) -> dict[str, list[int]]:
    with acting_as(PLANTING):
        rows = list(OpenAnswer.objects.filter(run=run.pk).values_list("question", "value"))
    return {question: [face for asked, face in rows if asked == question] for question in Question.values}


def _call(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
