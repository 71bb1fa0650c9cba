"""Forms of agreements, kinds of terms and mandates."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    AGREEMENT = "agreement", _("Kooperationsvereinbarung")
    DECLARATION = "declaration", _("Absichtserklärung")


class TermKind(TextChoices):
    INITIAL = "initial", _("Laufzeit")
    EXTENSION = "extension", _("Verlängerung")
    RENEWAL = "renewal", _("Folgevereinbarung")
    AMENDMENT = "amendment", _("Änderung")


class MandateKind(TextChoices):
    LEAD = "lead", _("Federführung")
    COORDINATION = "coordination", _("Programmkoordination")
