"""Networks for tests: called through `plant`. Organisations and sites come from `people`."""

from __future__ import annotations

from typing import Any

from verzahnt.kit.days import KnownDay
from verzahnt.programme.partners.models import NetworkMembership, Organisation, Site


def a_member(site: Site, organisation: Organisation | None = None, **changes: Any) -> NetworkMembership:
    """A member of a site's network; without an organisation, the kind a source names."""
    named = {} if organisation else {"kind_named": "sports_club", "wording": "Sportvereine"}
    return NetworkMembership.objects.create(
        **{"site": site, "organisation": organisation, "brings": "Bewegung", "joined": KnownDay.year(2024)}
        | named | changes)
