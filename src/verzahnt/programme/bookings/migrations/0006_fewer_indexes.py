import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes of places that no question used: by run (`places_of_a_run` begins with it) and for keys like some.

    Every booking had to write them.
    """

    dependencies = [("bookings", "0005_by_telephone")]

    operations = [
        migrations.AddConstraint("place", models.UniqueConstraint(
            fields=["key"], name="place_stands_under_a_key_of_its_own")),
        migrations.AlterField("place", "key", models.CharField(max_length=32, null=True)),
        migrations.AlterField("place", "run", models.ForeignKey(
            db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="places", to="offers.run")),
    ]
