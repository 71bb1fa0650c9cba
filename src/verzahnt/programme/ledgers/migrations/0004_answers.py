from uuid import uuid4

from django.db import migrations, models
from django.db.models import Q

# Three functions are the only ways to answers. The portal may hand one in and learns just whether it was taken; the
# keeping job may part those of a run from their tokens, in random order and under fresh numbers. Neither reads any.
FUNCTIONS = """
CREATE FUNCTION ledgers_take_answer(of_run bigint, hash text, asked text[], said smallint[], most integer)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
    IF hash !~ '^[0-9a-f]{64}$' OR cardinality(asked) <> cardinality(said) OR NOT said <@ '{0,1,2,3}'::smallint[] THEN
        RAISE EXCEPTION 'no answer';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('ledgers_take_answer', of_run));
    IF EXISTS (SELECT FROM ledgers_openanswer WHERE token_hash = hash) THEN
        RETURN 'again';
    END IF;
    IF (SELECT count(DISTINCT token_hash) FROM ledgers_openanswer WHERE run = of_run) >= most THEN
        RETURN 'enough';
    END IF;
    INSERT INTO ledgers_openanswer (id, run, token_hash, question, value)
    SELECT gen_random_uuid(), of_run, hash, one.question, one.face FROM unnest(asked, said) AS one (question, face);
    RETURN 'taken';
END $body$;

CREATE FUNCTION ledgers_runs_with_open_answers() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
SELECT DISTINCT run FROM ledgers_openanswer ORDER BY run
$body$;

CREATE FUNCTION ledgers_close_answers(of_run bigint, of_provider bigint, of_site bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
WITH gone AS (DELETE FROM ledgers_openanswer WHERE run = of_run RETURNING question, value)
INSERT INTO ledgers_answer (id, run, provider, site, question, value)
SELECT gen_random_uuid(), of_run, of_provider, of_site, question, value FROM gone
WHERE value > 0 AND of_provider IS NOT NULL ORDER BY gen_random_uuid()
$body$;

REVOKE EXECUTE ON FUNCTION ledgers_take_answer(bigint, text, text[], smallint[], integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION ledgers_runs_with_open_answers() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION ledgers_close_answers(bigint, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledgers_take_answer(bigint, text, text[], smallint[], integer) TO desk_portal;
GRANT EXECUTE ON FUNCTION ledgers_runs_with_open_answers() TO keeping;
GRANT EXECUTE ON FUNCTION ledgers_close_answers(bigint, bigint, bigint) TO keeping;
"""
NO_FUNCTIONS = """
DROP FUNCTION ledgers_take_answer(bigint, text, text[], smallint[], integer);
DROP FUNCTION ledgers_runs_with_open_answers();
DROP FUNCTION ledgers_close_answers(bigint, bigint, bigint);
"""


class Migration(migrations.Migration):
    """Answers wait in a table nobody can read until their list closes. Until now there were none."""

    dependencies = [("ledgers", "0003_wishes")]

    operations = [
        migrations.CreateModel(
            name="OpenAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("run", models.BigIntegerField()),
                ("token_hash", models.CharField(max_length=64)),
                ("question", models.CharField(max_length=40)),
                ("value", models.SmallIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(model_name="answer", name="answer_once_per_token"),
        migrations.RemoveField(model_name="answer", name="token_hash"),
        migrations.AddField(model_name="answer", name="provider", field=models.BigIntegerField(default=0),
                            preserve_default=False),
        migrations.AddField(model_name="answer", name="site", field=models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(condition=Q(value__gte=1, value__lte=3), name="answer_is_a_face"),
        ),
        migrations.AddConstraint(
            model_name="openanswer",
            constraint=models.UniqueConstraint(fields=["token_hash", "question"], name="answer_once_per_token"),
        ),
        migrations.AddIndex(
            model_name="openanswer",
            index=models.Index(fields=["run"], name="open_answers_of_a_run"),
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]
