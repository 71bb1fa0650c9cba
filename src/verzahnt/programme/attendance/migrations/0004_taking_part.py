from uuid import uuid4

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from verzahnt.kit.tenants import same_tenant

# Marks and guests learn their run, marks their place's key. Forced row security would hide the rows from the owner.
FORWARD = """
ALTER TABLE bookings_place NO FORCE ROW LEVEL SECURITY;
ALTER TABLE attendance_mark NO FORCE ROW LEVEL SECURITY;
ALTER TABLE attendance_guests NO FORCE ROW LEVEL SECURITY;
ALTER TABLE offers_session NO FORCE ROW LEVEL SECURITY;
UPDATE attendance_mark t SET run = p.run_id, key = p.key, closes_on = p.closes_on
    FROM bookings_place p WHERE p.id = t.place_id;
UPDATE bookings_place p SET visits = (SELECT count(*) FROM attendance_mark m WHERE m.place_id = p.id);
UPDATE attendance_guests t SET run = s.run_id FROM offers_session s WHERE s.id = t.session_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE bookings_place FORCE ROW LEVEL SECURITY;
ALTER TABLE attendance_mark FORCE ROW LEVEL SECURITY;
ALTER TABLE attendance_guests FORCE ROW LEVEL SECURITY;
ALTER TABLE offers_session FORCE ROW LEVEL SECURITY;
ALTER TABLE attendance_mark DROP CONSTRAINT marks_go_with_their_place;
ALTER TABLE attendance_mark ADD CONSTRAINT attendance_mark_place_same_tenant
    FOREIGN KEY (place_id, run, provider, closes_on) REFERENCES bookings_place (id, run_id, provider, closes_on)
    ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE attendance_mark ADD CONSTRAINT attendance_mark_date_of_its_run
    FOREIGN KEY (session_id, run) REFERENCES offers_session (id, run_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE attendance_guests ADD CONSTRAINT attendance_guests_date_of_their_run
    FOREIGN KEY (session_id, run) REFERENCES offers_session (id, run_id) DEFERRABLE INITIALLY DEFERRED;
"""
BACK = """
ALTER TABLE attendance_guests DROP CONSTRAINT attendance_guests_date_of_their_run;
ALTER TABLE attendance_mark DROP CONSTRAINT attendance_mark_date_of_its_run;
ALTER TABLE attendance_mark DROP CONSTRAINT attendance_mark_place_same_tenant;
ALTER TABLE attendance_mark ADD CONSTRAINT marks_go_with_their_place
    FOREIGN KEY (place_id) REFERENCES bookings_place (id) ON DELETE CASCADE;
"""


class Migration(migrations.Migration):
    """Marks one's own card shows; links for leaders without an account."""

    dependencies = [("attendance", "0003_same_tenant"), ("bookings", "0004_taking_part"),
                    ("partners", "0001_partners")]

    operations = [
        migrations.AddField("mark", "run", models.BigIntegerField(null=True)),
        migrations.AddField("mark", "key", models.CharField(max_length=32, null=True)),
        migrations.AddField("guests", "run", models.BigIntegerField(null=True)),
        migrations.CreateModel(
            name="LeaderLink",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("provider", models.BigIntegerField()),
                ("name", models.CharField(max_length=12)),
                ("link_hash", models.CharField(blank=True, max_length=64)),
                ("month", models.DateField()),
                ("mailbox", models.BinaryField(default=b"")),
                ("made_on", models.DateField()),
                ("until", models.DateField()),
                ("revoked_on", models.DateField(null=True)),
                ("contact_point", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="partners.contactpoint")),
                ("run", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="leader_links", to="offers.run")),
            ],
        ),
        migrations.AddConstraint("leaderlink", models.UniqueConstraint(
            condition=~Q(link_hash=""), fields=["link_hash"], name="leader_link_opens_one_run")),
        migrations.AddConstraint("leaderlink", models.CheckConstraint(
            condition=Q(contact_point__isnull=False) | ~Q(mailbox=b""), name="leader_link_goes_somewhere")),
        migrations.RunSQL(FORWARD, BACK),
        migrations.AlterField("mark", "run", models.BigIntegerField()),
        migrations.AlterField("guests", "run", models.BigIntegerField()),
        migrations.AddIndex("mark", models.Index(
            fields=["key"], condition=Q(key__isnull=False), name="marks_of_a_key")),
        same_tenant("attendance_leaderlink", "run_id", "provider", parent="offers_run", theirs=("provider_id",)),
    ]
