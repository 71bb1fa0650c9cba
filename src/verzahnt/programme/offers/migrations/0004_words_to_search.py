from django.db import migrations


class Migration(migrations.Migration):
    """What the search reads of an offer: its words in every language."""

    dependencies = [("offers", "0003_same_tenant")]

    operations = []
