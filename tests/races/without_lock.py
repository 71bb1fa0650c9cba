"""The house as it would be without its lock on a run: served to show that the test of two hundred would notice."""

from verzahnt.config.wsgi import application
from verzahnt.programme.bookings import actions_seats
from verzahnt.programme.offers.models import Seats

actions_seats.locking = lambda: Seats.objects.all()

__all__ = ["application"]
