from django.db import migrations

# The portal may count a wish and can read nothing, not even what it counted: it may call this, and has no grant on the
# table. There is no row per wish, hence no order and no time but the month; every night the counters are written anew
# together (`actions_wishes.forget_the_order`), so that not even their versions tell which of them was counted last.
COUNT = """
CREATE FUNCTION ledgers_count_wish(topic text, area text, month date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
INSERT INTO ledgers_tally (id, kind, month, site, kreis, topic, total, units, largest_unit, providers)
SELECT gen_random_uuid(), 'wishes', date_trunc('month', month)::date, NULL, area, topic, 1, 1, 1, '{}'
WHERE area ~ '^[0-9]{5}$' AND topic ~ '^[a-z0-9-]{1,40}$'
ON CONFLICT (kind, month, site, kreis, topic) DO UPDATE
SET (total, units) = (ledgers_tally.total + 1, ledgers_tally.units + 1)
$body$;
REVOKE EXECUTE ON FUNCTION ledgers_count_wish(text, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledgers_count_wish(text, text, date) TO desk_portal;
"""


class Migration(migrations.Migration):
    """Wishes are counted by topic, area and month, by a function that the portal alone may call."""

    dependencies = [("ledgers", "0002_failed_tries_unlogged")]

    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION ledgers_count_wish(text, text, date)")]
