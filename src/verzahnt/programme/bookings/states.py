"""A place is taken or waits; given back, it is gone without a trace."""

from django.db.models import TextChoices


class PlaceState(TextChoices):
    TAKEN = "taken", "Platz"
    WAITING = "waiting", "Warteliste"
