from django.db import migrations

from verzahnt.kit.tenants import same_tenant, tenant_key


class Migration(migrations.Migration):
    """Children name the same tenant as their parents; see `kit/tenants.py`."""

    dependencies = [("funding", "0001_funding")]

    operations = [
        tenant_key("funding_allotment", "site_id", "payer_id"),
        same_tenant("funding_commitment", "allotment_id", "site_id", "payer_id", parent="funding_allotment"),
    ]
