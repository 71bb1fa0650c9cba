"""All checks, also after one has failed; those that failed are named at the end."""

import pathlib
import subprocess
import sys

PROGRAMS = pathlib.Path(sys.executable).parent
CHECKS = (
    ("ruff", "check", "."),
    ("mypy",),
    ("djlint", "src", "--lint", "--quiet"),
    ("lint-imports",),
    ("verzahnt", "manage", "makemigrations", "--check", "--dry-run"),
    ("python", "scripts/translations.py", "check"),
    ("python", "scripts/check_links.py"),
)


def failed_checks() -> list[str]:
    """The commands that were not content."""
    failed = []
    for program, *arguments in CHECKS:
        words = " ".join([program, *arguments])
        print(f"$ {words}", flush=True)
        if subprocess.call([str(PROGRAMS / program), *arguments]):
            failed.append(words)
    return failed


if __name__ == "__main__":
    failed = failed_checks()
    print("Nicht in Ordnung: " + ", ".join(failed) if failed else "Alles in Ordnung.")
    sys.exit(1 if failed else 0)
