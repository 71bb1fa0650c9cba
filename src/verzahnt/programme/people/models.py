"""Staff accounts, their memberships and invitations. Participants never have an account."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from verzahnt.kit.keeping import After, Keeping
from verzahnt.programme.people.states import Role, Side


class Accounts(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, name: str = "") -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, email: str | None) -> "Account":
        return self.get(email=(email or "").lower())


class Account(AbstractBaseUser):
    """Somebody who works in the programme."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)

    objects = Accounts()
    USERNAME_FIELD = "email"

    keeping = Keeping("Anmeldung des Personals", After("der letzten Mitgliedschaft", years=1), persons=True)

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """An account acts for an organisation, at a site or a Land where the role needs one, from a day to a day.

    `side` is written by the database alone (see migration 0002): memberships of both sides never meet on a day.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("partners.Organisation", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    site = models.ForeignKey("partners.Site", models.PROTECT, null=True, blank=True, related_name="memberships")
    land = models.ForeignKey("reference.Land", models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)  # exclusive; empty: no end agreed
    side = models.CharField(max_length=6, choices=Side, default=Side.NEITHER, blank=True, editable=False)

    keeping = Keeping("Wer für welche Organisation handeln darf", After("dem Ende", years=1), persons=True)

    class Meta:
        ordering = ["account", "from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                                   name="membership_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.SITE_COORDINATION, Role.COUNSELLOR]) | Q(site__isnull=False),
                name="membership_of_a_site_names_it"),
            models.CheckConstraint(condition=~Q(role=Role.LAND_COORDINATION) | Q(land__isnull=False),
                                   name="membership_of_a_land_names_it"),
            models.CheckConstraint(condition=~Q(side=Side.BOTH), name="membership_is_not_on_both_sides"),
            ExclusionConstraint(
                name="nobody_is_on_both_sides",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("side", RangeOperators.NOT_EQUAL),
                    (Func("from_on", "until_on", function="daterange", output_field=DateRangeField()),
                     RangeOperators.OVERLAPS),
                ],
                condition=~Q(side=Side.NEITHER),
            ),
        ]


class Invitation(models.Model):
    """A mailed link with which somebody takes up a membership; only the link's hash is kept.

    The link's token follows from the number and the secret of the installation, so that the sending job can say it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField()
    organisation = models.ForeignKey("partners.Organisation", models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    site = models.ForeignKey("partners.Site", models.CASCADE, null=True, blank=True, related_name="+")
    land = models.ForeignKey("reference.Land", models.CASCADE, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Account, models.CASCADE, null=True, related_name="invited")
    expires_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True, blank=True)

    keeping = Keeping("Einladung von Personal", After("Ablauf", days=30), persons=True)

    class Meta:
        ordering = ["expires_at", "id"]
