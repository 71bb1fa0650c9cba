from django.db import migrations

from verzahnt.kit.tenants import same_tenant, tenant_key


class Migration(migrations.Migration):
    """Children name the same tenant as their parents; see `kit/tenants.py`."""

    dependencies = [("agreements", "0001_agreements")]

    operations = [
        tenant_key("agreements_agreement", "for_sites"),
        tenant_key("agreements_term", "for_sites"),
        same_tenant("agreements_party", "agreement_id", "for_sites", parent="agreements_agreement"),
        same_tenant("agreements_term", "agreement_id", "for_sites", parent="agreements_agreement"),
        same_tenant("agreements_signatory", "term_id", "for_sites", parent="agreements_term"),
    ]
