"""A request as every view gets it: the middleware has put desk and actor on it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from verzahnt.programme.ledgers.actor import Actor


class Request(HttpRequest):
    """Django's request, and who asks, from which desk. `LANGUAGE_CODE` is the language of the address."""

    desk: str
    actor: Actor
    htmx: HtmxDetails
    LANGUAGE_CODE: str
