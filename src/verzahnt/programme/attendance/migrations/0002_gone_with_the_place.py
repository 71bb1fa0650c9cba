from django.db import migrations

FORWARD = """
ALTER TABLE attendance_mark ADD CONSTRAINT marks_go_with_their_place
    FOREIGN KEY (place_id) REFERENCES bookings_place (id) ON DELETE CASCADE
"""
BACK = "ALTER TABLE attendance_mark DROP CONSTRAINT marks_go_with_their_place"


class Migration(migrations.Migration):
    """The database itself deletes marks with their place: whoever deletes a place need not see them."""

    dependencies = [("attendance", "0001_attendance")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
