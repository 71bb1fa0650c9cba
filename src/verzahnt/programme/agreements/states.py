"""Forms of agreements, kinds of terms and mandates."""

from django.db.models import TextChoices


class Form(TextChoices):
    AGREEMENT = "agreement", "Kooperationsvereinbarung"
    DECLARATION = "declaration", "Absichtserklärung"


class TermKind(TextChoices):
    INITIAL = "initial", "Laufzeit"
    EXTENSION = "extension", "Verlängerung"
    RENEWAL = "renewal", "Folgevereinbarung"
    AMENDMENT = "amendment", "Änderung"


class MandateKind(TextChoices):
    LEAD = "lead", "Federführung"
    COORDINATION = "coordination", "Programmkoordination"
