from django.db import migrations

from verzahnt.kit.tenants import same_tenant, tenant_key


class Migration(migrations.Migration):
    """Children name the same tenant as their parents; see `kit/tenants.py`."""

    dependencies = [("offers", "0002_listing")]

    operations = [
        tenant_key("offers_offer", "provider_id"),
        tenant_key("offers_run", "provider_id"),
        tenant_key("offers_session", "provider"),
        same_tenant("offers_run", "offer_id", "provider_id", parent="offers_offer"),
        same_tenant("offers_approval", "offer_id", "provider", parent="offers_offer", theirs=("provider_id",)),
        same_tenant("offers_offermove", "offer_id", "provider", parent="offers_offer", theirs=("provider_id",)),
        same_tenant("offers_session", "run_id", "provider", parent="offers_run", theirs=("provider_id",)),
        same_tenant("offers_seats", "run_id", "provider", parent="offers_run", theirs=("provider_id",)),
    ]
