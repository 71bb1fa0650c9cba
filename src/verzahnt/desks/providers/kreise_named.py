"""Kreise as a provider writes them: "Unstrut-Hainich-Kreis, Eichsfeld"; a town stands for its Kreis."""

from __future__ import annotations

import re

from django.forms import ValidationError

from verzahnt.programme.reference import queries as reference

MOST = 40


def kreise_named(text: str) -> list[str]:
    """The keys of the Kreise, in the order in which they were named."""
    names = [name for part in re.split(r"[,;\n]", text) if (name := part.strip())]
    if len(names) > MOST:
        raise ValidationError(f"Bitte nennen Sie höchstens {MOST} Kreise, oder wählen Sie das ganze Bundesland.")
    return list(dict.fromkeys(_kreis(name) for name in names))


def _kreis(name: str) -> str:
    located = reference.locate(name)
    if located is None or located.is_guess:
        known = located.spots[0].kreis_name if located else ""
        meant = f" Meinen Sie {known}?" if known else ""
        raise ValidationError(f"„{name}“ kennen wir nicht.{meant} Schreiben Sie den Kreis so, wie er heißt.")
    kreise = {spot.kreis_key: spot.kreis_name for spot in located.spots}
    if len(kreise) > 1:
        several = ", ".join(sorted(kreise.values())[:4])
        raise ValidationError(f"„{name}“ gibt es mehrmals: {several}. Bitte schreiben Sie, welcher Kreis gemeint ist.")
    return next(iter(kreise))
