import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Feedback as it leaves: runs, how many answered, and a face."""

    dependencies = [("evaluation", "0002_months")]

    operations = [
        migrations.CreateModel(
            name="ReleasedAnswers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.BigIntegerField()),
                ("site", models.BigIntegerField(null=True)),
                ("question", models.CharField(max_length=40)),
                ("runs", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField())),
                ("answers", models.PositiveIntegerField()),
                ("face", models.SmallIntegerField()),
                ("released_on", models.DateField()),
            ],
            options={
                "ordering": ["-released_on", "-id"],
                "indexes": [models.Index(fields=["provider"], name="released_answers_of_provider"),
                            models.Index(fields=["site"], name="released_answers_at_site")],
                "constraints": [
                    models.CheckConstraint(condition=Q(answers__gte=5), name="released_answers_hide_small"),
                    models.CheckConstraint(condition=Q(face__gte=1, face__lte=3), name="released_answers_are_a_face"),
                ],
            },
        ),
    ]
