"""What is kept, what for and how long: read from the tables themselves, for the page on data protection."""

from dataclasses import dataclass

from django.apps import apps

from verzahnt.kit.keeping import Keeping, Until

# Tables of libraries, which cannot say it themselves.
OF_LIBRARIES = (
    Keeping("Dass jemand vom Personal gerade angemeldet ist", Until("bis zur Abmeldung, längstens 10 Stunden"),
            persons=True),
    Keeping("Der zweite Faktor, mit dem sich das Personal anmeldet", Until("bis er entfernt wird oder das Konto geht"),
            persons=True),
)


@dataclass(frozen=True)
class Kept:
    """Two lists, each purpose once: what is about single persons, and what is not."""

    about_persons: list[Keeping]
    about_facts: list[Keeping]


def kept() -> Kept:
    """Everything the house keeps, in the order of its path."""
    said = [one for model in apps.get_models() if isinstance(one := getattr(model, "keeping", None), Keeping)]
    once = list(dict.fromkeys([*said, *OF_LIBRARIES]))
    return Kept([one for one in once if one.persons], [one for one in once if not one.persons])
