"""The guide: five steps of motivational interviewing, an open question each. Words to read, nothing to fill in.

What the person may read, when the screen is turned to them, can be translated; what counsellors read is German.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LARGEST = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to 10, for the talk alone: one points at it, and nobody writes down where."""

    question: _StrOrPromise
    least: _StrOrPromise
    most: _StrOrPromise

    @property
    def marks(self) -> range:
        return range(LARGEST + 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the conversation: for the counsellor, and as the person reads it."""

    title: str
    aim: str
    care: str
    question: _StrOrPromise
    """Asked aloud, and shown when the screen is turned."""
    shown: tuple[_StrOrPromise, ...]
    """What else stands on the turned screen."""
    scales: tuple[Scale, ...] = ()
    by_topic: bool = False
    """The questions of a topic belong here."""


STEPS = (
    Step(
        "Um Erlaubnis bitten",
        "Gesundheit ist hier für viele ein unerwartetes Thema. Fragen Sie, ob Sie es ansprechen dürfen. "
        "Ein Nein gilt, und es folgt nichts daraus.",
        "Sagen Sie gleich dazu: Das ist freiwillig und hat mit Ihrem Geld nichts zu tun.",
        _("Wie wäre es für Sie, wenn wir kurz darüber sprechen, was Ihnen im Alltag guttut?"),
        (_("Sie müssen nicht. Nein sagen ist in Ordnung."), _("Mit Ihrem Geld hat das nichts zu tun.")),
    ),
    Step(
        "Fragen und zuhören",
        "Fragen Sie nach dem Alltag und nach dem, was schon gelingt. Geben Sie mit eigenen Worten wieder, "
        "was Sie verstanden haben.",
        "Fragen Sie nicht nach Krankheiten, Diagnosen oder Gründen. Erzählt jemand davon: zuhören, nichts notieren.",
        _("Was gibt Ihnen im Moment Kraft, und was hat Ihnen früher gutgetan?"),
        (_("Erzählen Sie nur, was Sie möchten."), _("Über Krankheiten müssen Sie nicht sprechen.")),
        by_topic=True,
    ),
    Step(
        "Wichtigkeit und Zuversicht",
        "Eine Zahl zwischen 0 und 10 hilft beim Nachdenken. Sie gehört nur ins Gespräch und wird nirgends "
        "aufgeschrieben.",
        "Fragen Sie weiter: Warum nicht eine Zahl weniger? Was würde die Zahl etwas größer machen?",
        _("Wie wichtig ist es Ihnen gerade, etwas für sich zu tun?"),
        (_("Zeigen Sie auf eine Zahl. Niemand schreibt sie auf."),),
        scales=(
            Scale(_("Wie wichtig ist es Ihnen gerade, etwas für sich zu tun?"), _("gar nicht wichtig"),
                  _("sehr wichtig")),
            Scale(_("Wie sicher sind Sie, dass es klappt?"), _("gar nicht sicher"), _("ganz sicher")),
        ),
    ),
    Step(
        "Angebote zeigen",
        "Zeigen Sie höchstens drei Angebote und sagen Sie, warum gerade diese: nah, bald, mit Kinderbetreuung. "
        "Nicht überreden.",
        "Passt nichts, ist das in Ordnung. Ein leerer Handzettel ist kein schlechtes Gespräch.",
        _("Was davon würde am ehesten in Ihre Woche passen?"),
        (_("Sehen Sie sich alles in Ruhe an."), _("Passt nichts? Auch das ist in Ordnung.")),
    ),
    Step(
        "Die Entscheidung lassen",
        "Geben Sie den Handzettel mit. Zu Hause lässt es sich ruhiger entscheiden. Ob jemand hingeht, "
        "erfahren Sie nicht, und das soll so sein.",
        "Fragen Sie beim nächsten Mal nicht nach, ob jemand dort war.",
        _("Was brauchen Sie noch, damit Sie in Ruhe selbst entscheiden können?"),
        (
            _("Sie entscheiden. Wir sagen niemandem, ob Sie hingehen."),
            _("Sie können zu Hause überlegen und das Blatt auch wegwerfen."),
        ),
    ),
)

MAY_BE_NOTED = "Allgemein über freiwillige Gesundheitsangebote informiert."
"""All that may stand in the Jobcenter's own file about such a conversation."""

NEVER_NOTED = (
    "welches Angebot oder welches Thema es war",
    "was die Person gesagt hat und wie sie reagiert hat",
    "ob sie einen Handzettel mitgenommen hat oder ob sie hingeht",
)
"""What stands in no file, and in no Kooperationsplan either."""
