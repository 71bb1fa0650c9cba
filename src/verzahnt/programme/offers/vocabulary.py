"""Every word that stands in a published offer: what a mistyped or joined word is compared with."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from verzahnt.kit.keeping import Keeping, Until


class Word(models.Model):
    """A folded word of some offer, with the stems it may have (`word_stems`). The database notes them by itself."""

    word = models.CharField(max_length=40, primary_key=True, db_collation="C")
    stems = ArrayField(models.TextField())

    keeping = Keeping("Wörter, die in Angeboten stehen, für Tippfehler in der Suche",
                      Until("solange sie in einem Angebot stehen"))

    class Meta:
        app_label = "offers"
        indexes = [
            GinIndex(fields=["stems"], name="words_by_stem"),
            GinIndex(OpClass("word", "gin_trgm_ops"), name="words_alike"),
        ]

    def __str__(self) -> str:
        return self.word
