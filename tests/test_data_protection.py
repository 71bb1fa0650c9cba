"""The document on data protection is true: its table is today's, and each test it names exists."""

import re
import subprocess
import sys
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = (ROOT / "docs" / "data-protection.md").read_text()
FORBIDDEN = re.compile(r"diagnos|krank|reason_for|benefit|leistung|versicher|insurer|health|geburt|birth")
ABOUT_PARTICIPANTS = {"bookings", "attendance", "cards", "conversations"}


def test_the_table_is_todays() -> None:
    done = subprocess.run([sys.executable, "scripts/data_protection.py", "check"], cwd=ROOT)
    assert done.returncode == 0, "run: python scripts/data_protection.py"


def test_every_test_it_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", DOCUMENT)
    missing = [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text()]
    assert len(named) >= 10
    assert missing == []


def test_every_promise_has_its_row() -> None:
    assert re.findall(r"^\| (\d+)\. ", DOCUMENT, flags=re.M) == [str(n) for n in range(1, 11)]


def test_no_column_asks_for_diagnosis_reason_benefit_or_insurer() -> None:
    asking = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ABOUT_PARTICIPANTS
        for field in model._meta.concrete_fields
        if FORBIDDEN.search(field.name)
    ]
    assert asking == []
