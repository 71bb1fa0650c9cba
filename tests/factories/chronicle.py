"""Sources and what they state, for tests: called through `plant`."""

from __future__ import annotations

from itertools import count
from typing import Any

from verzahnt.kit.days import KnownDay
from verzahnt.programme.chronicle.models import Phase, Statement
from verzahnt.programme.chronicle.states import Theme
from verzahnt.programme.sources.models import Source

_numbers = count(1)


def a_source(**changes: Any) -> Source:
    n = next(_numbers)
    facts = {"kind": Source.Kind.PRESS_RELEASE, "title": f"Mitteilung {n}", "published": KnownDay.year(2024)}
    return Source.objects.create(**{"slug": f"quelle-{n}"} | facts | changes)


def a_statement(**changes: Any) -> Statement:
    n = next(_numbers)
    facts = {"slug": f"aussage-{n}", "theme": Theme.AIM, "sentence": f"Aussage {n}.", "says": "Jobcenter (Beispiel)",
             "as_of": KnownDay.year(2024)} | changes
    return Statement.objects.create(**{"source": facts.pop("source", None) or a_source()} | facts)


def a_phase(begins: KnownDay, **changes: Any) -> Phase:
    n = next(_numbers)
    return Phase.objects.create(**{"slug": f"abschnitt-{n}", "title": f"Abschnitt {n}", "programme_name": "Programm",
                                   "what_happened": "Etwas.", "begins": begins, "source": a_source()} | changes)
