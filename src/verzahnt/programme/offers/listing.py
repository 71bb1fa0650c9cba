"""What a search looks through: one row per open run of a published offer, or per offer that has none.

The rows are made by the database itself (triggers in `0002_listing`), in the same deed that changes an offer, a run or
a venue, by whichever desk. No role may write here, so a row can neither be forgotten nor made up. Nothing in a row
depends on the day, so nothing has to be refreshed at night.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from verzahnt.kit.keeping import Keeping
from verzahnt.programme.offers.states import Band, Cost, OfferKind, Registration

EVERYWHERE = "00"  # among the areas of reach: no matter where somebody lives


class Listing(models.Model):
    """An offer as somebody may take part in it: here, from then. Its number is the run's, or minus the offer's."""

    id = models.BigIntegerField(primary_key=True)
    offer = models.ForeignKey("offers.Offer", models.DO_NOTHING, db_constraint=False, related_name="listings")
    run = models.ForeignKey("offers.Run", models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    is_online = models.BooleanField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    kreis = models.CharField(max_length=5, blank=True)
    reach_areas = ArrayField(models.CharField(max_length=5))
    kind = models.CharField(max_length=20, choices=OfferKind)
    topics = ArrayField(models.CharField(max_length=40))
    audiences = ArrayField(models.CharField(max_length=40))
    languages = ArrayField(models.CharField(max_length=8))
    traits = ArrayField(models.CharField(max_length=40))
    cost = models.CharField(max_length=10, choices=Cost)
    registration = models.CharField(max_length=10, choices=Registration)
    band = models.CharField(max_length=8, choices=Band)
    starts_on = models.DateField(null=True)
    join_until = models.DateField()  # the last day on which somebody may still come in
    checked_on = models.DateField(null=True)
    document = SearchVectorField()
    title = models.CharField(max_length=160)  # in the order of Germans, to compare with what somebody typed

    keeping = Keeping("Was die Suche durchsieht", "solange das Angebot veröffentlicht ist")

    class Meta:
        app_label = "offers"
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="listing_by_point"),
            models.Index(fields=["offer"], name="listing_of_an_offer"),
            models.Index(fields=["starts_on", "id"], name="listing_by_start"),
            GinIndex(fields=["reach_areas"], condition=Q(is_online=True), name="listing_online"),
            GinIndex(fields=["document"], name="listing_by_words"),
            GinIndex(OpClass("title", "gin_trgm_ops"), name="listing_sounds_like"),
        ]
