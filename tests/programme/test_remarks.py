"""A few words beside the faces: off by default, sealed until the list closes, read by the run's provider alone."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run
from verzahnt.desks.jobs import closing
from verzahnt.kit.months import first_of_month, months_after
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings.sealing import month_keys
from verzahnt.programme.evaluation.rules import SMALLEST_UNIT
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks as remarks
from verzahnt.programme.feedback import queries, refusals, rules
from verzahnt.programme.feedback.models import Remark
from verzahnt.programme.feedback.rules import Token
from verzahnt.programme.feedback.states import Question
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import Answer, JournalEntry, OpenAnswer
from verzahnt.programme.ledgers.roles import KEEPING, PLANTING, ROLES
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
GLAD = dict.fromkeys(Question.values, 3)
CLOSED = TODAY + timedelta(days=15)
WORDS = ["Später anfangen", "Mehr Pausen", "Більше часу", "أريد وقتا أطول"]


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Any) -> None:
    settings.VERZAHNT_KEYS = tmp_path / "keys"


@pytest.fixture
def run(plant: Plant) -> Run:
    """A run whose last date is today, and that asks for nothing but faces."""
    return plant(a_run, starts_on=TODAY, dates=1, seats=50)


@pytest.fixture
def asking(run: Run) -> Run:
    """The same, with the open question."""
    _ask(run)
    return run


def test_nobody_is_asked_for_words_until_the_provider_wants_them(run: Run) -> None:
    [token] = _answered(run)
    with pytest.raises(refusals.NobodyAsked):
        _write(token, "Später anfangen")
    _ask(run)
    with pytest.raises(refusals.NotYours), as_desk("providers", _stranger()):
        remarks.ask_for_words(run, actor=_stranger(), at=NOON)
    _write(token, "Später anfangen")


def test_words_are_written_once_beside_an_answer_and_by_nobody_who_gave_none(asking: Run) -> None:
    [token] = _answered(asking)
    [silent] = feedback.slips(asking, 1)
    with pytest.raises(refusals.FacesFirst):
        _write(silent, "Später anfangen")
    _write(token, "Später anfangen")
    with pytest.raises(refusals.AnsweredAlready):
        _write(token, "Früher anfangen")


def test_whoever_copied_a_slips_digits_cannot_find_out_whether_it_was_used(asking: Run) -> None:
    """Without what only the page of the answer knows, a used token and an unused one say the same, and take nothing."""
    [used], [unused] = _answered(asking), feedback.slips(asking, 1)
    for token in (used, unused):
        for proof in ("", "0" * 32, feedback.proof_of_answer(feedback.slips(asking, 1)[0]), "ü"):
            with pytest.raises(refusals.FacesFirst), as_desk("portal"):
                feedback.remark(token, "Ist sie schon fertig?", proof=proof, on=TODAY)
    _write(used, "Später anfangen")


@pytest.mark.parametrize(("typed", "refused"), [
    ("", refusals.NothingWritten), (" \u200b\n ", refusals.NothingWritten), ("x" * 301, refusals.TooLong)])
def test_too_much_and_nothing_is_told(asking: Run, typed: str, refused: type[Exception]) -> None:
    [token] = _answered(asking)
    with pytest.raises(refused):
        _write(token, typed)


def test_words_are_asked_for_only_while_answers_are_taken(asking: Run) -> None:
    [token] = _answered(asking)
    with pytest.raises(refusals.TooLate):
        _write(token, "Später anfangen", on=CLOSED)


def test_while_the_list_is_open_words_are_sealed_and_all_of_one_length(asking: Run) -> None:
    for token, text in zip(_answered(asking, 4), ("x", "Später anfangen", "ж" * 300, "𝔵" * 300), strict=True):
        _write(token, text)
    with acting_as(PLANTING):
        waiting = list(OpenAnswer.objects.filter(run=asking.pk, question="remark"))
    assert len({len(one.remark) for one in waiting}) == 1
    assert {(one.value, one.month) for one in waiting} == {(0, first_of_month(TODAY))}
    assert not [one for one in waiting if "Später".encode() in bytes(one.remark)]
    for role in ROLES:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(role):
            OpenAnswer.objects.values_list("remark").first()


def test_a_face_never_carries_words_and_a_remark_never_stands_without(plant: Plant) -> None:
    for changes in ({"question": "welcome", "remark": b"x", "month": TODAY}, {"question": "remark"}):
        with pytest.raises(IntegrityError, match="answer_is_a_face_or_a_remark"), transaction.atomic():
            plant(OpenAnswer.objects.create, run=1, token_hash="a" * 64, value=0, **changes)


def test_where_five_answered_the_provider_reads_what_was_written_once_the_list_has_closed(asking: Run) -> None:
    _said(asking, WORDS, silent=1)
    assert _read(asking) == []

    closing.close_the_day(on=CLOSED)
    assert sorted(_read(asking)) == sorted(WORDS)
    with acting_as(PLANTING):
        assert not OpenAnswer.objects.exists()
        assert Answer.objects.filter(run=asking.pk).count() == 5 * len(Question.values), "a remark is no face"
        noted = JournalEntry.objects.filter(deed="read_remarks", object_id=str(asking.pk))
        assert [one.organisation for one in noted] == [asking.provider_id]


def test_of_four_answers_not_one_word_is_left(asking: Run) -> None:
    _said(asking, WORDS)
    closing.close_the_day(on=CLOSED)
    with acting_as(PLANTING):
        assert (Remark.objects.count(), OpenAnswer.objects.count()) == (0, 0)
        assert Answer.objects.filter(run=asking.pk).count() == 4 * len(Question.values), "the faces wait for others"


def test_the_database_itself_hands_out_no_words_of_fewer_than_five(asking: Run) -> None:
    came_out = []
    for number in range(SMALLEST_UNIT):
        _said(asking, [f"Satz {number}"])
        with transaction.atomic():
            with acting_as(KEEPING), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM ledgers_close_answers(%s, 1, NULL, true)", [asking.pk])
                came_out.append(cursor.fetchone()[0])
            transaction.set_rollback(True)
    assert came_out == [0, 0, 0, 0, 5]


def test_what_was_written_before_the_provider_thought_better_of_it_goes_unread(asking: Run) -> None:
    _said(asking, WORDS, silent=3)
    with as_desk("providers", a_leader_of(asking)):
        remarks.ask_no_longer(asking, actor=a_leader_of(asking), at=NOON)
    closing.close_the_day(on=CLOSED)
    with acting_as(PLANTING):
        assert not Remark.objects.exists()


@pytest.mark.parametrize("choose", [remarks.ask_for_words, remarks.ask_no_longer])
def test_once_the_list_has_closed_nothing_is_chosen_any_more(asking: Run, choose: Callable[..., None]) -> None:
    actor = a_leader_of(asking)
    with pytest.raises(refusals.NobodyLeftToAsk), as_desk("providers", actor):
        choose(asking, actor=actor, at=NOON + timedelta(days=15))


def test_an_offer_that_reports_to_somebody_asks_for_no_words(plant: Plant) -> None:
    run = plant(a_run, offer={"reports_to": "Jobcenter", "registration": "telephone"})
    with pytest.raises(refusals.NobodyLeftToAsk):
        _ask(run)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("desk_providers", "planting")])
def test_no_role_but_the_providers_reads_what_was_written(asking: Run, role: str) -> None:
    _said(asking, WORDS, silent=1)
    feedback.close_due(CLOSED)
    assert len(_read(asking)) == 4, "there is something to read"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting_as(role):
        list(Remark.objects.values_list("text"))
    with as_desk("providers", _stranger()):
        assert not Remark.objects.exists()


def test_what_is_kept_shows_neither_who_nor_when_nor_in_which_order(plant: Plant) -> None:
    run = plant(a_run, starts_on=TODAY, dates=1, seats=200)
    _ask(run)
    told = [f"Satz {number:02}" for number in range(60)]
    _said(run, told)
    feedback.close_due(CLOSED)

    assert {field.name for field in Remark._meta.get_fields()} == {"id", "run", "provider", "closed_on", "text"}
    with acting_as(PLANTING):
        rows = list(Remark.objects.raw("SELECT *, xmin::text AS version FROM feedback_remark ORDER BY ctid"))
    assert {(one.closed_on, one.version) for one in rows} == {(CLOSED, rows[0].version)}
    assert len({len(one.text) for one in rows}) == 1
    assert sorted(_read(run)) == told
    by_row = {one.pk: number for number, one in enumerate(rows)}
    with as_desk("providers", a_leader_of(run)):
        shown = queries.remarks_of(run)
    lies = [one.text for one in sorted(shown, key=lambda one: by_row[one.id])]
    # Two random orders of sixty: about one stays where it was; twelve or more is one in a billion.
    assert max(sum(one == other for one, other in zip(order, told, strict=True))
               for order in (lies, [one.text for one in shown])) < 12


def test_a_reader_deletes_what_nobody_should_read(asking: Run) -> None:
    _said(asking, WORDS, silent=1)
    feedback.close_due(CLOSED)
    actor = a_leader_of(asking)
    with as_desk("providers", actor):
        first, *others = queries.remarks_of(asking)
        remarks.delete_remark(asking, first.id, actor=actor, at=NOON)
        assert queries.remarks_of(asking) == others
    with pytest.raises(refusals.NotYours), as_desk("providers", _stranger()):
        remarks.delete_remark(asking, others[0].id, actor=_stranger(), at=NOON)


def test_after_a_year_what_was_written_is_gone_and_copies_of_it_are_shut(asking: Run) -> None:
    _said(asking, WORDS, silent=1)
    feedback.close_due(CLOSED)
    until = months_after(CLOSED, 12)
    assert queries.kept_until(asking) == until
    closing.close_the_day(on=until)
    assert sorted(_read(asking)) == sorted(WORDS)
    with acting_as(PLANTING):
        copy = list(Remark.objects.all())

    closing.close_the_day(on=until + timedelta(days=1))
    assert _read(asking) == []
    closing.close_the_day(on=months_after(until, 2))
    assert rules.month_of_remarks(CLOSED) not in month_keys().months()
    with acting_as(PLANTING):
        Remark.objects.bulk_create(copy)
        assert queries.remarks_of(asking) == []


@pytest.mark.parametrize("ends_on", [date(2027, 2, 28), date(2027, 1, 31), date(2026, 12, 30)])
def test_words_leave_their_month_the_same_night_its_key_goes(plant: Plant, ends_on: date) -> None:
    """Also where the run ends with its month: the list closes in the very night in which the key is destroyed."""
    run = plant(a_run, starts_on=ends_on, dates=1, seats=9)
    _ask(run)
    _said(run, WORDS, silent=1, on=ends_on)
    closes = ends_on + timedelta(days=15)
    closing.close_the_day(on=closes)
    assert sorted(_read(run)) == sorted(WORDS)
    closing.close_the_day(on=closes + timedelta(days=31))
    assert first_of_month(ends_on) not in month_keys().months()
    assert sorted(_read(run)) == sorted(WORDS)


def test_words_whose_key_is_gone_are_dropped_and_the_faces_stay(asking: Run) -> None:
    _said(asking, WORDS, silent=1)
    month_keys().destroy(first_of_month(TODAY))
    assert feedback.close_due(CLOSED) == 1
    with acting_as(PLANTING):
        assert (Remark.objects.count(), Answer.objects.filter(run=asking.pk).count()) == (0, 25)


def _ask(run: Run) -> None:
    actor = a_leader_of(run)
    with as_desk("providers", actor):
        remarks.ask_for_words(run, actor=actor, at=NOON)


def _answered(run: Run, number: int = 1, *, on: date = TODAY) -> list[Token]:
    tokens = feedback.slips(run, number)
    with as_desk("portal"):
        for token in tokens:
            feedback.answer(token, GLAD, on=on)
    return tokens


def _write(token: Token, text: str, *, on: date = TODAY) -> None:
    with as_desk("portal"):
        feedback.remark(token, text, proof=feedback.proof_of_answer(token), on=on)


def _said(run: Run, words: Sequence[str], *, silent: int = 0, on: date = TODAY) -> None:
    """So many answers with these words beside them, and some with faces alone."""
    for token, text in zip(_answered(run, len(words), on=on), words, strict=True):
        _write(token, text, on=on)
    if silent:
        _answered(run, silent, on=on)


def _read(run: Run) -> list[str]:
    actor = a_leader_of(run)
    with as_desk("providers", actor):
        return [one.text for one in remarks.read_remarks(run, actor=actor, at=NOON)]


def _stranger() -> Actor:
    """Somebody from another organisation."""
    return Actor("providers", account=2, organisations=(0,), permissions=frozenset({"runs.plan", "lists.see"}))
