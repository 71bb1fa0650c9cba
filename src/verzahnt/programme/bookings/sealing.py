"""Where the month keys are, and what each sealed text is bound to."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from verzahnt.kit.sealed import MonthKeys


def month_keys() -> MonthKeys:
    """The keys of the months of this installation, in a folder outside the database."""
    return MonthKeys(Path(settings.VERZAHNT_KEYS) / "months")


def bound_to(place: UUID, column: str) -> str:
    """A sealed text can be read only where it was written: in this column of this place's row."""
    return f"bookings_particulars|{place}|{column}"
