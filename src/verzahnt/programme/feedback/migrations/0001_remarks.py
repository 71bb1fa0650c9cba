import uuid

import django.db.models.deletion
from django.db import migrations, models

from verzahnt.kit.tenants import same_tenant


class Migration(migrations.Migration):
    """Whether a run asks an open question, and what people wrote. See `kit/tenants.py` for the last operations."""

    dependencies = [("offers", "0008_single_dates")]

    operations = [
        migrations.CreateModel(
            name="OpenQuestion",
            fields=[
                ("run", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False,
                    to="offers.run")),
                ("provider", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("provider", models.BigIntegerField()),
                ("closed_on", models.DateField()),
                ("text", models.BinaryField()),
                ("run", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offers.run")),
            ],
        ),
        same_tenant("feedback_openquestion", "run_id", "provider", parent="offers_run", theirs=("provider_id",)),
        same_tenant("feedback_remark", "run_id", "provider", parent="offers_run", theirs=("provider_id",)),
    ]
