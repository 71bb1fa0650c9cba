"""Writes the table in docs/data-protection.md from the models and the walls; `check` says whether it is up to date."""

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "data-protection.md"
BEGIN, END = "<!-- made by scripts/data_protection.py -->", "<!-- end -->"


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


def written() -> str:
    """The document with its table as it has to be today."""
    before, rest = DOCUMENT.read_text().split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzahnt.config.settings.home")
    django.setup()
    if sys.argv[1:] == ["check"]:
        return 0 if DOCUMENT.read_text() == written() else 1
    DOCUMENT.write_text(written())
    return 0


if __name__ == "__main__":
    sys.exit(main())
