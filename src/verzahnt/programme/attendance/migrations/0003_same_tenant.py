from django.db import migrations

from verzahnt.kit.tenants import same_tenant


class Migration(migrations.Migration):
    """Children name the same tenant as their parents; see `kit/tenants.py`."""

    dependencies = [("attendance", "0002_gone_with_the_place"), ("offers", "0003_same_tenant")]

    operations = [
        same_tenant("attendance_guests", "session_id", "provider", parent="offers_session"),
        same_tenant("attendance_mark", "session_id", "provider", parent="offers_session"),
    ]
