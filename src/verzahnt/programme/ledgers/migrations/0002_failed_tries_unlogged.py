from django.db import migrations


class Migration(migrations.Migration):
    """Failed tries never reach the write-ahead log or a backup."""

    dependencies = [("ledgers", "0001_ledgers")]

    operations = [
        migrations.RunSQL("ALTER TABLE ledgers_failedtry SET UNLOGGED", "ALTER TABLE ledgers_failedtry SET LOGGED")
    ]
