from django.db import migrations, models
from django.db.models import Q

# The portal may put a sealed remark beside an answer, once. The keeping job mixes open answers, so that nothing tells
# which came after which; and when a list closes it gets the remarks, sealed as they are, in random order and without
# the token's hash: but only where at least five answered, else they are gone unread. Neither reads an answer.
REMARKS = """
CREATE FUNCTION ledgers_take_remark(of_run bigint, hash text, sealed bytea, sealed_in date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF octet_length(sealed) > 2000 OR extract(day FROM sealed_in) <> 1 THEN
        RAISE EXCEPTION 'no remark';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('ledgers_take_answer', of_run));
    IF NOT EXISTS (SELECT FROM ledgers_openanswer WHERE token_hash = hash AND run = of_run) THEN
        RETURN 'first the faces';
    END IF;
    IF EXISTS (SELECT FROM ledgers_openanswer WHERE token_hash = hash AND question = 'remark') THEN
        RETURN 'again';
    END IF;
    INSERT INTO ledgers_openanswer (id, run, token_hash, question, value, remark, month)
    VALUES (gen_random_uuid(), of_run, hash, 'remark', 0, sealed, sealed_in);
    RETURN 'taken';
END $body$;

CREATE FUNCTION ledgers_mix_answers(of_run bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
SELECT pg_advisory_xact_lock(hashtextextended('ledgers_take_answer', of_run));
WITH gone AS (DELETE FROM ledgers_openanswer WHERE run = of_run RETURNING token_hash, question, value, remark, month)
INSERT INTO ledgers_openanswer (id, run, token_hash, question, value, remark, month)
SELECT gen_random_uuid(), of_run, token_hash, question, value, remark, month FROM gone ORDER BY gen_random_uuid();
$body$;

DROP FUNCTION ledgers_close_answers(bigint, bigint, bigint);
CREATE FUNCTION ledgers_close_answers(of_run bigint, of_provider bigint, of_site bigint, with_remarks boolean)
RETURNS TABLE (remark bytea, month date)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
SELECT pg_advisory_xact_lock(hashtextextended('ledgers_take_answer', of_run));
WITH gone AS (
    DELETE FROM ledgers_openanswer WHERE run = of_run RETURNING token_hash, question, value, remark, month
), closed AS (
    INSERT INTO ledgers_answer (id, run, provider, site, question, value)
    SELECT gen_random_uuid(), of_run, of_provider, of_site, question, value FROM gone
    WHERE value > 0 AND of_provider IS NOT NULL ORDER BY gen_random_uuid()
)
SELECT gone.remark, gone.month FROM gone
WHERE gone.remark IS NOT NULL AND with_remarks AND of_provider IS NOT NULL
    AND (SELECT count(DISTINCT token_hash) FROM gone) >= 5 ORDER BY gen_random_uuid();
$body$;

REVOKE EXECUTE ON FUNCTION ledgers_take_remark(bigint, text, bytea, date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION ledgers_mix_answers(bigint) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION ledgers_close_answers(bigint, bigint, bigint, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledgers_take_remark(bigint, text, bytea, date) TO desk_portal;
GRANT EXECUTE ON FUNCTION ledgers_mix_answers(bigint) TO keeping;
GRANT EXECUTE ON FUNCTION ledgers_close_answers(bigint, bigint, bigint, boolean) TO keeping;
"""
NO_REMARKS = """
DROP FUNCTION ledgers_take_remark(bigint, text, bytea, date);
DROP FUNCTION ledgers_mix_answers(bigint);
DROP FUNCTION ledgers_close_answers(bigint, bigint, bigint, boolean);
CREATE FUNCTION ledgers_close_answers(of_run bigint, of_provider bigint, of_site bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
WITH gone AS (DELETE FROM ledgers_openanswer WHERE run = of_run RETURNING question, value)
INSERT INTO ledgers_answer (id, run, provider, site, question, value)
SELECT gen_random_uuid(), of_run, of_provider, of_site, question, value FROM gone
WHERE value > 0 AND of_provider IS NOT NULL ORDER BY gen_random_uuid()
$body$;
REVOKE EXECUTE ON FUNCTION ledgers_close_answers(bigint, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledgers_close_answers(bigint, bigint, bigint) TO keeping;
"""


class Migration(migrations.Migration):
    """Beside the five faces of an answer there may be a sealed remark, until the list closes."""

    dependencies = [("ledgers", "0004_answers")]

    operations = [
        migrations.AddField("openanswer", "remark", models.BinaryField(null=True)),
        migrations.AddField("openanswer", "month", models.DateField(null=True)),
        migrations.AddConstraint("openanswer", models.CheckConstraint(
            condition=Q(question="remark", remark__isnull=False, month__isnull=False)
            | ~Q(question="remark") & Q(remark__isnull=True, month__isnull=True),
            name="answer_is_a_face_or_a_remark")),
        migrations.RunSQL(REMARKS, NO_REMARKS),
    ]
