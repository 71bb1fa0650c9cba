from django.db import migrations, models

NOTICES = [
    ("room", "Wir treffen uns an einem anderen Ort im Haus: %s"), ("bring", "Bitte bringen Sie mit: %s"),
    ("entrance", "Der Eingang ist an anderer Stelle: %s"), ("leader", "Diesmal leitet den Termin: %s"),
    ("online", "Der Termin findet online statt. So kommen Sie hinein: %s"),
    ("later", "Der Beginn ist heute %s Minuten später."),
    ("telephone", "Der Termin findet am Telefon statt. Wählen Sie: %s"),
]


class Migration(migrations.Migration):
    """Whoever has a place may be told that today's date begins later."""

    dependencies = [("bookings", "0006_fewer_indexes")]

    operations = [migrations.AlterField("notice", "kind", models.CharField(choices=NOTICES, max_length=12))]
