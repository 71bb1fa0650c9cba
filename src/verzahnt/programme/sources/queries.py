"""Questions about sources. They are public: everyone may see where we have something from."""

from django.db.models import F, Q, QuerySet

from verzahnt.programme.sources.models import Source


def named(slug: str) -> Source:
    """The source of this name; whoever asks for one that is not there has made a mistake."""
    return Source.objects.get(slug=slug)


def data_sets() -> QuerySet[Source]:
    """What `/datenquellen/` lists: all that came into our tables as a whole, with licence and attribution."""
    return Source.objects.filter(~Q(used_for="")).order_by("title")


def publications() -> QuerySet[Source]:
    """What single statements come from: the newest first, those without a day last."""
    newest = F("published_latest").desc(nulls_last=True)
    return Source.objects.filter(used_for="").order_by(newest, "title")


def attribution(slug: str) -> str:
    """How a source asks to be named; empty as long as it has not been loaded."""
    return Source.objects.filter(slug=slug).values_list("attribution", flat=True).first() or ""
