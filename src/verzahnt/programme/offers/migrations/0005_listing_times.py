from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q

# A cell is a tenth of a degree high and wide; `listing.cells` numbers them alike.
# Every word a filter knows has a bit: in turn in the lower, middle and upper third, so that three words can be counted
# in one sum (`filters_sql`). New words come rarely: only then does anybody wait for anybody.
BITS = """
CREATE FUNCTION offers_cell(latitude double precision, longitude double precision) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (floor(latitude * 10) * 10000 + floor(longitude * 10))::int;

CREATE FUNCTION offers_bits(wanted text, words varchar[]) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $body$
SELECT coalesce(bit_or(bit), 0) FROM offers_facet WHERE facet = wanted AND word = ANY (words)
$body$;

CREATE FUNCTION offers_facets_known(wanted bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE said_facets text[]; said_words text[];
BEGIN
    SELECT array_agg(facet), array_agg(word) INTO said_facets, said_words FROM (
        SELECT DISTINCT said.facet, said.word
        FROM unnest(wanted) AS w(id) JOIN offers_offer o ON o.id = w.id AND o.state = 'published'
        CROSS JOIN LATERAL (
            SELECT 'topic' AS facet, one AS word FROM unnest(o.topics) one
            UNION ALL SELECT 'kind', o.kind
            UNION ALL SELECT 'audience', one FROM unnest(o.audiences || '{alle}'::varchar[]) one
            UNION ALL SELECT 'language', one FROM unnest(o.languages || '{de}'::varchar[]) one
            UNION ALL SELECT 'trait', one
                FROM unnest(o.traits || '{stufenlos,von-zu-hause,ohne-anmeldung}'::varchar[]) one
        ) AS said
        WHERE NOT EXISTS (SELECT FROM offers_facet f WHERE f.facet = said.facet AND f.word = said.word)) AS new;
    IF said_words IS NULL THEN RETURN; END IF;
    LOCK TABLE offers_facet IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO offers_facet (facet, word, bit)
    SELECT facet, word, 1::bigint << number % 3 * 21 + number / 3 FROM (
        SELECT new.facet, new.word, least(62, known.many + row_number() OVER (
            PARTITION BY new.facet ORDER BY new.word)::int - 1) AS number
        FROM unnest(said_facets, said_words) AS new(facet, word)
        CROSS JOIN LATERAL (SELECT count(*)::int AS many FROM offers_facet f WHERE f.facet = new.facet) AS known
        WHERE NOT EXISTS (SELECT FROM offers_facet f WHERE f.facet = new.facet AND f.word = new.word)) AS numbered;
END $body$;
REVOKE EXECUTE ON FUNCTION offers_facets_known(bigint[]) FROM PUBLIC;
"""
NO_BITS = """
DROP FUNCTION offers_facets_known(bigint[]);
DROP FUNCTION offers_bits(text, varchar[]);
DROP FUNCTION offers_cell(double precision, double precision);
"""

# When a run takes place, in Berlin's time. A series is booked as a whole: one row holds all its weekdays and the hours
# around them. Where one may come in at any date, each weekly time is a row of its own, with the days it takes place.
# Cancelled dates count for nothing; a run without dates is one row that names none.
TIMES = """
CREATE FUNCTION offers_times_of(wanted bigint, any_time boolean)
RETURNS TABLE (number bigint, weekdays smallint, begins_first smallint, begins_last smallint, ends_last smallint,
               on_days smallint[], last_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
SELECT row_number() OVER (ORDER BY t.weekdays, t.begins_first, t.ends_last) - 1, coalesce(t.weekdays, 0)::smallint,
       coalesce(t.begins_first, 0)::smallint, coalesce(t.begins_last, 0)::smallint,
       least(coalesce(t.ends_last, 0), 32000)::smallint, CASE WHEN any_time THEN coalesce(t.on_days, '{}') END, t.last_on
FROM (SELECT) AS always LEFT JOIN (
    SELECT bit_or(1 << weekday) AS weekdays, min(begins) AS begins_first, max(begins) AS begins_last,
           max(ends) AS ends_last, array_agg(DISTINCT days ORDER BY days) AS on_days, max(on_day) AS last_on
    FROM offers_session s
    CROSS JOIN LATERAL (SELECT s.starts_at AT TIME ZONE 'Europe/Berlin' AS there) AS local
    CROSS JOIN LATERAL (
        SELECT there::date AS on_day, (there::date - date '2000-01-03')::smallint AS days) AS day  -- from a Monday on
    CROSS JOIN LATERAL (
        SELECT days % 7 AS weekday,
               (extract(epoch FROM there - on_day) / 60)::int AS begins,
               (extract(epoch FROM (s.ends_at AT TIME ZONE 'Europe/Berlin') - on_day) / 60)::int AS ends) AS time
    WHERE s.run_id = wanted AND NOT s.is_cancelled
    GROUP BY CASE WHEN any_time THEN weekday END, CASE WHEN any_time THEN begins END, CASE WHEN any_time THEN ends END
    LIMIT 1000
) AS t ON true
$body$;
REVOKE EXECUTE ON FUNCTION offers_times_of(bigint, boolean) FROM PUBLIC;
"""

