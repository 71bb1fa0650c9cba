from django.db import migrations

from verzahnt.kit.tenants import same_tenant, tenant_key


class Migration(migrations.Migration):
    """Children name the same tenant as their parents; see `kit/tenants.py`."""

    dependencies = [("bookings", "0002_gone_with_the_place"), ("offers", "0003_same_tenant")]

    operations = [
        tenant_key("bookings_place", "provider"),
        same_tenant("bookings_place", "run_id", "provider", parent="offers_run", theirs=("provider_id",)),
    ]
