"""Extensions (both may be created by the database's owner) and the order German readers expect."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

from verzahnt.kit import german_order


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(german_order.CREATE, german_order.DROP),
    ]
