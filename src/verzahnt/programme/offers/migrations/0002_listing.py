from django.db import migrations

# What a search looks through is made here, in the deed that changes an offer, a run or a venue (see `listing.py`).
# As the owner (SECURITY DEFINER), so that no desk needs to write into the listing. Rows are changed in place and in
# order: two bookings in two runs of one offer never stand in each other's way.
FUNCTIONS = """
CREATE FUNCTION offers_list_anew(wanted bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DELETE FROM offers_listing l USING unnest(wanted) AS w(id) WHERE l.offer_id = w.id AND NOT CASE
    WHEN NOT EXISTS (SELECT FROM offers_offer o WHERE o.id = l.offer_id AND o.state = 'published') THEN false
    WHEN l.run_id IS NULL THEN NOT EXISTS (SELECT FROM offers_run r WHERE r.offer_id = l.offer_id AND r.state = 'open')
    ELSE EXISTS (SELECT FROM offers_run r WHERE r.id = l.run_id AND r.offer_id = l.offer_id AND r.state = 'open') END;
INSERT INTO offers_listing (id, offer_id, run_id, is_online, latitude, longitude, kreis, reach_areas, kind, topics,
                            audiences, languages, traits, cost, registration, band, starts_on, join_until, checked_on,
                            document, title)
SELECT coalesce(r.id, -o.id), o.id, r.id, at_home, coalesce(v.lat, place.lat), coalesce(v.lon, place.lon),
       coalesce(v.kreis, place.kreis, ''),
       CASE o.reach WHEN 'everywhere' THEN '{00}' ELSE o.reach_areas END,
       o.kind, o.topics,
       CASE WHEN o.audiences = '{}' OR 'alle' = ANY (o.audiences) THEN '{alle}' ELSE o.audiences END,
       CASE WHEN o.languages = '{}' THEN '{de}' ELSE o.languages END,
       (SELECT coalesce(array_agg(DISTINCT trait), '{}') FROM unnest(o.traits
            || CASE WHEN v.step_free = 'yes' THEN '{stufenlos}'::varchar[] END
            || CASE WHEN at_home THEN '{von-zu-hause}'::varchar[] END
            || CASE WHEN o.registration = 'none' THEN '{ohne-anmeldung}'::varchar[] END) AS trait
        WHERE trait <> 'stufenlos' OR v.step_free IS DISTINCT FROM 'no'),
       o.cost, o.registration, coalesce(r.band, 'free'), r.starts_on,
       CASE WHEN r.id IS NULL THEN date '9999-12-31'
            WHEN o.kind IN ('open_meeting', 'consultation', 'self_help_group') THEN r.ends_on
            ELSE r.starts_on END,
       o.checked_on,
       setweight(to_tsvector('german', o.title), 'A')
           || setweight(to_tsvector('german', coalesce(topic.words, '')), 'B')
           || setweight(to_tsvector('german', o.summary || ' ' || o.about), 'C'),
       german_order(o.title)
FROM unnest(wanted) AS w(id)
JOIN offers_offer o ON o.id = w.id AND o.state = 'published'
JOIN partners_organisation p ON p.id = o.provider_id
-- Looked up offer by offer, also before the planner knows how many there are.
LEFT JOIN LATERAL (SELECT * FROM offers_run r WHERE r.offer_id = o.id AND r.state = 'open' OFFSET 0) r ON true
LEFT JOIN offers_venue v ON v.id = r.venue_id
CROSS JOIN LATERAL (SELECT r.id IS NOT NULL AND r.venue_id IS NULL OR r.id IS NULL AND o.kind = 'digital' AS at_home) AS how
LEFT JOIN LATERAL (SELECT string_agg((t.names ->> 'de') || ' ' || (t.plain_names ->> 'de'), ' ') AS words
                   FROM reference_topic t WHERE t.slug = ANY (o.topics)) AS topic ON true
LEFT JOIN LATERAL (
    SELECT coalesce(p.lat, avg(k.latitude)) AS lat, coalesce(p.lon, avg(k.longitude)) AS lon, min(k.key) AS kreis
    FROM partners_site_kreise sk JOIN reference_kreis k ON k.key = sk.kreis_id WHERE sk.site_id = o.site_id
) AS place ON r.id IS NULL AND NOT at_home
ORDER BY 1
ON CONFLICT (id) DO UPDATE SET
    (is_online, latitude, longitude, kreis, reach_areas, kind, topics, audiences, languages, traits, cost,
     registration, band, starts_on, join_until, checked_on, document, title)
    = (excluded.is_online, excluded.latitude, excluded.longitude, excluded.kreis, excluded.reach_areas, excluded.kind,
       excluded.topics, excluded.audiences, excluded.languages, excluded.traits, excluded.cost, excluded.registration,
       excluded.band, excluded.starts_on, excluded.join_until, excluded.checked_on, excluded.document, excluded.title)
$body$;
REVOKE EXECUTE ON FUNCTION offers_list_anew(bigint[]) FROM PUBLIC;

CREATE FUNCTION offers_listing_after_new() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'offers_offer' THEN PERFORM offers_list_anew(array_agg(DISTINCT id)) FROM there;
        WHEN 'offers_run' THEN PERFORM offers_list_anew(array_agg(DISTINCT offer_id)) FROM there;
    END CASE;
    RETURN NULL;
END $body$;

CREATE FUNCTION offers_listing_after_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'offers_offer' THEN
            PERFORM offers_list_anew(array_agg(id)) FROM there;
        WHEN 'offers_run' THEN
            -- A booking moves the band alone; that touches this run's row and no other.
            UPDATE offers_listing l SET band = there.band FROM there WHERE l.id = there.id AND l.band <> there.band;
            PERFORM offers_list_anew(array_agg(DISTINCT there.offer_id)) FROM there JOIN before USING (id)
            WHERE (there.state, there.venue_id, there.starts_on, there.ends_on)
                  IS DISTINCT FROM (before.state, before.venue_id, before.starts_on, before.ends_on);
        WHEN 'offers_venue' THEN
            PERFORM offers_list_anew(array_agg(DISTINCT r.offer_id))
            FROM offers_run r JOIN there ON r.venue_id = there.id WHERE r.state = 'open';
    END CASE;
    RETURN NULL;
END $body$;

CREATE TRIGGER listing_after_insert AFTER INSERT ON offers_offer REFERENCING NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_new();
CREATE TRIGGER listing_after_delete AFTER DELETE ON offers_offer REFERENCING OLD TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_new();
CREATE TRIGGER listing_after_update AFTER UPDATE ON offers_offer REFERENCING NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_change();
CREATE TRIGGER listing_after_insert AFTER INSERT ON offers_run REFERENCING NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_new();
CREATE TRIGGER listing_after_delete AFTER DELETE ON offers_run REFERENCING OLD TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_new();
CREATE TRIGGER listing_after_update AFTER UPDATE ON offers_run REFERENCING OLD TABLE AS before NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_change();
CREATE TRIGGER listing_after_update AFTER UPDATE ON offers_venue REFERENCING NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_change();
"""
GONE = """
DROP TRIGGER listing_after_insert ON offers_offer;
DROP TRIGGER listing_after_delete ON offers_offer;
DROP TRIGGER listing_after_update ON offers_offer;
DROP TRIGGER listing_after_insert ON offers_run;
DROP TRIGGER listing_after_delete ON offers_run;
DROP TRIGGER listing_after_update ON offers_run;
DROP TRIGGER listing_after_update ON offers_venue;
DROP FUNCTION offers_listing_after_new();
DROP FUNCTION offers_listing_after_change();
DROP FUNCTION offers_list_anew(bigint[]);
"""


class Migration(migrations.Migration):
    """The database lists what is published, so that the listing can never be behind."""

    dependencies = [("offers", "0001_offers")]

    operations = [migrations.RunSQL(FUNCTIONS, GONE)]
