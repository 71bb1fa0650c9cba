"""Feedback leaves once the list of its run has closed and at least five answered, by role `release`."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from verzahnt.kit.roles import acting_as
from verzahnt.kit.turns import one_at_a_time
from verzahnt.programme.evaluation.models import ReleasedAnswers
from verzahnt.programme.evaluation.rules_answers import told
from verzahnt.programme.ledgers.models import Answer
from verzahnt.programme.ledgers.roles import RELEASE

Cell = tuple[int, int | None, str]


@transaction.atomic
def release_answers(*, on: date) -> list[ReleasedAnswers]:
    """Tell, for every provider at a site and every question, what is not told yet and no small number any more.

    One release after the other: of two at once each could add up other runs, and their difference would be a small
    number.
    """
    with acting_as(RELEASE):
        one_at_a_time("release_answers")
        return ReleasedAnswers.objects.bulk_create(
            ReleasedAnswers(provider=provider, site=site, question=question, runs=list(one.runs), answers=one.answers,
                            face=one.face, released_on=on)
            for (provider, site, question), faces in sorted(_untold().items(), key=lambda item: str(item[0]))
            for one in told(faces))


def _untold() -> dict[Cell, dict[int, list[int]]]:
    """By provider, site and question: the faces of each run of which nothing was told."""
    known = {(question, run) for question, runs in ReleasedAnswers.objects.values_list("question", "runs")
             for run in runs}
    found: dict[Cell, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for provider, site, question, run, value in Answer.objects.values_list(
            "provider", "site", "question", "run", "value"):
        if (question, run) not in known:
            found[provider, site, question][run].append(value)
    return found
