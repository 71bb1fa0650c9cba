"""The one table of who may do what. A role gives permissions and names the desk its holder works at."""

from dataclasses import dataclass

from verzahnt.programme.people.states import Role


@dataclass(frozen=True)
class Rights:
    """What a role may do, said as the staff member reads it under "Was ich darf"."""

    desk: str
    permissions: dict[str, str]
    second_factor: bool = False


ON_LISTS = {
    "lists.see": "Listen der eigenen offenen Durchgänge sehen (jeder Blick wird notiert)",
    "attendance.mark": "Anwesenheit notieren",
}
ON_OFFERS = {
    "offers.describe": "eigene Angebote beschreiben und einreichen",
    "runs.plan": "Durchgänge planen",
}
ON_CARDS = {"cards.print": "leere Karten für Gesundheitstage und Wartebereiche drucken"}

ACCESS: dict[str, Rights] = {
    Role.COUNSELLOR: Rights("counselling", {
        "training.own": "die eigene Qualifizierung sehen",
        "weeks.report": "die Wochenzahlen der eigenen Einheit eintragen",
    }),
    Role.PROVIDER: Rights("providers", {**ON_OFFERS, **ON_LISTS, **ON_CARDS, "staff.invite": "Kursleitungen einladen"}),
    Role.LEADER: Rights("providers", ON_LISTS),
    Role.SITE_COORDINATION: Rights(
        "coordination",
        {
            "sites.see": "den eigenen Standort im Überblick sehen",
            "agreements.keep": "Vereinbarungen verlängern und erneuern",
            "offers.approve": "eingereichten Angeboten zustimmen",
            "money.see": "Mittel des Standorts sehen",
            "training.keep": "Qualifizierung, Termine dafür und die Zahl der Fachkräfte eintragen",
            "figures.see": "freigegebene Zahlen sehen",
            **ON_CARDS,
            "staff.invite": "Fachkräfte und Anbieter einladen",
        },
        second_factor=True,
    ),
    Role.LAND_COORDINATION: Rights(
        "coordination",
        {
            "sites.see": "alle Standorte des Landes sehen",
            "land.see": "die Liste des Landes sehen",
            "figures.see": "freigegebene Zahlen sehen",
        },
        second_factor=True,
    ),
    Role.LEAD_INSURER: Rights(
        "funders",
        {
            "portfolio.see": "die eigenen Standorte und Vereinbarungen sehen",
            "offers.approve_as_lead": "Angeboten zustimmen, die Programmgeld brauchen",
            "money.see": "eigene Mittel sehen",
            "figures.see": "freigegebene Zahlen sehen",
        },
        second_factor=True,
    ),
    Role.FUNDER: Rights(
        "funders",
        {
            "portfolio.see": "Standorte und Vereinbarungen sehen",
            "money.see": "eigene Mittel sehen",
            "figures.see": "freigegebene Zahlen sehen",
        },
        second_factor=True,
    ),
}

# Whom a role may invite, and as what; the same it may end. All other roles are given and ended by the operator
# (`verzahnt manage invite`, `verzahnt manage end_access`).
INVITES: dict[str, tuple[Role, ...]] = {
    Role.SITE_COORDINATION: (Role.COUNSELLOR, Role.PROVIDER),
    Role.PROVIDER: (Role.LEADER,),
}

SHOWS_A_LIST = frozenset(role for role, rights in ACCESS.items() if "lists.see" in rights.permissions)
ALL_PERMISSIONS = frozenset(permission for rights in ACCESS.values() for permission in rights.permissions)
