"""How feedback leaves: what fewer than five said of a run is told only together with other runs of the same provider.

Every run stands in exactly one thing told of a question, so nothing can be worked out from two of them. What is told
is how many answered and the face nearest to their mean: also where all chose the same face, nobody can be sure of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verzahnt.programme.evaluation.rules import SMALLEST_UNIT


@dataclass(frozen=True)
class Told:
    """Some runs of a provider, how many answered a question about them, and the face nearest to the mean."""

    runs: tuple[int, ...]
    answers: int
    face: int


def told(faces: Mapping[int, Sequence[int]]) -> list[Told]:
    """What may leave of the faces chosen by run: each run with five alone, smaller ones added up until they are five.

    What stays below waits for the next run.
    """
    found: list[Told] = []
    waiting: list[int] = []
    for run in sorted(run for run in faces if faces[run]):
        if len(faces[run]) >= SMALLEST_UNIT:
            found.append(_told([run], faces))
            continue
        waiting.append(run)
        if sum(len(faces[one]) for one in waiting) >= SMALLEST_UNIT:
            found.append(_told(waiting, faces))
            waiting = []
    return found


def _told(runs: Sequence[int], faces: Mapping[int, Sequence[int]]) -> Told:
    chosen = [face for run in runs for face in faces[run]]
    return Told(tuple(runs), len(chosen), (2 * sum(chosen) + len(chosen)) // (2 * len(chosen)))
