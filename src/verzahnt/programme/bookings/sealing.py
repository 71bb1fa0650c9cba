"""Where the month keys are, and what each sealed text is bound to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from verzahnt.kit.sealed import KeyGone, MonthKeys, NotGenuine
from verzahnt.programme.bookings.models import Particulars
from verzahnt.programme.bookings.rules import Wishes

MONTHS = "months"


def month_keys(*, for_one_look: bool = False) -> MonthKeys:
    """The keys of the months of this installation, in a folder outside the database."""
    return MonthKeys(Path(settings.VERZAHNT_KEYS) / MONTHS, for_one_look=for_one_look)


def bound_to(place: UUID, column: str) -> str:
    """A sealed text can be read only where it was written: in this column of this place's row."""
    return f"bookings_particulars|{place}|{column}"


def sealed_wishes(wishes: Wishes, place: UUID, month: date) -> dict[str, bytes]:
    """What somebody told, column by column, sealed for this place's row."""
    keys = month_keys(for_one_look=True)
    told = {"alias": wishes.alias, "needs": ",".join(wishes.needs), "language": wishes.language,
            "contact": wishes.contact, "contact_for": ",".join(wishes.contact_for) if wishes.contact else "",
            "call_me": wishes.call_me}
    return {name: keys.seal(text, month, bound_to=bound_to(place, name)) for name, text in told.items()}


def opened(particulars: Particulars, column: str, keys: MonthKeys | None = None) -> str:
    """One sealed column in the clear; empty when its key is gone or it was changed."""
    return opened_text(getattr(particulars, column), particulars.place_id, column, particulars.month,
                       keys or month_keys())


def opened_text(sealed: bytes, place: UUID, column: str, month: date, keys: MonthKeys) -> str:
    """The same of a column that is at hand without its row."""
    try:
        return keys.open(sealed, month, bound_to=bound_to(place, column))
    except (KeyGone, NotGenuine):
        return ""
