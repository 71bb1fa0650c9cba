"""What a change of dates may cost, said before it is done. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator


def what_it_may_cost(*, certificate: str, programme_money: bool, lead: str, taken: int, waiting: int) -> list[str]:
    """One sentence or two for each thing somebody should know before dates are changed."""
    return list(_costs(certificate, programme_money, lead, taken, waiting))


def _costs(certificate: str, programme_money: bool, lead: str, taken: int, waiting: int) -> Iterator[str]:
    if certificate:
        yield (f"Dieser Kurs hat ein Zertifikat ({certificate}). Es gilt für eine bestimmte Zahl von Terminen und ihre "
               "Länge. Fragen Sie vorher die Prüfstelle, die es gegeben hat: Sonst gilt es vielleicht nicht mehr.")
    if programme_money:
        yield ("Das Programm bezahlt diesen Kurs, so wie er zugesagt wurde. Fragen Sie vorher die Stelle, die das Geld "
               f"verantwortet{': ' + lead if lead else ''}. Sonst zahlt sie vielleicht weniger.")
    if taken or waiting:
        yield (f"{_places(taken, waiting)} Wer von Änderungen hören möchte, bekommt eine Nachricht. Wie viele das sind "
               "und wen Sie anrufen, sehen Sie, bevor sich etwas ändert.")


def _places(taken: int, waiting: int) -> str:
    held = {0: "Noch ist kein Platz vergeben", 1: "Ein Platz ist vergeben"}.get(taken, f"{taken} Plätze sind vergeben")
    waits = {0: "", 1: ", auf der Warteliste steht eine Person"}.get(
        waiting, f", auf der Warteliste stehen {waiting} Personen")
    return f"{held}{waits}."
