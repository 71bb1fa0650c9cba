"""The sites of whoever sits here; what is somebody else's is not found."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from verzahnt.desks.parts.request import Request
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.partners.models import Site


def own_sites(request: Request) -> QuerySet[Site]:
    """The sites of the membership in use."""
    return partners.sites().filter(pk__in=request.actor.sites)


def own_site(request: Request, slug: str) -> Site:
    """The own site of this address, or 404."""
    return get_object_or_404(own_sites(request), slug=slug)
