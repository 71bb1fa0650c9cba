from django.db import migrations

# As in `0005_listing_times`, without what no search reads: words are compared with the words of all offers, and topics
# by their bits. The functions are put together here so that the way back has the two columns again.
COLUMNS = ("is_online, latitude, longitude, cell, kreis, reach_areas, kind, audiences, languages, traits, kind_bits, "
           "topic_bits, audience_bits, language_bits, trait_bits, weekdays, begins_first, begins_last, ends_last, "
           "on_days, cost, registration, band, starts_on, join_until, checked_on, document")
FUNCTIONS = """
CREATE OR REPLACE FUNCTION offers_list_anew(wanted bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
SELECT offers_facets_known(wanted);
WITH made AS (
    INSERT INTO offers_listing (id, offer_id, run_id, {columns})
    SELECT coalesce(r.id * 1000 + t.number, -o.id), o.id, r.id, at_home, latitude, longitude,
           offers_cell(latitude, longitude), coalesce(v.kreis, place.kreis, ''),
           CASE o.reach WHEN 'everywhere' THEN '{{00}}' ELSE o.reach_areas END,
           o.kind, said.audiences, said.languages, said.traits,
           offers_bits('kind', ARRAY[o.kind]), offers_bits('topic', o.topics),
           offers_bits('audience', said.audiences), offers_bits('language', said.languages),
           offers_bits('trait', said.traits), coalesce(t.weekdays, 0), coalesce(t.begins_first, 0),
           coalesce(t.begins_last, 0), coalesce(t.ends_last, 0), t.on_days,
           o.cost, o.registration, coalesce(r.band, 'free'), r.starts_on,
           CASE WHEN r.id IS NULL THEN date '9999-12-31' WHEN any_time THEN least(r.ends_on, t.last_on)
                ELSE r.starts_on END,
           o.checked_on, words.document{of_the_offer}
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
        SELECT CASE WHEN o.audiences = '{{}}' OR 'alle' = ANY (o.audiences) THEN '{{alle}}' ELSE o.audiences
               END AS audiences,
               CASE WHEN o.languages = '{{}}' THEN '{{de}}' ELSE o.languages END AS languages,
               (SELECT coalesce(array_agg(DISTINCT trait), '{{}}') FROM unnest(o.traits
                    || CASE WHEN v.step_free = 'yes' THEN '{{stufenlos}}'::varchar[] END
                    || CASE WHEN at_home THEN '{{von-zu-hause}}'::varchar[] END
                    || CASE WHEN o.registration = 'none' THEN '{{ohne-anmeldung}}'::varchar[] END) AS trait
                WHERE trait <> 'stufenlos' OR v.id IS NULL OR v.step_free = 'yes') AS traits
        OFFSET 0) AS said
    ORDER BY 1
    ON CONFLICT (id) DO UPDATE SET ({columns}) = ({excluded})
    RETURNING id
)
DELETE FROM offers_listing l USING unnest(wanted) AS w(id)
WHERE l.offer_id = w.id AND NOT EXISTS (SELECT FROM made WHERE made.id = l.id)
$body$;

CREATE OR REPLACE FUNCTION offers_list_times_anew(wanted bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
WITH made AS (
    INSERT INTO offers_listing (id, offer_id, run_id, {columns})
    SELECT r.id * 1000 + t.number, l.offer_id, r.id, l.is_online, l.latitude, l.longitude, l.cell, l.kreis,
           l.reach_areas, l.kind, l.audiences, l.languages, l.traits, l.kind_bits, l.topic_bits, l.audience_bits,
           l.language_bits, l.trait_bits, t.weekdays, t.begins_first, t.begins_last, t.ends_last, t.on_days,
           l.cost, l.registration, r.band, l.starts_on,
           CASE WHEN l.on_days IS NULL THEN l.starts_on ELSE least(r.ends_on, t.last_on) END,
           l.checked_on, l.document{of_the_row}
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
"""


def functions(also: str = "", of_the_offer: str = "", of_the_row: str = "") -> str:
    columns = COLUMNS + also
    return FUNCTIONS.format(columns=columns, of_the_offer=of_the_offer, of_the_row=of_the_row,
                            excluded=", ".join(f"excluded.{one}" for one in columns.split(", ")))


# On the way back rows are made anew. Forced row security would hide the dates from the owner.
WITH_BOTH = functions(", topics, title", ", o.topics, german_order(o.title)", ", l.topics, l.title") + """
ALTER TABLE offers_session NO FORCE ROW LEVEL SECURITY;
SELECT offers_list_anew(array_agg(id)) FROM offers_offer WHERE state = 'published';
ALTER TABLE offers_session FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """The listing holds no title and no topics any more: no search reads them there."""

    dependencies = [("offers", "0008_single_dates")]

    operations = [
        migrations.RunSQL(functions(), WITH_BOTH),
        migrations.RemoveIndex("listing", "listing_sounds_like"),
        migrations.RemoveField("listing", "title"),
        migrations.RemoveField("listing", "topics"),
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM offers_listing"),
    ]
