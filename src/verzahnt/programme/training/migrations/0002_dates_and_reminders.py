import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Certificates name the unit and the last reminder; courses have dates."""

    dependencies = [("training", "0001_training"), ("partners", "0001_partners")]

    operations = [
        migrations.AddField("certificate", "unit", models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
            to="partners.organisation")),
        migrations.AddField("certificate", "reminded", models.PositiveSmallIntegerField(null=True)),
        migrations.AddConstraint("certificate", models.UniqueConstraint(
            fields=("account", "course", "site"), name="certificate_once_per_course")),
        migrations.CreateModel(
            name="CourseDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("times", models.CharField(blank=True, max_length=100)),
                ("place", models.CharField(max_length=160)),
                ("how_to_register", models.CharField(max_length=300)),
                ("is_cancelled", models.BooleanField(default=False)),
                ("course", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="dates",
                                             to="training.course")),
                ("site", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+",
                                           to="partners.site")),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "constraints": [models.CheckConstraint(condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                                       name="course_date_ends_after_start")],
            },
        ),
    ]
