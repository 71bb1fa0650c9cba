import uuid

from django.db import migrations, models
from django.db.models import CASCADE, F, Q

from verzahnt.kit.tenants import same_tenant

UPLOAD_STATES = [("read", "gelesen"), ("waiting", "wartet"), ("taking_in", "wird übernommen"), ("done", "übernommen"),
                 ("failed", "nicht übernommen")]
ANSWERS = [("right", "stimmt noch"), ("changed", "hat sich geändert"), ("ended", "gibt es nicht mehr")]
OWN_UUID = ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False))


class Migration(migrations.Migration):
    """Uploads of existing offers, dates that wait for a yes, and questions whether an offer is still right."""

    dependencies = [("offers", "0006_offer_life")]

    operations = [
        migrations.AddField("offer", "own_key", models.CharField(max_length=40, blank=True, default="", db_default="")),
        migrations.AddConstraint("offer", models.UniqueConstraint(
            fields=["provider", "own_key"], condition=~Q(own_key=""), name="offer_once_per_own_key")),
        migrations.CreateModel("Upload", [
            OWN_UUID,
            ("provider", models.ForeignKey("partners.Organisation", CASCADE, related_name="+")),
            ("account", models.BigIntegerField(null=True)),
            ("uploaded_at", models.DateTimeField()),
            ("file_name", models.CharField(max_length=120)),
            ("head", models.JSONField(default=list)),
            ("rows", models.JSONField(default=list)),
            ("columns", models.JSONField(default=list)),
            ("silence_confirmed", models.BooleanField(default=False)),
            ("state", models.CharField(choices=UPLOAD_STATES, default="read", max_length=10)),
            ("started_at", models.DateTimeField(blank=True, null=True)),
            *((name, models.PositiveIntegerField(default=0))
              for name in ("done", "total", "new", "changed", "unchanged", "left_out")),
            ("sentences", models.JSONField(default=list)),
        ], options={"ordering": ["-uploaded_at"], "constraints": [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="upload_not_over_its_end")]}),
        migrations.CreateModel("PreparedRun", [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("offer", models.ForeignKey("offers.Offer", CASCADE, related_name="prepared_runs")),
            ("provider", models.BigIntegerField()),
            ("venue", models.CharField(blank=True, max_length=120)),
            ("street", models.CharField(blank=True, max_length=120)),
            ("postal_code", models.CharField(blank=True, max_length=5)),
            ("town", models.CharField(blank=True, max_length=80)),
            ("online_how", models.CharField(blank=True, max_length=200)),
            ("times", models.JSONField(default=list)),
            ("seats", models.PositiveSmallIntegerField(default=0)),
        ], options={"ordering": ["offer", "id"]}),
        migrations.CreateModel("Inquiry", [
            OWN_UUID,
            ("offer", models.ForeignKey("offers.Offer", CASCADE, related_name="inquiries")),
            ("provider", models.BigIntegerField()),
            ("site", models.BigIntegerField(null=True)),
            ("opened_on", models.DateField()),
            ("asked_on", models.DateField()),
            ("times_asked", models.PositiveSmallIntegerField(default=1)),
            ("answer", models.CharField(blank=True, choices=ANSWERS, max_length=8)),
            ("note", models.CharField(blank=True, max_length=300)),
            ("answered_on", models.DateField(blank=True, null=True)),
            ("closed_on", models.DateField(blank=True, null=True)),
        ], options={"ordering": ["opened_on", "id"], "constraints": [
            models.UniqueConstraint(fields=["offer"], condition=Q(closed_on=None), name="inquiry_open_once"),
            models.CheckConstraint(condition=Q(answer="") | Q(answered_on__isnull=False),
                                   name="inquiry_answered_on_a_day")]}),
        migrations.CreateModel("InquiryLink", [
            OWN_UUID,
            ("provider", models.ForeignKey("partners.Organisation", CASCADE, related_name="+")),
            ("link_hash", models.CharField(max_length=64, unique=True)),
            ("made_at", models.DateTimeField()),
        ], options={"ordering": ["-made_at"]}),
        same_tenant("offers_preparedrun", "offer_id", "provider", parent="offers_offer", theirs=("provider_id",)),
        same_tenant("offers_inquiry", "offer_id", "provider", parent="offers_offer", theirs=("provider_id",)),
    ]
