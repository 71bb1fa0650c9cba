from django.db import migrations, models
from django.db.models import Q

# What rows about single dates refer to: the run a date belongs to, and the run's counters as they stand.
FORWARD = """
ALTER TABLE offers_session ADD CONSTRAINT offers_session_with_run UNIQUE (id, run_id);
ALTER TABLE offers_seats ADD CONSTRAINT offers_seats_as_they_stand UNIQUE (run_id, seats, taken, waiting_places);
"""
BACK = """
ALTER TABLE offers_seats DROP CONSTRAINT offers_seats_as_they_stand;
ALTER TABLE offers_session DROP CONSTRAINT offers_session_with_run;
"""


class Migration(migrations.Migration):
    """Places in single dates beside those in the whole run, and a deadline for those who move up."""

    dependencies = [("offers", "0007_incoming")]

    operations = [
        migrations.AddField("seats", "singles", models.PositiveIntegerField(default=0, db_default=0)),
        migrations.AddField("seats", "answer_days", models.PositiveSmallIntegerField(default=0, db_default=0)),
        migrations.AddConstraint("seats", models.CheckConstraint(
            condition=Q(answer_days__lte=14), name="run_waits_two_weeks_at_most")),
        migrations.RunSQL(FORWARD, BACK),
    ]
