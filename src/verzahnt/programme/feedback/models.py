"""Whether a run asks an open question beside the faces, and what people wrote: for its provider alone."""

from uuid import uuid4

from django.db import models

from verzahnt.kit.keeping import After, Keeping
from verzahnt.programme.feedback.rules import REMARKS_KEPT_YEARS
from verzahnt.programme.offers.runs import AS_THE_RUN


class OpenQuestion(models.Model):
    """That after this run people may write a few words, too. As long as there is no such row, nobody is asked."""

    run = models.OneToOneField("offers.Run", models.CASCADE, primary_key=True, related_name="+")
    provider = models.BigIntegerField()  # tenant column

    keeping = Keeping("Dass nach einem Durchgang auch freie Worte erbeten sind", AS_THE_RUN)


class Remark(models.Model):
    """What somebody wrote about a run, parted from faces and token when the list closed: sealed, and in no order.

    There is one only where at least five answered. The key is that of the month in which it goes.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey("offers.Run", models.CASCADE, related_name="+")
    provider = models.BigIntegerField()  # tenant column
    closed_on = models.DateField()  # of the list, not of the answer
    text = models.BinaryField()

    keeping = Keeping("Freie Worte zu einem Angebot, verschlüsselt, nur für seinen Anbieter",
                      After("dem Schluss der Liste", years=REMARKS_KEPT_YEARS), persons=True)
