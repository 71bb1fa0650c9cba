"""A sheet to hand out before the talk, for people who do not expect the subject: what may come up, and that no is fine.

It names no office and nobody who hands it out, and it stays with the person: the lines on it are for their own pen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from verzahnt.desks.papers.setting import page, paper_pdf, qr_with_words

FILE_NAME = "gut-zu-wissen.pdf"
Size = Literal["a4", "a5"]
_POINTS = {"a4": 14.0, "a5": 10.5}
_POINTS_IN_PLAIN_LANGUAGE = 14.0


@dataclass(frozen=True, kw_only=True)
class Beforehand:
    """The sheet in a language, with the address where offers can be looked at alone."""

    portal: str
    link: str
    language: str = "de"
    demo: bool = False


def beforehand_pdf(sheet: Beforehand, *, size: Size = "a4") -> bytes:
    """The sheet on A4, or on A5 for a stack at the counter."""
    points = _POINTS_IN_PLAIN_LANGUAGE if sheet.language == "de-simple" else _POINTS[size]
    return paper_pdf("beforehand", beforehand_words(sheet) | {"size": size, "points": points})


def beforehand_words(sheet: Beforehand) -> dict[str, Any]:
    """Everything the sheet says, in its language."""
    with override(sheet.language):
        return {
            **page(sheet.language, "a4"),
            "demo": _("Vorführung. Keine Seite der genannten Behörden.") if sheet.demo else "",
            "title": _("Gut zu wissen"),
            "lead": [
                _("Im Gespräch fragen wir Sie vielleicht auch, was Ihnen im Alltag guttut."),
                _("Zum Beispiel: sich bewegen, zur Ruhe kommen, gut essen, Leute treffen."),
            ],
            "free": {
                "title": _("Sie entscheiden"),
                "points": [
                    _("Darüber zu sprechen ist freiwillig. Nein sagen ist in Ordnung."),
                    _("Ihr Geld bleibt gleich, ob Sie Ja oder Nein sagen."),
                    _("Über Krankheiten müssen Sie nicht sprechen."),
                    _("Notiert wird höchstens, dass wir über freiwillige Angebote gesprochen haben."),
                    _("Wir erfahren nicht, ob Sie zu einem Angebot gehen."),
                ],
            },
            "think": {
                "title": _("Das können Sie vorher überlegen"),
                "points": [
                    _("Was gibt Ihnen im Moment Kraft, und was hat Ihnen früher gutgetan?"),
                    _("Wann in der Woche haben Sie Zeit für sich?"),
                    _("Was macht es Ihnen leichter: ein kurzer Weg, Kinderbetreuung, Ihre Sprache?"),
                ],
            },
            "own": {
                "hint": _("Platz für Ihre eigenen Worte, wenn Sie möchten."),
                "stays": _("Das Blatt gehört Ihnen. Niemand sammelt es ein."),
            },
            "look": {
                "label": _("Angebote in Ihrer Nähe ansehen, ohne Namen:"),
                "portal": sheet.portal,
                "qr": qr_with_words(sheet.link, _("QR-Code: öffnet die Seite mit den Angeboten")),
            },
        }
