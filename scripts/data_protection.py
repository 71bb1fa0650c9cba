"""Writes the tables in docs/data-protection.md: what is kept, from the models and the walls; the promises with their
tests. `check` says whether they are up to date.
"""

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "data-protection.md"
BEGIN, END = "<!-- made by scripts/data_protection.py: {} -->", "<!-- end -->"


def table() -> str:
    """A row per table of ours, along the path: what for, how long, about persons or not, its columns, who reads it."""
    from django.apps import apps

    from verzahnt.kit.keeping import Keeping
    from verzahnt.kit.walls import READ, all_walls

    readers: dict[str, list[str]] = {}
    for wall in all_walls():
        for door in wall.doors:
            if READ in door.verbs:
                readers.setdefault(wall.table, []).extend(door.roles)
    lines = ["| table | what for | kept until | about persons | columns | read by |", "|---|---|---|---|---|---|"]
    for model in apps.get_models():
        keeping = getattr(model, "keeping", None)
        if not isinstance(keeping, Keeping):
            continue
        columns = ", ".join(field.column for field in model._meta.concrete_fields)
        roles = list(dict.fromkeys(readers.get(model._meta.db_table, [])))
        desks = [role for role in roles if role.startswith("desk_")]
        who = ", ".join(["everyone", *(role for role in roles if role == "content")]) if len(desks) >= 8 else (
            ", ".join(roles) or "nobody")
        lines.append(f"| `{model._meta.db_table}` | {keeping.purpose} | {keeping.until} | "
                     f"{'yes' if keeping.persons else 'no'} | {columns if keeping.persons else '–'} | {who} |")
    return "\n".join(lines)


def promises() -> str:
    """A row per promise: in short, and the tests that hold it."""
    from verzahnt.desks.parts.promises import PROMISES

    lines = ["| promise | proven by |", "|---|---|"]
    lines += [f"| {number}. {one.title} | {', '.join(f'`{test}`' for test in one.tests)} |"
              for number, one in enumerate(PROMISES, start=1)]
    return "\n".join(lines)


def written() -> str:
    """The document with its tables as they have to be today."""
    text = DOCUMENT.read_text()
    for name, made in (("promises", promises()), ("tables", table())):
        begin = BEGIN.format(name)
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{made}\n{END}{rest.split(END, 1)[1]}"
    return text


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzahnt.config.settings.home")
    django.setup()
    if sys.argv[1:] == ["check"]:
        return 0 if DOCUMENT.read_text() == written() else 1
    DOCUMENT.write_text(written())
    return 0


if __name__ == "__main__":
    sys.exit(main())
