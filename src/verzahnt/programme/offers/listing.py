"""What a search looks through: one row per open run of a published offer, or per offer that has none. Where one may
come in at any date, one row for each weekly time of the run ("Mondays 10 to 11:30"), so that days and hours of a row
always belong together.

The rows are made by the database itself (triggers in `0005_listing_times`, what stands in a row in
`0009_listing_without_title`), in the same deed that changes an offer, a run, a date or a venue, by whichever desk. No
role may write here, so a row can neither be forgotten nor made up.
Nothing in a row depends on the day, so nothing has to be refreshed at night.
"""

from __future__ import annotations

from math import floor

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from verzahnt.kit.distance import Box
from verzahnt.kit.keeping import Keeping, With
from verzahnt.programme.offers.states import Band, Cost, OfferKind, Registration

Bits = dict[str, dict[str, int]]
"""For each facet its words, each with its bit."""
FACETS = ("kind", "topic", "audience", "language", "trait")
"""What is filtered by a word of the offer or its run."""
EVERYWHERE = "00"  # among the areas of reach: no matter where somebody lives
TIMES_OF_A_RUN = 1000  # a row's number is its run's times this, and the number of its weekly time


def cells(box: Box) -> list[int]:
    """The cells, each a tenth of a degree high and wide, that touch a box; as `offers_cell` numbers them."""
    rows = range(floor(box.south * 10), floor(box.north * 10) + 1)
    columns = range(floor(box.west * 10), floor(box.east * 10) + 1)
    return [row * 10_000 + column for row in rows for column in columns]


class Facet(models.Model):
    """A word that offers are filtered by, and its bit in the rows of the listing.

    The bits of a facet are given in turn in the lower, middle and upper third of 63, in the order in which its words
    came up; all words after the sixty-third share the last, so that nothing is lost, only told apart less sharply.
    """

    facet = models.CharField(max_length=10)  # one of FACETS
    word = models.CharField(max_length=40)
    bit = models.BigIntegerField()

    keeping = Keeping("Nach welchen Wörtern sich Angebote filtern lassen")

    class Meta:
        app_label = "offers"
        constraints = [models.UniqueConstraint(fields=["facet", "word"], name="facet_has_a_word_once")]

    @classmethod
    def bits(cls) -> Bits:
        """Every facet with the words that came up so far."""
        found: Bits = {name: {} for name in FACETS}
        for facet, word, bit in cls.objects.values_list("facet", "word", "bit"):
            found[facet][word] = bit
        return found


class Listing(models.Model):
    """An offer as somebody may take part in it: here, from then. Its number is made of the run's, or minus the offer's.

    `weekdays` has a bit for each weekday with a date, Monday first, and none where no date is known; all dates lie
    within the minutes of the day that the other three name. `on_days` has the dates themselves, counted from Monday,
    3 January 2000, where one may come in at any of them; elsewhere there is nothing to choose, and it is empty.
    """

    id = models.BigIntegerField(primary_key=True)
    offer = models.ForeignKey("offers.Offer", models.DO_NOTHING, db_constraint=False, related_name="listings")
    run = models.ForeignKey("offers.Run", models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    is_online = models.BooleanField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    cell = models.IntegerField(null=True)
    kreis = models.CharField(max_length=5, blank=True)
    reach_areas = ArrayField(models.CharField(max_length=5))
    kind = models.CharField(max_length=20, choices=OfferKind)
    audiences = ArrayField(models.CharField(max_length=40))
    languages = ArrayField(models.CharField(max_length=8))
    traits = ArrayField(models.CharField(max_length=40))
    kind_bits = models.BigIntegerField(default=0)
    topic_bits = models.BigIntegerField(default=0)
    audience_bits = models.BigIntegerField(default=0)
    language_bits = models.BigIntegerField(default=0)
    trait_bits = models.BigIntegerField(default=0)
    weekdays = models.SmallIntegerField(default=0)
    begins_first = models.SmallIntegerField(default=0)
    begins_last = models.SmallIntegerField(default=0)
    ends_last = models.SmallIntegerField(default=0)
    on_days = ArrayField(models.SmallIntegerField(), null=True)
    cost = models.CharField(max_length=10, choices=Cost)
    registration = models.CharField(max_length=10, choices=Registration)
    band = models.CharField(max_length=8, choices=Band)
    starts_on = models.DateField(null=True)
    join_until = models.DateField()  # the last day on which somebody may still come in
    checked_on = models.DateField(null=True)
    document = SearchVectorField()

    keeping = Keeping("Was die Suche durchsieht", With("offers.Offer", "solange das Angebot veröffentlicht ist"))

    class Meta:
        app_label = "offers"
        indexes = [
            # Everything the search needs to know of a venue's surroundings, side by side: the table is not touched.
            models.Index(fields=["cell"], name="listing_near",
                         condition=Q(is_online=False) & Q(cost__in=["free", "voucher"]),
                         include=["id", "offer", "latitude", "longitude", "kreis", "reach_areas", "kind_bits",
                                  "topic_bits", "audience_bits", "language_bits", "trait_bits", "weekdays",
                                  "begins_first", "begins_last", "ends_last", "on_days", "registration", "band",
                                  "starts_on", "join_until", "checked_on"]),
            models.Index(fields=["kreis"], name="listing_of_a_kreis"),
            models.Index(fields=["offer"], name="listing_of_an_offer"),
            models.Index(fields=["run"], name="listing_of_a_run"),
            GinIndex(fields=["reach_areas"], condition=Q(is_online=True), name="listing_online"),
            GinIndex(fields=["document"], name="listing_by_words"),
        ]
