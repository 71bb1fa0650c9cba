"""Why a table exists and when its rows go: said once, on the model, and shown to everyone."""

from dataclasses import dataclass

WHILE_THE_PROGRAMME_RUNS = "solange das Programm läuft"


@dataclass(frozen=True)
class Keeping:
    """Purpose and keeping time of a table, in German as shown on the data protection page.

    `persons` says that a row is about a single person (staff or participant): such tables need row security.
    """

    purpose: str
    until: str = WHILE_THE_PROGRAMME_RUNS
    persons: bool = False
