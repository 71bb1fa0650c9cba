import django.contrib.postgres.fields
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models

# What a search reads of an offer, in every language it is described in. A: title; B: topics, audiences; C: what is
# said about it, and by whom; D: where it takes place, and facts as keys (":topic:stress", ":trait:stufenlos").
# Noting the words beside is part of making the document: so no word of an offer can be missing among them.
FUNCTIONS = """
CREATE FUNCTION offers_document(wanted bigint) RETURNS tsvector
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE made tsvector;
BEGIN
    SELECT setweight(to_tsvector('simple', offers_plain(concat_ws(' ', o.title, texts.titles))), 'A')
        || setweight(to_tsvector('simple', offers_plain(concat_ws(' ', topic.names, audience.names))), 'B')
        || setweight(to_tsvector('simple', offers_plain(concat_ws(
               ' ', o.summary, o.about, texts.bodies, p.name, trait.names, language.names))), 'C')
        || setweight(to_tsvector('simple', offers_plain(places.names)), 'D')
        || (SELECT coalesce(string_agg(format('%L:1', ':' || key), ' '), '') FROM unnest(
                ARRAY['kind:' || o.kind]
                || (SELECT array_agg('topic:' || one) FROM unnest(o.topics) one)
                || (SELECT array_agg('audience:' || one) FROM unnest(o.audiences) one)
                || (SELECT array_agg('trait:' || one) FROM unnest(o.traits) one)
                || (SELECT array_agg('lang:' || one) FROM unnest(o.languages) one)
                || CASE WHEN o.registration = 'none' THEN '{trait:ohne-anmeldung}'::text[] END
                || CASE WHEN places.at_home THEN '{trait:von-zu-hause}'::text[] END
                || CASE WHEN places.step_free THEN '{trait:stufenlos}'::text[] END) AS key)::tsvector
    INTO made
    FROM offers_offer o
    JOIN partners_organisation p ON p.id = o.provider_id
    CROSS JOIN LATERAL (SELECT string_agg(body, ' ') FILTER (WHERE field = 'title') AS titles,
                               string_agg(body, ' ') FILTER (WHERE field <> 'title') AS bodies
                        FROM offers_offertext t WHERE t.offer_id = o.id) AS texts
    CROSS JOIN LATERAL (SELECT string_agg(said.value, ' ') AS names FROM reference_topic t,
                        LATERAL (SELECT value FROM jsonb_each_text(t.names)
                                 UNION SELECT value FROM jsonb_each_text(t.plain_names)) AS said
                        WHERE t.slug = ANY (o.topics)) AS topic
    CROSS JOIN LATERAL (SELECT string_agg(said.value, ' ') AS names FROM reference_audience a, jsonb_each_text(a.names) said
                        WHERE a.slug = ANY (o.audiences) AND a.slug <> 'alle') AS audience
    CROSS JOIN LATERAL (SELECT string_agg(said.value, ' ') AS names FROM reference_trait t, jsonb_each_text(t.names) said
                        WHERE t.slug = ANY (o.traits)) AS trait
    CROSS JOIN LATERAL (SELECT string_agg(said.value, ' ') AS names FROM reference_language l, jsonb_each_text(l.names) said
                        WHERE l.code = ANY (o.languages) AND l.code <> 'de') AS language
    CROSS JOIN LATERAL (SELECT string_agg(DISTINCT concat_ws(' ', v.name, v.town), ' ') AS names,
                               coalesce(bool_or(r.venue_id IS NULL), o.kind = 'digital') AS at_home,
                               coalesce(bool_or(v.step_free = 'yes'), false) AS step_free
                        FROM offers_run r LEFT JOIN offers_venue v ON v.id = r.venue_id
                        WHERE r.offer_id = o.id AND r.state = 'open') AS places
    WHERE o.id = wanted;
    INSERT INTO offers_word (word, stems)
    SELECT lexeme, word_stems(lexeme) FROM unnest(made)
    WHERE strpos(lexeme, ':') = 0 AND length(lexeme) BETWEEN 2 AND 40
          AND NOT EXISTS (SELECT FROM offers_word known WHERE known.word = lexeme)
    ORDER BY lexeme
    ON CONFLICT DO NOTHING;
    RETURN made;
END $body$;
REVOKE EXECUTE ON FUNCTION offers_document(bigint) FROM PUBLIC;

CREATE FUNCTION offers_listing_after_texts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    PERFORM offers_list_anew(array_agg(DISTINCT offer_id)) FROM there;
    RETURN NULL;
END $body$;
CREATE TRIGGER listing_after_insert AFTER INSERT ON offers_offertext REFERENCING NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_texts();
CREATE TRIGGER listing_after_update AFTER UPDATE ON offers_offertext REFERENCING NEW TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_texts();
CREATE TRIGGER listing_after_delete AFTER DELETE ON offers_offertext REFERENCING OLD TABLE AS there
    FOR EACH STATEMENT EXECUTE FUNCTION offers_listing_after_texts();
"""
PLAIN = """
CREATE FUNCTION offers_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, public AS $body$
SELECT coalesce(array_to_string(public.word_list(said), ' '), '')
$body$;
"""
GONE = """
DROP TRIGGER listing_after_insert ON offers_offertext;
DROP TRIGGER listing_after_update ON offers_offertext;
DROP TRIGGER listing_after_delete ON offers_offertext;
DROP FUNCTION offers_listing_after_texts();
DROP FUNCTION offers_document(bigint);
"""


class Migration(migrations.Migration):
    """What the search reads of an offer: its words in every language."""

    dependencies = [("offers", "0003_same_tenant"), ("reference", "0003_words_people_use")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(db_collation="C", max_length=40, primary_key=True, serialize=False)),
                ("stems", django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), size=None)),
            ],
            options={"indexes": [GinIndex(fields=["stems"], name="words_by_stem"),
                                 GinIndex(OpClass("word", "gin_trgm_ops"), name="words_alike")]},
        ),
        migrations.RunSQL(PLAIN, "DROP FUNCTION offers_plain(text)"),
        migrations.RunSQL(FUNCTIONS, GONE),
    ]
