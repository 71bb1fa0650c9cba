"""Letters about offers to those who make them. Staff letters are German."""

from __future__ import annotations

from collections.abc import Sequence

from verzahnt.desks.jobs.letters import Letter

MOST_NAMED = 15


def offers_to_check(to: str, *, organisation: str, offers: Sequence[str], link: str, times_asked: int) -> Letter:
    """To a provider: are these still right? One letter for all of them; the link needs no account."""
    one = len(offers) == 1
    subject = "Stimmt Ihr Angebot noch?" if one else f"Stimmen Ihre {len(offers)} Angebote noch?"
    what = "das Angebot von {} noch so stimmt" if one else "die Angebote von {} noch so stimmen"
    what = what.format(organisation)
    opening = f"vor kurzem haben wir gefragt, ob {what}:" if times_asked > 1 else (
        f"seit einer Weile hat niemand nachgesehen, ob {what}:")
    named = "\n".join(f"- {title}" for title in offers[:MOST_NAMED])
    if len(offers) > MOST_NAMED:
        named += f"\n- und {len(offers) - MOST_NAMED} weitere"
    return Letter(to, subject, (
        opening, named,
        "Ein Klick genügt: stimmt noch, hat sich geändert, oder gibt es nicht mehr. Eine Anmeldung brauchen Sie dafür "
        f"nicht. Der Link gilt 30 Tage:\n{link}",
        "Was lange niemand bestätigt, steht in der Suche weiter hinten. Danke, dass Sie kurz nachsehen.",
    ))
