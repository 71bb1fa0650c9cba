"""Pictures of hand-outs, sheets and cards in every language for docs/pictures/, of a running demonstration:

`pictures_of_papers.py http://127.0.0.1:8000`. Needs poppler's `pdftoppm`. Cards on the pictures are of that
demonstration and open nothing elsewhere.
"""

import re
import subprocess
import sys
from base64 import b64decode
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

TO = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LANGUAGES = ("de", "de-simple", "en", "uk", "ar", "tr", "ru", "fa", "pl")
OFFERS = ("gemeinsam-gehen-unstrut-hainich-kreis", "zur-ruhe-kommen-unstrut-hainich-kreis")
DOTS_PER_INCH = 70


def main(address: str) -> None:
    for language in LANGUAGES:
        for offers, name in ((OFFERS, "handout"), (OFFERS[:1], "handout-small")):
            files = handed_out(address, offers, language)
            draw(files[-1], f"{name}-{language}")
            if language == "de-simple":  # in large type there is no small sheet
                break
        draw(fetched(f"{address}/beratung/material/{language}-a4.pdf"), f"beforehand-{language}")


def handed_out(address: str, offers: tuple[str, ...], language: str) -> list[bytes]:
    """The PDFs of a hand-out, as they lie in its page."""
    asked = urlencode({"ort": "99974", "wahl": offers, "papier": language, "als": "pdf"}, doseq=True)
    page = unescape(fetched(f"{address}/beratung/handzettel/", asked.encode()).decode())
    return [b64decode(body) for body in re.findall(r'href="data:application/pdf;base64,([^"]+)"', page)]


def fetched(address: str, asked: bytes | None = None) -> bytes:
    with urlopen(address, asked) as answer:
        return bytes(answer.read())


def draw(pdf: bytes, name: str) -> None:
    """The first page in grey; of a small sheet both sides."""
    pages = ["-l", "2"] if "small" in name else ["-singlefile"]
    subprocess.run(["pdftoppm", "-gray", "-png", "-r", str(DOTS_PER_INCH), *pages, "-",
                    str(TO / name)], input=pdf, check=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
