from django.db import migrations

FORWARD = """
ALTER TABLE bookings_particulars ADD CONSTRAINT particulars_go_with_their_place
    FOREIGN KEY (place_id) REFERENCES bookings_place (id) ON DELETE CASCADE
"""
BACK = "ALTER TABLE bookings_particulars DROP CONSTRAINT particulars_go_with_their_place"


class Migration(migrations.Migration):
    """The database itself deletes particulars with their place: whoever deletes a place need not see them."""

    dependencies = [("bookings", "0001_bookings")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
