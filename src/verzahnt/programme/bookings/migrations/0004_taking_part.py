from uuid import uuid4

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from verzahnt.kit.tenants import same_tenant

# Places learn of single dates. Children carry run, tenant and end of keeping of their place, and the database itself
# takes every change over to them and deletes them with it. Forced row security would hide the rows from the owner.
FORWARD = """
ALTER TABLE bookings_place NO FORCE ROW LEVEL SECURITY;
ALTER TABLE bookings_particulars NO FORCE ROW LEVEL SECURITY;
UPDATE bookings_particulars t SET run = p.run_id, closes_on = p.closes_on FROM bookings_place p WHERE p.id = t.place_id;
ALTER TABLE bookings_place FORCE ROW LEVEL SECURITY;
ALTER TABLE bookings_particulars FORCE ROW LEVEL SECURITY;
ALTER TABLE bookings_place DROP CONSTRAINT bookings_place_with_tenant;
ALTER TABLE bookings_place ADD CONSTRAINT bookings_place_as_it_stands UNIQUE (id, run_id, provider, closes_on);
ALTER TABLE bookings_particulars DROP CONSTRAINT particulars_go_with_their_place;
ALTER TABLE bookings_particulars ADD CONSTRAINT bookings_particulars_place_same_tenant
    FOREIGN KEY (place_id, run, provider, closes_on) REFERENCES bookings_place (id, run_id, provider, closes_on)
    ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE bookings_place ADD CONSTRAINT bookings_place_date_of_its_run
    FOREIGN KEY (session_id, run_id) REFERENCES offers_session (id, run_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bookings_dateseats ADD CONSTRAINT bookings_dateseats_date_of_its_run
    FOREIGN KEY (session_id, run_id) REFERENCES offers_session (id, run_id) ON DELETE CASCADE;
ALTER TABLE bookings_dateseats ADD CONSTRAINT bookings_dateseats_as_the_run_stands
    FOREIGN KEY (run_id, seats, whole, waiting_places)
    REFERENCES offers_seats (run_id, seats, taken, waiting_places) ON UPDATE CASCADE;
"""
BACK = """
ALTER TABLE bookings_dateseats DROP CONSTRAINT bookings_dateseats_as_the_run_stands;
ALTER TABLE bookings_dateseats DROP CONSTRAINT bookings_dateseats_date_of_its_run;
ALTER TABLE bookings_place DROP CONSTRAINT bookings_place_date_of_its_run;
ALTER TABLE bookings_particulars DROP CONSTRAINT bookings_particulars_place_same_tenant;
ALTER TABLE bookings_particulars ADD CONSTRAINT particulars_go_with_their_place
    FOREIGN KEY (place_id) REFERENCES bookings_place (id) ON DELETE CASCADE;
ALTER TABLE bookings_place DROP CONSTRAINT bookings_place_as_it_stands;
ALTER TABLE bookings_place ADD CONSTRAINT bookings_place_with_tenant UNIQUE (id, provider);
"""
STATES = [("taken", "Platz"), ("offered", "Platz angeboten"), ("waiting", "Warteliste"),
          ("lapsed", "nicht angenommen"), ("called_off", "abgesagt")]
NOTICES = [
    ("room", "Wir treffen uns an einem anderen Ort im Haus: %s"), ("bring", "Bitte bringen Sie mit: %s"),
    ("entrance", "Der Eingang ist an anderer Stelle: %s"), ("leader", "Diesmal leitet den Termin: %s"),
    ("online", "Der Termin findet online statt. So kommen Sie hinein: %s"),
    ("telephone", "Der Termin findet am Telefon statt. Wählen Sie: %s"),
]


class Migration(migrations.Migration):
    """Single dates, offered places, ways to reach somebody, counters of what is gone, notices to all."""

    dependencies = [("bookings", "0003_same_tenant"), ("offers", "0008_single_dates")]

    operations = [
        migrations.AddField("place", "session", models.ForeignKey(
            db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="places",
            to="offers.session")),
        migrations.AddField("place", "answer_by", models.DateField(null=True)),
        migrations.AddField("place", "visits", models.PositiveSmallIntegerField(default=0, db_default=0)),
        migrations.AddField("place", "stamp_key", models.CharField(max_length=32, null=True)),
        migrations.AddConstraint("place", models.UniqueConstraint(
            fields=["stamp_key"], name="place_keeps_stamps_under_a_key_of_its_own")),
        migrations.AlterField("place", "state", models.CharField(choices=STATES, max_length=10)),
        migrations.RemoveConstraint("place", "place_waits_with_a_turn"),
        migrations.AddConstraint("place", models.CheckConstraint(
            condition=Q(state="waiting", turn__gt=0) | ~Q(state="waiting") & Q(turn=0),
            name="place_waits_with_a_turn")),
        migrations.AddConstraint("place", models.CheckConstraint(
            condition=Q(state="offered", answer_by__isnull=False) | ~Q(state="offered") & Q(answer_by__isnull=True),
            name="place_offered_until_a_day")),
        migrations.AddIndex("place", models.Index(
            fields=["answer_by"], condition=Q(state="offered"), name="places_to_answer")),
        migrations.AddField("particulars", "run", models.BigIntegerField(null=True)),
        migrations.AddField("particulars", "contact_for", models.BinaryField(default=b"", db_default=b"")),
        migrations.AddField("particulars", "call_me", models.BinaryField(default=b"", db_default=b"")),
        migrations.CreateModel(
            name="DateSeats",
            fields=[
                ("session", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="seats",
                    serialize=False, to="offers.session")),
                ("run", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offers.run")),
                ("provider", models.BigIntegerField()),
                ("seats", models.PositiveSmallIntegerField(null=True)),
                ("whole", models.PositiveSmallIntegerField()),
                ("waiting_places", models.PositiveSmallIntegerField(null=True)),
                ("taken", models.PositiveSmallIntegerField(default=0)),
                ("waiting", models.PositiveSmallIntegerField(default=0)),
                ("is_counted", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddConstraint("dateseats", models.CheckConstraint(
            condition=Q(seats__isnull=True) | Q(seats__gte=F("taken") + F("whole")), name="date_not_over_its_seats")),
        migrations.AddConstraint("dateseats", models.CheckConstraint(
            condition=Q(waiting_places__isnull=True) | Q(waiting__lte=F("waiting_places")),
            name="date_not_over_its_waiting_list")),
        migrations.CreateModel(
            name="Gone",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("run", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offers.run")),
                ("session", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offers.session")),
                ("booked", models.PositiveIntegerField(default=0)),
                ("came", models.PositiveIntegerField(default=0)),
                ("visits", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddConstraint("gone", models.UniqueConstraint(
            fields=["run", "session"], nulls_distinct=False, name="gone_once_per_run_and_date")),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="offers.run")),
                ("session", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="notices",
                    to="offers.session")),
                ("provider", models.BigIntegerField()),
                ("kind", models.CharField(choices=NOTICES, max_length=12)),
                ("words", models.CharField(max_length=80)),
                ("told_on", models.DateField()),
            ],
            options={"ordering": ["told_on", "id"]},
        ),
        migrations.RunSQL(FORWARD, BACK),
        migrations.AlterField("particulars", "run", models.BigIntegerField()),
        same_tenant("bookings_dateseats", "session_id", "provider", parent="offers_session"),
        same_tenant("bookings_notice", "run_id", "provider", parent="offers_run", theirs=("provider_id",)),
    ]
