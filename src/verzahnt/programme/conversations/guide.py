"""The guide: five steps of motivational interviewing, an open question each. Words to read, nothing to fill in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the conversation."""

    title: str
    aim: str
    question: str
    care: str


STEPS = (
    Step(
        "Um Erlaubnis bitten",
        "Gesundheit ist hier für viele ein unerwartetes Thema. Fragen Sie, ob Sie es ansprechen dürfen. "
        "Ein Nein gilt, und es folgt nichts daraus.",
        "Wie wäre es für Sie, wenn wir kurz darüber sprechen, was Ihnen im Alltag guttut?",
        "Sagen Sie gleich dazu: Das ist freiwillig und hat mit Ihrem Geld nichts zu tun.",
    ),
    Step(
        "Fragen und zuhören",
        "Fragen Sie nach dem Alltag und nach dem, was schon gelingt. Geben Sie mit eigenen Worten wieder, "
        "was Sie verstanden haben.",
        "Was gibt Ihnen im Moment Kraft, und was hat Ihnen früher gutgetan?",
        "Fragen Sie nicht nach Krankheiten, Diagnosen oder Gründen. Erzählt jemand davon: zuhören, nichts notieren.",
    ),
    Step(
        "Wichtigkeit und Zuversicht",
        "Eine Zahl zwischen 0 und 10 hilft beim Nachdenken. Sie gehört nur ins Gespräch und wird nirgends "
        "aufgeschrieben.",
        "Wie wichtig ist es Ihnen gerade, etwas für sich zu tun, von 0 bis 10, und warum nicht eine Zahl weniger?",
        "Genauso lässt sich fragen: Wie sicher sind Sie, dass es klappt? Was würde die Zahl etwas größer machen?",
    ),
    Step(
        "Angebote zeigen",
        "Zeigen Sie höchstens drei Angebote und sagen Sie, warum gerade diese: nah, bald, mit Kinderbetreuung. "
        "Nicht überreden.",
        "Was davon würde am ehesten in Ihre Woche passen?",
        "Passt nichts, ist das in Ordnung. Ein leerer Handzettel ist kein schlechtes Gespräch.",
    ),
    Step(
        "Die Entscheidung lassen",
        "Geben Sie den Handzettel mit. Zu Hause lässt es sich ruhiger entscheiden. Ob jemand hingeht, "
        "erfahren Sie nicht, und das soll so sein.",
        "Was brauchen Sie noch, damit Sie in Ruhe selbst entscheiden können?",
        "Fragen Sie beim nächsten Mal nicht nach, ob jemand dort war.",
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
