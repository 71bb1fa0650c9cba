from django.db import migrations


class Migration(migrations.Migration):
    """Uploads of existing offers, and questions whether an offer is still right."""

    dependencies = [("offers", "0006_offer_life")]

    operations = []
