from django.db import migrations

# The database itself says on which side a membership stands: whoever writes the row cannot say it wrongly. A unit
# counts as what it is a unit of, and what an office carries counts as the office. Counsellors are always the office's.
SIDE = """
CREATE FUNCTION people_side_of_membership() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
    office boolean;
    list boolean := NEW.role IN ('provider', 'leader');
BEGIN
    WITH RECURSIVE above(id, kind, parent_id, carrier_id) AS (
        SELECT id, kind, parent_id, carrier_id FROM partners_organisation WHERE id = NEW.organisation_id
        UNION
        SELECT o.id, o.kind, o.parent_id, o.carrier_id FROM partners_organisation o
        JOIN above ON o.id IN (above.parent_id, above.carrier_id)
    )
    SELECT NEW.role = 'counsellor' OR coalesce(bool_or(kind IN ('jobcenter', 'agency')), false)
    INTO office FROM above;
    NEW.side := CASE WHEN office AND list THEN 'both' WHEN office THEN 'office' WHEN list THEN 'list' ELSE '' END;
    RETURN NEW;
END $$;
CREATE TRIGGER membership_knows_its_side BEFORE INSERT OR UPDATE ON people_membership
    FOR EACH ROW EXECUTE FUNCTION people_side_of_membership();
"""


class Migration(migrations.Migration):
    """Nobody who works for a Jobcenter or an Agentur can hold a membership that shows who comes."""

    dependencies = [("people", "0001_people"), ("partners", "0001_partners")]

    operations = [
        migrations.RunSQL(SIDE, "DROP FUNCTION people_side_of_membership() CASCADE"),
    ]