# As in `0002_listing`, with times and bits. Rows that are no more go last, so that those that stay are only changed.
LISTING = """
CREATE OR REPLACE FUNCTION offers_list_anew(wanted bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
SELECT offers_facets_known(wanted);
WITH made AS (
    INSERT INTO offers_listing (
        id, offer_id, run_id, is_online, latitude, longitude, cell, kreis, reach_areas, kind, topics, audiences,
        languages, traits, kind_bits, topic_bits, audience_bits, language_bits, trait_bits, weekdays, begins_first,
        begins_last, ends_last, on_days, cost, registration, band, starts_on, join_until, checked_on, document, title)
    SELECT coalesce(r.id * 1000 + t.number, -o.id), o.id, r.id, at_home, latitude, longitude,
           offers_cell(latitude, longitude), coalesce(v.kreis, place.kreis, ''),
           CASE o.reach WHEN 'everywhere' THEN '{00}' ELSE o.reach_areas END,
           o.kind, o.topics, said.audiences, said.languages, said.traits,
           offers_bits('kind', ARRAY[o.kind]), offers_bits('topic', o.topics),
           offers_bits('audience', said.audiences), offers_bits('language', said.languages),
           offers_bits('trait', said.traits), coalesce(t.weekdays, 0), coalesce(t.begins_first, 0),
           coalesce(t.begins_last, 0), coalesce(t.ends_last, 0), t.on_days,
           o.cost, o.registration, coalesce(r.band, 'free'), r.starts_on,
           CASE WHEN r.id IS NULL THEN date '9999-12-31' WHEN any_time THEN least(r.ends_on, t.last_on)
                ELSE r.starts_on END,
           o.checked_on, words.document, german_order(o.title)
    FROM unnest(wanted) AS w(id)
    JOIN offers_offer o ON o.id = w.id AND o.state = 'published'
    JOIN partners_organisation p ON p.id = o.provider_id
    CROSS JOIN LATERAL (SELECT offers_document(o.id) AS document OFFSET 0) AS words
    CROSS JOIN LATERAL (SELECT o.kind IN ('open_meeting', 'consultation', 'self_help_group') AS any_time) AS manner
    -- Looked up offer by offer, also before the planner knows how many there are.
    LEFT JOIN LATERAL (SELECT * FROM offers_run r WHERE r.offer_id = o.id AND r.state = 'open' OFFSET 0) r ON true
    LEFT JOIN LATERAL offers_times_of(r.id, any_time) AS t ON r.id IS NOT NULL
    LEFT JOIN offers_venue v ON v.id = r.venue_id
    CROSS JOIN LATERAL (
        SELECT r.id IS NOT NULL AND r.venue_id IS NULL OR r.id IS NULL AND o.kind = 'digital' AS at_home) AS how
    LEFT JOIN LATERAL (
        SELECT coalesce(p.lat, avg(k.latitude)) AS lat, coalesce(p.lon, avg(k.longitude)) AS lon, min(k.key) AS kreis
        FROM partners_site_kreise sk JOIN reference_kreis k ON k.key = sk.kreis_id WHERE sk.site_id = o.site_id
    ) AS place ON r.id IS NULL AND NOT at_home
    CROSS JOIN LATERAL (
        SELECT coalesce(v.lat, place.lat) AS latitude, coalesce(v.lon, place.lon) AS longitude) AS point
    CROSS JOIN LATERAL (
        SELECT CASE WHEN o.audiences = '{}' OR 'alle' = ANY (o.audiences) THEN '{alle}' ELSE o.audiences
               END AS audiences,
               CASE WHEN o.languages = '{}' THEN '{de}' ELSE o.languages END AS languages,
               (SELECT coalesce(array_agg(DISTINCT trait), '{}') FROM unnest(o.traits
                    || CASE WHEN v.step_free = 'yes' THEN '{stufenlos}'::varchar[] END
                    || CASE WHEN at_home THEN '{von-zu-hause}'::varchar[] END
                    || CASE WHEN o.registration = 'none' THEN '{ohne-anmeldung}'::varchar[] END) AS trait
                WHERE trait <> 'stufenlos' OR v.id IS NULL OR v.step_free = 'yes') AS traits
        OFFSET 0) AS said
    ORDER BY 1
    ON CONFLICT (id) DO UPDATE SET
        (is_online, latitude, longitude, cell, kreis, reach_areas, kind, topics, audiences, languages, traits,
         kind_bits, topic_bits, audience_bits, language_bits, trait_bits, weekdays, begins_first, begins_last,
         ends_last, on_days, cost, registration, band, starts_on, join_until, checked_on, document, title)
        = (excluded.is_online, excluded.latitude, excluded.longitude, excluded.cell, excluded.kreis,
           excluded.reach_areas, excluded.kind, excluded.topics, excluded.audiences, excluded.languages,
           excluded.traits, excluded.kind_bits, excluded.topic_bits, excluded.audience_bits, excluded.language_bits,
           excluded.trait_bits, excluded.weekdays, excluded.begins_first, excluded.begins_last, excluded.ends_last,
           excluded.on_days, excluded.cost, excluded.registration, excluded.band, excluded.starts_on,
           excluded.join_until, excluded.checked_on, excluded.document, excluded.title)
    RETURNING id
)
DELETE FROM offers_listing l USING unnest(wanted) AS w(id)
WHERE l.offer_id = w.id AND NOT EXISTS (SELECT FROM made WHERE made.id = l.id)
$body$;

-- Dates came, went or moved: everything else in the rows of these runs stays as it is.
CREATE FUNCTION offers_list_times_anew(wanted bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
WITH made AS (
    INSERT INTO offers_listing (
        id, offer_id, run_id, is_online, latitude, longitude, cell, kreis, reach_areas, kind, topics, audiences,
        languages, traits, kind_bits, topic_bits, audience_bits, language_bits, trait_bits, weekdays, begins_first,
        begins_last, ends_last, on_days, cost, registration, band, starts_on, join_until, checked_on, document, title)
    SELECT r.id * 1000 + t.number, l.offer_id, r.id, l.is_online, l.latitude, l.longitude, l.cell, l.kreis,
           l.reach_areas, l.kind, l.topics, l.audiences, l.languages, l.traits, l.kind_bits, l.topic_bits,
           l.audience_bits, l.language_bits, l.trait_bits, t.weekdays, t.begins_first, t.begins_last, t.ends_last,
           t.on_days, l.cost, l.registration, r.band, l.starts_on,
           CASE WHEN l.on_days IS NULL THEN l.starts_on ELSE least(r.ends_on, t.last_on) END,
           l.checked_on, l.document, l.title
    FROM unnest(wanted) AS w(id)
    JOIN offers_run r ON r.id = w.id
    CROSS JOIN LATERAL (SELECT * FROM offers_listing l WHERE l.run_id = r.id ORDER BY l.id LIMIT 1) AS l
    CROSS JOIN LATERAL offers_times_of(r.id, l.on_days IS NOT NULL) AS t
    ORDER BY 1
    ON CONFLICT (id) DO UPDATE SET
        (weekdays, begins_first, begins_last, ends_last, on_days, join_until)
        = (excluded.weekdays, excluded.begins_first, excluded.begins_last, excluded.ends_last, excluded.on_days,
           excluded.join_until)
    RETURNING id
)
DELETE FROM offers_listing l USING unnest(wanted) AS w(id)
WHERE l.run_id = w.id AND NOT EXISTS (SELECT FROM made WHERE made.id = l.id)
$body$;
REVOKE EXECUTE ON FUNCTION offers_list_times_anew(bigint[]) FROM PUBLIC;

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
            WHERE (there.state, there.venue_id, there.starts_on, there.ends_on)
                  IS DISTINCT FROM (before.state, before.venue_id, before.starts_on, before.ends_on);
        WHEN 'offers_venue' THEN
            PERFORM offers_list_anew(array_agg(DISTINCT r.offer_id))
            FROM offers_run r JOIN there ON r.venue_id = there.id WHERE r.state = 'open';
    END CASE;
    RETURN NULL;
END $body$;

CREATE FUNCTION offers_listing_after_dates() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM offers_list_times_anew(array_agg(DISTINCT run)) FROM there JOIN before USING (id),
            LATERAL (VALUES (there.run_id), (before.run_id)) AS both_runs(run)
        WHERE (there.run_id, there.starts_at, there.ends_at, there.is_cancelled)
              IS DISTINCT FROM (before.run_id, before.starts_at, before.ends_at, before.is_cancelled);
    ELSE
        PERFORM offers_list_times_anew(array_agg(DISTINCT run_id)) FROM there;
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER listing_after_insert AFTER INSERT ON offers_session REFERENCING NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_dates();
CREATE TRIGGER listing_after_delete AFTER DELETE ON offers_session REFERENCING OLD TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_dates();
CREATE TRIGGER listing_after_update AFTER UPDATE ON offers_session REFERENCING OLD TABLE AS before NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_dates();
"""

