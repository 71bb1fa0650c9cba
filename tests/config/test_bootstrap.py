"""Setting up from nothing: old Pythons are told so, locks hold hashes alone, and nothing done is done again."""

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, at work in an empty folder."""
    found = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    assert found
    assert found.loader
    script = importlib.util.module_from_spec(found)
    found.loader.exec_module(script)
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "STAMPS", tmp_path / "stamps.json")
    return script


def test_old_pythons_can_read_the_script_and_so_say_that_they_are_too_old() -> None:
    ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 7))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_exact_versions_with_hashes_and_no_address(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())

    assert [line for line in lock.read_text().splitlines() if re.search(r"https?:|--index|--find|file:", line)] == []
    assert [entry for entry in entries if not re.match(r"[a-z0-9-]+(\[[a-z,-]+\])?==\S+", entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_there_is_a_lock_for_everything_that_may_be_needed() -> None:
    assert [lock.name for lock in LOCKS] == [
        "requirements-dev.lock",
        "requirements-embedded.lock",
        "requirements-node.lock",
        "requirements.lock",
    ]


def test_what_is_done_is_done_again_only_when_its_sources_change(bootstrap: ModuleType, tmp_path: Path) -> None:
    source, made = tmp_path / "source", tmp_path / "made"
    answers = []
    for text in ("one", "one", "two"):
        source.write_text(text)
        with bootstrap.changed("thing", [source], needs=[made]) as anew:
            answers.append(anew)
            made.touch()
    made.unlink()
    with bootstrap.changed("thing", [source], needs=[made]) as anew:
        answers.append(anew)

    assert answers == [True, False, True, True]


def test_what_failed_is_not_noted_as_done(bootstrap: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "source").write_text("one")
    with pytest.raises(SystemExit), bootstrap.changed("thing", [tmp_path / "source"]):
        raise SystemExit
    with bootstrap.changed("thing", [tmp_path / "source"]) as anew:
        assert anew


def test_a_missing_browser_is_a_failure_where_changes_are_judged(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit):
        bootstrap.have_a_browser()
    refused = capsys.readouterr().err
    monkeypatch.delenv("CI")
    bootstrap.have_a_browser()

    assert refused.startswith("make: Für die Tests im Browser fehlt Chromium")
    assert "Sie werden ausgelassen." in capsys.readouterr().out
