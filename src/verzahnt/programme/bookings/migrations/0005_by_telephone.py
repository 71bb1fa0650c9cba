from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Whether a place was entered by telephone stands on it, for the provider, who may not read its key."""

    dependencies = [("bookings", "0004_taking_part")]

    operations = [
        migrations.AddField("place", "by_telephone", models.GeneratedField(
            expression=Q(key__isnull=True), output_field=models.BooleanField(), db_persist=True)),
    ]
