"""Open questions for each topic: about everyday life and what goes well, never about an illness or a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask about a topic; what the counsellor should mind, in German."""

    questions: tuple[_StrOrPromise, ...]
    care: str = ""


ASKING: dict[str, Asking] = {
    "bewegung": Asking((
        _("Wann haben Sie sich zuletzt gern bewegt?"),
        _("Was macht Ihnen mehr Freude: draußen oder drinnen, allein oder mit anderen?"),
    )),
    "stress": Asking((
        _("Was hilft Ihnen, zur Ruhe zu kommen?"),
        _("Wann am Tag haben Sie Zeit nur für sich?"),
    ), "Hören Sie zu, ohne nach dem Grund der Belastung zu fragen."),
    "ernaehrung": Asking((
        _("Was essen Sie gern?"),
        _("Was macht Ihnen das Kochen im Alltag leichter?"),
    ), "Gewicht und Aussehen sind kein Thema, solange die Person sie nicht selbst anspricht."),
    "kontakte": Asking((
        _("Mit wem sind Sie gern zusammen?"),
        _("Was möchten Sie gern wieder einmal mit anderen machen?"),
    )),
    "sucht": Asking((
        _("Was möchten Sie an Ihren Gewohnheiten gern so lassen, und was nicht?"),
        _("Was ist Ihnen schon einmal gelungen, auch wenn es nur für kurze Zeit war?"),
    ), "Nur, wenn die Person selbst davon anfängt. Dann ohne Bewertung."),
    "gespraech": Asking((
        _("Mit wem können Sie reden, wenn es schwer wird?"),
        _("Was tut Ihnen gut, wenn Ihnen jemand zuhört?"),
    ), "Sie müssen nichts lösen. Die TelefonSeelsorge ist Tag und Nacht da: 0800 111 0 111. Bei Gefahr: 112."),
    "tagesstruktur": Asking((
        _("Wie sieht ein guter Tag für Sie aus?"),
        _("Welche festen Zeiten in der Woche tun Ihnen gut?"),
    )),
    "selbstwert": Asking((
        _("Was ist Ihnen zuletzt gut gelungen?"),
        _("Was schätzen andere an Ihnen?"),
    )),
    "gesundheitskompetenz": Asking((
        _("Worüber möchten Sie gern mehr wissen?"),
        _("Wo fragen Sie nach, wenn Sie etwas nicht verstehen?"),
    )),
}
