"""Questions about weekly numbers: in which groups somebody may report, and what stands there already."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.training.queries import groups_of
from verzahnt.programme.training.rules import Group

RECENT = 8


@dataclass(frozen=True)
class Reporting:
    """Units of a site that report together."""

    site: Site
    group: Group

    @property
    def key(self) -> int:
        """The number of the unit whose name the row bears."""
        return self.group.numbers[0]


def reporting_for(actor: Actor) -> list[Reporting]:
    """The groups with a unit the actor works for: by its name, or as a part of their office."""
    sites = Site.objects.filter(pk__in=actor.sites).order_by("name", "pk")
    groups = [Reporting(site, group) for site in sites for group in groups_of(site)]
    units = Organisation.objects.filter(pk__in=[number for one in groups for number in one.group.numbers])
    own = {pk for pk, parent in units.values_list("pk", "parent_id") if {pk, parent} & set(actor.organisations)}
    return [one for one in groups if own & set(one.group.numbers)]


def week_of(reporting: Reporting, week: date) -> WeeklyNumbers | None:
    """What these units have said about a week; also where they reported in another group then."""
    return WeeklyNumbers.objects.filter(site=reporting.site, week=week,
                                        units__overlap=list(reporting.group.numbers)).order_by("pk").first()


def recent_weeks(reporting: Reporting) -> QuerySet[WeeklyNumbers]:
    """The last weeks these units have reported, the latest first."""
    found = WeeklyNumbers.objects.filter(site=reporting.site, units__overlap=list(reporting.group.numbers))
    return found.order_by("-week", "pk")[:RECENT]
