from django.db import migrations


class Migration(migrations.Migration):
    """When an offer takes place stands in the listing: weekdays and hours."""

    dependencies = [("offers", "0004_words_to_search")]

    operations = []
