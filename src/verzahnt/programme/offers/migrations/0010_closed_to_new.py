from importlib import import_module

from django.db import migrations, models
from django.db.models import F, Q

# As in `0009_listing_without_title`; a run that takes nobody new is listed like a series that has begun long ago.
BEFORE = import_module("verzahnt.programme.offers.migrations.0009_listing_without_title").functions()
AFTER = BEFORE.replace(
    """CASE WHEN r.id IS NULL THEN date '9999-12-31' WHEN any_time""",
    """CASE WHEN r.closed_to_new THEN date '0001-01-01' WHEN r.id IS NULL THEN date '9999-12-31' WHEN any_time""",
).replace(
    """CASE WHEN l.on_days IS NULL THEN l.starts_on""",
    """CASE WHEN r.closed_to_new THEN date '0001-01-01' WHEN l.on_days IS NULL THEN l.starts_on""")
assert AFTER.count("r.closed_to_new") == 2
WHAT_MATTERS = """
CREATE OR REPLACE FUNCTION offers_listing_after_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'offers_offer' THEN
            PERFORM offers_list_anew(array_agg(id)) FROM there;
        WHEN 'offers_run' THEN
            -- A booking moves the band alone; that touches this run's rows and no other.
            UPDATE offers_listing l SET band = there.band FROM there WHERE l.run_id = there.id AND l.band <> there.band;
            PERFORM offers_list_anew(array_agg(DISTINCT there.offer_id)) FROM there JOIN before USING (id)
            WHERE (there.state, there.venue_id, there.starts_on, there.ends_on{also_there})
                  IS DISTINCT FROM (before.state, before.venue_id, before.starts_on, before.ends_on{also_before});
        WHEN 'offers_venue' THEN
            PERFORM offers_list_anew(array_agg(DISTINCT r.offer_id))
            FROM offers_run r JOIN there ON r.venue_id = there.id WHERE r.state = 'open';
    END CASE;
    RETURN NULL;
END $body$;
"""
FORWARD = AFTER + WHAT_MATTERS.format(also_there=", there.closed_to_new", also_before=", before.closed_to_new")
BACK = BEFORE + WHAT_MATTERS.format(also_there="", also_before="")


class Migration(migrations.Migration):
    """A run may take nobody new, and seats may become fewer as places are given back."""

    dependencies = [("offers", "0009_listing_without_title")]

    operations = [
        migrations.AddField("run", "closed_to_new", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("seats", "fewer_to", models.PositiveSmallIntegerField(null=True)),
        migrations.AddConstraint("seats", models.CheckConstraint(
            condition=Q(fewer_to__isnull=True) | Q(fewer_to__gte=1, fewer_to__lt=F("seats")),
            name="run_gets_fewer_seats_only")),
        migrations.RunSQL(FORWARD, BACK),
    ]