# Where offers are listed already, their rows are made anew. Forced row security would hide the dates from the owner.
ANEW = """
ALTER TABLE offers_session NO FORCE ROW LEVEL SECURITY;
DELETE FROM offers_listing;
SELECT offers_list_anew(array_agg(id)) FROM offers_offer WHERE state = 'published';
ALTER TABLE offers_session FORCE ROW LEVEL SECURITY;
"""
BITS_OF = ("kind", "topic", "audience", "language", "trait")
MINUTES = ("weekdays", "begins_first", "begins_last", "ends_last")


class Migration(migrations.Migration):
    """When an offer takes place stands in the listing: weekdays and hours."""

    dependencies = [("offers", "0004_words_to_search")]

    operations = [
        migrations.CreateModel(
            name="Facet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facet", models.CharField(max_length=10)),
                ("word", models.CharField(max_length=40)),
                ("bit", models.BigIntegerField()),
            ],
            options={"constraints": [
                models.UniqueConstraint(fields=["facet", "word"], name="facet_has_a_word_once")]},
        ),
        migrations.AddField("listing", "cell", models.IntegerField(null=True)),
        *(migrations.AddField("listing", f"{one}_bits", models.BigIntegerField(default=0)) for one in BITS_OF),
        *(migrations.AddField("listing", one, models.SmallIntegerField(default=0)) for one in MINUTES),
        migrations.AddField("listing", "on_days", ArrayField(models.SmallIntegerField(), null=True)),
        migrations.RemoveIndex("listing", "listing_by_point"),
        migrations.RemoveIndex("listing", "listing_by_start"),
        migrations.AddIndex("listing", models.Index(fields=["kreis"], name="listing_of_a_kreis")),
        migrations.AddIndex("listing", models.Index(fields=["run"], name="listing_of_a_run")),
        migrations.AddIndex("listing", models.Index(
            fields=["cell"], name="listing_near", condition=Q(is_online=False) & Q(cost__in=["free", "voucher"]),
            include=["id", "offer", "latitude", "longitude", "kreis", "reach_areas", "kind_bits", "topic_bits",
                     "audience_bits", "language_bits", "trait_bits", "weekdays", "begins_first", "begins_last",
                     "ends_last", "on_days", "registration", "band", "starts_on", "join_until", "checked_on"])),
        migrations.RunSQL(BITS, NO_BITS),
        migrations.RunSQL(TIMES, "DROP FUNCTION offers_times_of(bigint, boolean)"),
        migrations.RunSQL(LISTING),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
