"""What a machine sees in a catalogue of translations into Leichte Sprache, as a report: it refuses nothing.

    python -m verzahnt.kit.plain_language_report src/verzahnt/config/locale/de_Simple/LC_MESSAGES/django.po
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from verzahnt.kit.plain_language import Hint, hints

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def of_catalogue(path: Path) -> Iterator[tuple[str, list[Hint]]]:
    """Each text something was noticed in, with what. A placeholder counts as one short word."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        given = message.string if isinstance(message.string, tuple | list) else (message.string,)
        for text in given:
            if message.id and text and (found := hints(PLACEHOLDER.sub("X", text))):
                yield text, found


def report(path: Path) -> list[str]:
    """Lines to read: the texts with their hints, then how often each rule spoke."""
    lines, counted = [], Counter[str]()
    for text, found in of_catalogue(path):
        lines.append(text)
        for hint in found:
            lines.append(f"    {hint.words}: {hint.rule.advice}")
            counted[hint.rule.name] += 1
    return [*lines, "", *(f"{number:5}  {rule}" for rule, number in counted.most_common())]


if __name__ == "__main__":
    print("\n".join(report(Path(sys.argv[1]))))
