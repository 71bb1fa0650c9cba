"""Every link in a document that leads to a file of ours leads to one that is there."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")


def broken_links() -> list[str]:
    """Each as "document: target"."""
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]
    broken = []
    for document in sorted(documents):
        for found in LINK.finditer(document.read_text()):
            target = (found[1] or found[2]).partition("#")[0]
            outside = not target or ":" in target.split("/")[0]
            if not outside and not (document.parent / target).exists():
                broken.append(f"{document.relative_to(ROOT)}: {target}")
    return broken


if __name__ == "__main__":
    broken = broken_links()
    print("\n".join(broken) or "Alle Verweise der Dokumente führen zu etwas.")
    sys.exit(1 if broken else 0)
