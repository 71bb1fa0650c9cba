import django.contrib.postgres.fields
from django.db import migrations, models

# How words are compared, in every script: without case, accents and marks; what is written in several ways is one.
# `kit.words.folded` does the same in Python; a test compares the two.
FUNCTIONS = r"""
CREATE FUNCTION word_fold(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog AS $body$
SELECT replace(replace(replace(translate(
    regexp_replace(normalize(lower(normalize(said, NFKC)), NFKD),
                   '[\u0300-\u036F\u064B-\u065F\u0670\u0640\u200C\u200D\u00AD\u02BC\u2019'']', '', 'g'),
    'ıłđøґىیکة', 'ildoгييكه'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') COLLATE "C"
$body$;

CREATE FUNCTION word_list(said text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, public AS $body$
SELECT array_remove(regexp_split_to_array(public.word_fold(said), '[^[:alnum:]]+'), '')
$body$;

-- The stems a word may have, each marked with its language, so that only those of one language are compared. Words in
-- other scripts than the Latin one also get their beginning: Ukrainian and Persian have no stemmer here.
CREATE FUNCTION word_stems(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog AS $body$
SELECT array_remove(ARRAY[
    'g:' || (ts_lexize('german_stem', word))[1], 'e:' || (ts_lexize('english_stem', word))[1],
    't:' || (ts_lexize('turkish_stem', word))[1],
    CASE WHEN word ~ '[а-яѐ-џґ]' THEN 'r:' || (ts_lexize('russian_stem', word))[1] END,
    CASE WHEN word ~ '[ء-ي]' THEN 'a:' || (ts_lexize('arabic_stem', word))[1] END,
    CASE WHEN word !~ '[a-z0-9]' AND length(word) >= 5
         THEN 'b:' || left(word, greatest(4, length(word) - 2)) END], NULL)
$body$;
"""
GONE = """
DROP FUNCTION word_stems(text);
DROP FUNCTION word_list(text);
DROP FUNCTION word_fold(text);
"""


class Migration(migrations.Migration):
    """The words people use: how they are compared, and what they mean."""

    dependencies = [("reference", "0002_areas_and_lists")]

    operations = [
        migrations.RunSQL(FUNCTIONS, GONE),
        migrations.CreateModel(
            name="Concept",
            fields=[
                ("slug", models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name="Kürzel")),
                ("asked", models.JSONField(verbose_name="was Menschen eingeben")),
                ("words", models.JSONField(verbose_name="wie Angebote es nennen")),
                ("also", models.JSONField(default=list, verbose_name="was dem nahekommt")),
                ("topics", django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=40), blank=True, default=list, size=None,
                    verbose_name="Themen")),
                ("keys", django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=60), blank=True, default=list, size=None,
                    verbose_name="Merkmale")),
            ],
            options={"verbose_name": "Begriff der Suche", "verbose_name_plural": "Begriffe der Suche",
                     "ordering": ("slug",)},
        ),
    ]
