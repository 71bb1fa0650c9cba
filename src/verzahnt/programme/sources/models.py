"""The table of sources."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from verzahnt.kit.days import KnownDayColumns
from verzahnt.kit.keeping import Keeping


class Source(models.Model):
    """A publication or a data set that something in this house was taken from."""

    keeping = Keeping("Jede Angabe von außen nennt, woher sie kommt: wer, wann, wo, unter welcher Lizenz.")

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press_release", _("Pressemitteilung")
        NEWSPAPER = "newspaper", _("Zeitungsartikel")
        WEB_PAGE = "web_page", _("Internetseite")
        DATA_SET = "data_set", _("Datensatz")
        LAW = "law", _("Gesetz oder Verordnung")
        STUDY = "study", _("Studie oder Bericht")
        BROCHURE = "brochure", _("Broschüre oder Leitfaden")
        OWN_WORK = "own_work", _("Eigene Zusammenstellung")
        OTHER = "other", _("Andere Veröffentlichung")

    slug = models.SlugField(unique=True, max_length=80)
    kind = models.CharField("Art", max_length=20, choices=Kind)
    title = models.CharField("Titel", max_length=300)
    author = models.CharField("Verfasser", max_length=200, blank=True)
    publisher = models.CharField("Herausgeber", max_length=200, blank=True)
    published = KnownDayColumns("veröffentlicht")
    address = models.URLField("Adresse", max_length=500, blank=True)
    licence = models.CharField("Lizenz", max_length=120, blank=True)
    licence_address = models.URLField("Adresse der Lizenz", max_length=300, blank=True)
    attribution = models.CharField("Nennung", max_length=500, blank=True, help_text="so, wie die Lizenz es verlangt")
    used_for = models.TextField("Wofür", blank=True, help_text="was in diesem Haus daraus stammt")
    retrieved_on = models.DateField("abgerufen am", null=True, blank=True)

    class Meta:
        verbose_name = "Quelle"
        verbose_name_plural = "Quellen"
        ordering = ("slug",)
        constraints = [
            models.CheckConstraint(
                name="source_data_set_names_its_terms",
                condition=~Q(kind="data_set") | (~Q(licence="") & ~Q(attribution="")),
                violation_error_message="Ein Datensatz nennt seine Lizenz und wie er genannt werden will.",
            ),
            models.CheckConstraint(
                name="source_kind_is_known",
                condition=Q(kind__in=["press_release", "newspaper", "web_page", "data_set", "law", "study", "brochure",
                                      "own_work", "other"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def by(self) -> str:
        """Whom to name as the voice of the source."""
        return ", ".join(name for name in (self.author, self.publisher) if name)
