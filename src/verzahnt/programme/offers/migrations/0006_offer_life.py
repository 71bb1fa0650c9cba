import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import PROTECT, Case, F, Q, Value, When

from verzahnt.kit.tenants import same_tenant, tenant_key

READERS = [("provider", "nur der Anbieter"), ("asked", "auch wer zustimmen soll"), ("all", "alle")]
TEXT_STATES = [("machine", "maschinell übersetzt"), ("checked", "von Menschen geprüft"),
               ("tested", "von Leserinnen und Lesern geprüft")]

# Texts learn whose they are. Forced row security would hide the offers from the owner, too.
WHOSE = """
ALTER TABLE offers_offer NO FORCE ROW LEVEL SECURITY;
UPDATE offers_offertext t SET provider = o.provider_id, site = o.site_id, lead = o.lead_id, readers = o.readers
FROM offers_offer o WHERE o.id = t.offer_id;
ALTER TABLE offers_offer FORCE ROW LEVEL SECURITY;
"""
# Who may read an offer stands on its texts as well, and the database carries every change over.
SEEN_TOGETHER = """
ALTER TABLE offers_offer ADD CONSTRAINT offers_offer_with_readers UNIQUE (id, provider_id, readers);
ALTER TABLE offers_offertext ADD CONSTRAINT offers_offertext_offer_same_tenant
    FOREIGN KEY (offer_id, provider, readers) REFERENCES offers_offer (id, provider_id, readers)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
NOT_SEEN_TOGETHER = """
ALTER TABLE offers_offertext DROP CONSTRAINT offers_offertext_offer_same_tenant;
ALTER TABLE offers_offer DROP CONSTRAINT offers_offer_with_readers;
"""


class Migration(migrations.Migration):
    """Who moved an offer, whose its texts are, the way in other languages, traits denied, sessions that were moved."""

    dependencies = [("offers", "0005_listing_times")]

    operations = [
        migrations.AddField("offer", "denied_traits", django.contrib.postgres.fields.ArrayField(
            models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None)),
        migrations.AddConstraint("offer", models.CheckConstraint(
            condition=~Q(traits__overlap=F("denied_traits")), name="offer_trait_yes_or_no")),
        migrations.AddField("offer", "readers", models.GeneratedField(
            expression=Case(
                When(Q(state="idea") | Q(state="ended", published_on=None), then=Value("provider")),
                When(state__in=["concept", "approved"], then=Value("asked")),
                default=Value("all")),
            output_field=models.CharField(max_length=8, choices=READERS), db_persist=True)),
        migrations.AddField("offermove", "by", models.ForeignKey(
            "partners.Organisation", PROTECT, null=True, blank=True, related_name="+")),
        migrations.AddField("offermove", "desk", models.CharField(max_length=12, blank=True)),
        migrations.AddField("session", "moved_from", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("session", "changes", models.PositiveSmallIntegerField(default=0, db_default=0)),

        migrations.AddField("offertext", "german", models.TextField(blank=True, db_default="")),
        migrations.AddField("offertext", "provider", models.BigIntegerField(null=True)),
        migrations.AddField("offertext", "site", models.BigIntegerField(null=True)),
        migrations.AddField("offertext", "lead", models.BigIntegerField(null=True)),
        migrations.AddField("offertext", "readers", models.CharField(max_length=8, choices=READERS, null=True)),
        migrations.RunSQL(WHOSE, migrations.RunSQL.noop),
        migrations.AlterField("offertext", "provider", models.BigIntegerField()),
        migrations.AlterField("offertext", "readers", models.CharField(max_length=8, choices=READERS)),
        migrations.RunSQL(SEEN_TOGETHER, NOT_SEEN_TOGETHER),

        migrations.CreateModel("VenueText", [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("language", models.CharField(max_length=12, verbose_name="Sprache")),
            ("field", models.CharField(max_length=40, verbose_name="Feld")),
            ("body", models.TextField(verbose_name="Text")),
            ("german_hash", models.CharField(max_length=64, verbose_name="Abdruck des deutschen Textes")),
            ("state", models.CharField(choices=TEXT_STATES, default="machine", max_length=10, verbose_name="Stand")),
            ("venue", models.ForeignKey("offers.Venue", models.CASCADE, related_name="texts")),
            ("provider", models.BigIntegerField()),
            ("german", models.TextField(blank=True)),
        ], options={"constraints": [models.UniqueConstraint(
            fields=["venue", "language", "field"], name="venue_text_once_per_language")]}),
        tenant_key("offers_venue", "provider_id"),
        same_tenant("offers_venuetext", "venue_id", "provider", parent="offers_venue", theirs=("provider_id",)),
    ]
