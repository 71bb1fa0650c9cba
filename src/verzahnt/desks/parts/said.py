"""Released feedback as desks read it: which runs, and for each question how many answered and with which face."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from verzahnt.desks.parts.words import number
from verzahnt.programme.evaluation import answers
from verzahnt.programme.evaluation.models import ReleasedAnswers
from verzahnt.programme.feedback.states import Face, Question
from verzahnt.programme.offers.models import Run


@dataclass(frozen=True)
class Said:
    """What was told of one or several runs together, to one question."""

    question: str
    runs: tuple[str, ...]
    """Titles with the day of the last date, the latest first."""
    number: int
    face: Face

    @property
    def cells(self) -> tuple[str, ...]:
        """As a line of a table."""
        return "; ".join(self.runs) or "frühere Durchgänge", self.question, str(self.face.label), number(self.number)


def said_of_providers(providers: Collection[int]) -> list[Said]:
    """What was told of these providers' runs."""
    return _said(answers.of_providers(providers))


def said_at_sites(sites: Collection[int]) -> list[Said]:
    """What was told of runs at these sites."""
    return _said(answers.at_sites(sites))


def _said(rows: Iterable[ReleasedAnswers]) -> list[Said]:
    rows = list(rows)
    runs = Run.objects.filter(pk__in={run for row in rows for run in row.runs}).values_list(
        "pk", "offer__title", "ends_on")
    called: dict[int, tuple[date, str]] = {pk: (ends_on, title) for pk, title, ends_on in runs}
    order = {question: place for place, question in enumerate(Question.values)}
    found = []
    for row in rows:
        known = sorted((called[run] for run in row.runs if run in called), reverse=True)
        named = tuple(f"{title}, bis {ends_on:%d.%m.%Y}" for ends_on, title in known)
        found.append((known, order.get(row.question, 9), Said(str(Question(row.question).label), named, row.answers,
                                                              Face(row.face))))
    found.sort(key=lambda one: one[1])
    found.sort(key=lambda one: one[0], reverse=True)
    return [said for _known, _order, said in found]
