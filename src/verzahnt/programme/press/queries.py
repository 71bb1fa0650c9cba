"""Questions about press releases. All of it is public.

releases · release(slug) · releases_of(site) · neighbours(release)
"""

from verzahnt.kit.days import in_order_of
from verzahnt.programme.partners.models import Site
from verzahnt.programme.press.models import PressRelease


def releases() -> list[PressRelease]:
    """All press releases and articles, the newest first; those without a day come last."""
    found = PressRelease.objects.select_related("publisher", "site", "source")
    told = list(found.order_by(*in_order_of("published"), "slug"))
    known = [one for one in told if one.published.is_known]
    return known[::-1] + [one for one in told if not one.published.is_known]


def release(slug: str) -> PressRelease:
    """The press release of this address, with who is quoted in it."""
    return (PressRelease.objects.select_related("publisher", "site", "source").prefetch_related("quoted")
            .get(slug=slug))


def releases_of(site: Site) -> list[PressRelease]:
    """What was published about a site."""
    return [one for one in releases() if one.site_id == site.pk]


def neighbours(release: PressRelease) -> tuple[PressRelease | None, PressRelease | None]:
    """The one before (older) and the one after (newer) in the list, where there is one."""
    told = releases()
    place = next(number for number, one in enumerate(told) if one.pk == release.pk)
    newer = told[place - 1] if place else None
    older = told[place + 1] if place + 1 < len(told) else None
    return older, newer
