"""The four ledgers and the table of failed tries. No row points anywhere: numbers and words only."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from verzahnt.kit.keeping import FOR_GOOD, After, Keeping, Until


class JournalEntry(models.Model):
    """What staff did, and who looked at a list: the deed, its object, and by whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    account = models.BigIntegerField(null=True)
    link = models.CharField(max_length=40, blank=True)  # a leader's or lead's one-off link, by its own name
    deed = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    organisation = models.BigIntegerField(null=True)
    site = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    keeping = Keeping("Wer vom Personal was getan und welche Liste angesehen hat", After("dem Eintrag", years=2),
                      persons=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["object_kind", "object_id", "at"], name="journal_by_object")]


class OutboxItem(models.Model):
    """A letter to send: its kind and for which place or account; never an address, never a text."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    place = models.UUIDField(null=True)
    account = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=40, blank=True)  # what else the letter is about, as a number
    due_on = models.DateField(db_index=True)

    keeping = Keeping("Welcher Brief noch zu senden ist",
                      After("dem Tag, für den er bestimmt ist", days=14, sooner="bis zum Versand"), persons=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(place__isnull=True) | Q(account__isnull=True),
                                   name="outbox_one_receiver")
        ]


class Tally(models.Model):
    """What was counted once: places when a run closed, asks and weeks by month; never persons, never counted back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    month = models.DateField()
    site = models.BigIntegerField(null=True)
    kreis = models.CharField(max_length=5, blank=True)
    topic = models.CharField(max_length=40, blank=True)
    total = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    largest_unit = models.PositiveIntegerField()
    providers = ArrayField(models.BigIntegerField(), default=list)  # to count them over several rows

    keeping = Keeping("Zählung ohne Personen, Grundlage der Freigaben", FOR_GOOD)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "month", "site", "kreis", "topic"], nulls_distinct=False,
                                    name="tally_one_row_per_cell"),
            models.CheckConstraint(condition=Q(largest_unit__lte=models.F("total")), name="tally_largest_within_total"),
            models.CheckConstraint(condition=Q(month__day=1), name="tally_month_is_its_first_day"),
        ]


class OpenAnswer(models.Model):
    """A face somebody chose, until the run's list closes. No role reads it; by `token_hash` nobody answers twice.

    Where a run asks an open question, too, what was written stands in a line of its own, sealed under `month`'s key.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.BigIntegerField()
    token_hash = models.CharField(max_length=64)
    question = models.CharField(max_length=40)
    value = models.SmallIntegerField()  # 0: left out
    remark = models.BinaryField(null=True)
    month = models.DateField(null=True)  # of the run's end, not of the answer

    keeping = Keeping("Rückmeldung, die noch niemand lesen kann: mit der Prüfzahl eines Zettels, ohne Tag und Sprache; "
                      "freie Worte verschlüsselt", Until("bis die Liste des Durchgangs schließt"), persons=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash", "question"], name="answer_once_per_token"),
            models.CheckConstraint(condition=Q(question="remark", remark__isnull=False, month__isnull=False)
                                   | ~Q(question="remark") & Q(remark__isnull=True, month__isnull=True),
                                   name="answer_is_a_face_or_a_remark"),
        ]
        indexes = [models.Index(fields=["run"], name="open_answers_of_a_run")]


class Answer(models.Model):
    """A face somebody chose, after the list has closed: nothing says which answers came together, or when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.BigIntegerField()
    provider = models.BigIntegerField()
    site = models.BigIntegerField(null=True)
    question = models.CharField(max_length=40)
    value = models.SmallIntegerField()

    keeping = Keeping("Rückmeldung ohne Personen, Grundlage der Freigaben", FOR_GOOD)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(value__gte=1, value__lte=3), name="answer_is_a_face")]


class FailedTry(models.Model):
    """Wrong codes and failed log-ins per client, as salted hashes; in an unlogged table, gone within a day."""

    client = models.CharField(max_length=64)
    what = models.CharField(max_length=20)
    at = models.DateTimeField()

    keeping = Keeping("Bremse gegen das Raten von Karten und Passwörtern und gegen mehrfaches Zählen",
                      After("dem Versuch", days=1))

    class Meta:
        indexes = [models.Index(fields=["client", "what", "at"], name="failed_tries_of_a_client")]
