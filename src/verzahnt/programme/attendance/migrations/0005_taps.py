import django.db.models.deletion
from django.db import migrations, models

from verzahnt.kit.tenants import same_tenant


class Migration(migrations.Migration):
    """Taps that were done, so that a repeat does nothing more."""

    dependencies = [("attendance", "0004_taking_part"), ("offers", "0008_single_dates")]

    operations = [
        migrations.CreateModel(
            name="Tap",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("provider", models.BigIntegerField()),
                ("made_on", models.DateField()),
                ("run", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offers.run")),
            ],
        ),
        same_tenant("attendance_tap", "run_id", "provider", parent="offers_run", theirs=("provider_id",)),
    ]
