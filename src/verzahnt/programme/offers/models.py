"""Offers, what was said to them, and their texts in other languages. Runs and the search's listing stand beside."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When

from verzahnt.kit.keeping import After, Keeping, With
from verzahnt.kit.texts import Translation
from verzahnt.programme.offers.fresh_models import Inquiry, InquiryLink
from verzahnt.programme.offers.incoming_models import PreparedRun, Upload
from verzahnt.programme.offers.listing import Listing
from verzahnt.programme.offers.runs import Run, Seats, Session, Venue, VenueText
from verzahnt.programme.offers.states import (
    Answer,
    Cost,
    OfferKind,
    OfferState,
    Origin,
    Reach,
    Readers,
    Registration,
    readers_of,
)
from verzahnt.programme.offers.vocabulary import Word

__all__ = ["Approval", "Inquiry", "InquiryLink", "Listing", "Offer", "OfferMove", "OfferText", "PreparedRun", "Run",
           "Seats", "Session", "Upload", "Venue", "VenueText", "Word"]

AS_THE_OFFER = With("offers.Offer", "wie das Angebot")


def words(length: int = 40) -> "ArrayField[list[str], list[str]]":
    """A list of keys of the reference tables (topics, audiences, languages, traits, areas)."""
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Offer(models.Model):
    """Something a person may take part in.

    Only an offer that reports to nobody can be taken with a card. Topics, audiences, languages and traits are keys
    of the reference tables, held as arrays so that a search needs no joins; "all" as audience matches everyone.
    A trait is there, or denied ("no childcare"), or nobody has said: three things.
    """

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=120)
    provider = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="offers")
    site = models.ForeignKey("partners.Site", models.PROTECT, null=True, blank=True, related_name="offers")
    lead = models.ForeignKey("partners.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=OfferKind)
    origin = models.CharField(max_length=20, choices=Origin, default=Origin.LOCAL_PARTNER)
    summary = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    topics = words()
    audiences = words()
    languages = words(8)
    traits = words()
    denied_traits = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    reach = models.CharField(max_length=12, choices=Reach, default=Reach.EVERYWHERE)
    reach_areas = words(5)  # keys of Kreise or Länder, by `reach`
    registration = models.CharField(max_length=10, choices=Registration, default=Registration.CARD)
    cost = models.CharField(max_length=10, choices=Cost, default=Cost.FREE)
    cost_note = models.CharField(max_length=200, blank=True)
    what_to_bring = models.CharField(max_length=200, blank=True)
    led_by = models.CharField(max_length=160, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    telephone_hours = models.CharField(max_length=100, blank=True)
    website = models.URLField(blank=True)
    uses_programme_money = models.BooleanField(default=False)
    certificate = models.CharField(max_length=80, blank=True)
    reports_to = models.CharField(max_length=120, blank=True)  # empty: nobody learns who comes
    silence_confirmed_on = models.DateField(null=True, blank=True)  # "Wir sagen dem Jobcenter nicht, wer kommt."
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.IDEA)
    readers = models.GeneratedField(  # `states.readers_of`, as the database itself says it
        expression=Case(
            When(Q(state=OfferState.IDEA) | Q(state=OfferState.ENDED, published_on=None), then=Value(Readers.PROVIDER)),
            When(state__in=[OfferState.CONCEPT, OfferState.APPROVED], then=Value(Readers.ASKED)),
            default=Value(Readers.ALL)),
        output_field=models.CharField(max_length=8, choices=Readers), db_persist=True)
    first_described_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    own_key = models.CharField(max_length=40, blank=True, default="", db_default="")  # in the table of its provider
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, blank=True, related_name="+")
    is_invented = models.BooleanField(default=False)

    keeping = Keeping("Was angeboten wird", After("dem Ende des Angebots", years=5))

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            GinIndex(fields=["topics"], name="offers_by_topic", condition=Q(state=OfferState.PUBLISHED)),
            models.Index(fields=["site", "state"], name="offers_of_a_site"),
            models.Index(fields=["provider", "state"], name="offers_of_a_provider"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(reports_to="") | ~Q(registration=Registration.CARD),
                                   name="offer_with_report_takes_no_card"),
            models.CheckConstraint(condition=~Q(state=OfferState.PUBLISHED) | Q(published_on__isnull=False),
                                   name="offer_published_on_a_day"),
            models.CheckConstraint(condition=Q(reach=Reach.EVERYWHERE) | ~Q(reach_areas=[]),
                                   name="offer_with_an_area_names_it"),
            models.UniqueConstraint(fields=["provider", "own_key"], condition=~Q(own_key=""),
                                    name="offer_once_per_own_key"),
            models.CheckConstraint(condition=~Q(traits__overlap=F("denied_traits")), name="offer_trait_yes_or_no"),
        ]

    def __str__(self) -> str:
        return self.title


class OfferText(Translation):
    """An offer's title, summary or description in another language.

    `provider`, `site` and `lead` are tenant columns. `readers` is the offer's own, kept by the database, so that a
    text is seen by whoever sees its offer. `german` is what it was made from, where we know more than its hash.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="texts")
    provider = models.BigIntegerField()
    site = models.BigIntegerField(null=True)
    lead = models.BigIntegerField(null=True)
    readers = models.CharField(max_length=8, choices=Readers)
    german = models.TextField(blank=True, db_default="")

    keeping = Keeping("Angebote in anderen Sprachen", AS_THE_OFFER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "language", "field"], name="offer_text_once_per_language")
        ]

    @classmethod
    def of(cls, offer: Offer, **facts: str) -> "OfferText":
        """A text of this offer, not yet saved, with the offer's tenants."""
        readers = readers_of(offer.state, was_published=offer.published_on is not None)
        return cls(offer=offer, provider=offer.provider_id, site=offer.site_id, lead=offer.lead_id, readers=readers,
                   **facts)


class OfferMove(models.Model):
    """An offer went from one state to another: when, and by whom. `provider`, `site` and `lead` are tenant columns.

    `by` and `desk` say for which organisation, and in which function; the account itself is for its colleagues alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="moves")
    provider = models.BigIntegerField()
    site = models.BigIntegerField(null=True)
    lead = models.BigIntegerField(null=True)
    before = models.CharField(max_length=10, choices=OfferState, blank=True)
    after = models.CharField(max_length=10, choices=OfferState)
    at = models.DateTimeField()
    account = models.BigIntegerField(null=True)
    by = models.ForeignKey("partners.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    desk = models.CharField(max_length=12, blank=True)

    keeping = Keeping("Wie lange es von der Idee bis zur Veröffentlichung dauerte", AS_THE_OFFER, persons=True)

    class Meta:
        ordering = ["offer", "at"]


class Approval(models.Model):
    """The yes or no of the site, or of the body that leads it, to a handed-in offer.

    `provider`, `site` and `lead` are tenant columns: all who are asked see what the others said.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="approvals")
    provider = models.BigIntegerField()
    site = models.BigIntegerField(null=True)
    lead = models.BigIntegerField(null=True)
    asked = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    link_hash = models.CharField(max_length=64, blank=True)  # the one-click link of a lead without an account
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    account = models.BigIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)

    keeping = Keeping("Wer einem Angebot zugestimmt hat", AS_THE_OFFER, persons=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "is_lead"], condition=Q(answer=""), name="approval_asked_once"),
            models.CheckConstraint(condition=Q(answer="") | Q(answered_at__isnull=False), name="approval_has_its_time"),
        ]
