from django.db import migrations

# Nobody may write words; the keeping job may have those forgotten that stand in no published offer any more. Words
# that came back while they were being forgotten are noted again the next time.
FORGET = """
CREATE FUNCTION offers_forget_words() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
WITH said AS MATERIALIZED (
    SELECT word FROM ts_stat('SELECT document FROM offers_listing')
    WHERE strpos(word, ':') = 0 AND length(word) BETWEEN 2 AND 40
), missed AS (
    INSERT INTO offers_word (word, stems) SELECT word, word_stems(word) FROM said
    WHERE NOT EXISTS (SELECT FROM offers_word known WHERE known.word = said.word) ON CONFLICT DO NOTHING
), gone AS (
    DELETE FROM offers_word w WHERE NOT EXISTS (SELECT FROM said WHERE said.word = w.word) RETURNING w.word
)
SELECT count(*) FROM gone
$body$;
REVOKE EXECUTE ON FUNCTION offers_forget_words() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION offers_forget_words() TO keeping;
"""


class Migration(migrations.Migration):
    """A word is kept as long as it stands in an offer, and not until the end of the programme."""

    dependencies = [("offers", "0010_closed_to_new")]

    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION offers_forget_words()")]
