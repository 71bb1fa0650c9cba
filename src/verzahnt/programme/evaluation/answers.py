"""Questions about released feedback.

of_providers(providers) · at_sites(sites)
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from verzahnt.programme.evaluation.models import ReleasedAnswers

HOW_WE_ASK = (
    "Nach dem letzten Termin kann jede Person fünf Fragen beantworten, ohne Namen und nur einmal. Die Antworten kann "
    "bis zum Schluss der Liste niemand lesen; dann werden sie gemischt. Gezeigt wird das Gesicht, das dem Mittel am "
    "nächsten ist, sobald mindestens fünf geantwortet haben. Waren es weniger, zählen mehrere Durchgänge zusammen."
)


def of_providers(providers: Collection[int]) -> QuerySet[ReleasedAnswers]:
    """What was told of these providers' runs, the latest first."""
    return ReleasedAnswers.objects.filter(provider__in=providers)


def at_sites(sites: Collection[int]) -> QuerySet[ReleasedAnswers]:
    """What was told of runs at these sites, the latest first."""
    return ReleasedAnswers.objects.filter(site__in=sites)
