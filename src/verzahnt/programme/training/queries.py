"""Questions about training: how many counsellors of a site are prepared, never who."""

from datetime import date

from django.db.models import Count, QuerySet, Sum

from verzahnt.programme.partners.models import Site
from verzahnt.programme.training.models import Certificate, Staffing
from verzahnt.programme.training.rules import Coverage


def own_certificates(account: int) -> QuerySet[Certificate]:
    """What a staff member has completed, the latest first. Only they themselves see it, at the entrance."""
    return Certificate.objects.filter(account=account).select_related("course").order_by("-completed_on", "pk")


def coverage(site: Site, *, on: date) -> Coverage | None:
    """How many of a site's counsellors are trained on a day; None where its units have not said how many they are.

    Row security shows certificates to the coordination of the site alone: elsewhere nobody seems trained.
    """
    counsellors = Staffing.objects.filter(site=site).aggregate(all=Sum("counsellors"))["all"]
    if not counsellors:
        return None
    valid = Certificate.objects.filter(site=site, completed_on__lte=on, valid_until__gt=on)
    return Coverage(min(valid.aggregate(n=Count("account", distinct=True))["n"], counsellors), counsellors)
