from django.db import migrations


class Migration(migrations.Migration):
    """Copies, moved and cancelled sessions."""

    dependencies = [("offers", "0005_listing_times")]

    operations = []
