"""Lists in every language: topics, audiences, traits, languages, insurers, words people type, help lines, holidays."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from verzahnt.kit.keeping import Keeping

GERMAN = "de"


class Named(models.Model):
    """What bears a name in several languages: `{"de": …, "de-simple": …, "en": …}`. German is always there."""

    slug = models.SlugField("Kürzel", max_length=40, primary_key=True)
    names = models.JSONField("Namen")
    rank = models.PositiveSmallIntegerField("Reihenfolge")

    class Meta:
        abstract = True
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The German name."""
        return str(self.names[GERMAN])

    def name_in(self, language: str) -> str:
        """The name in this language, else in German."""
        return _said(self.names, language)


def _said(names: dict[str, str], language: str) -> str:
    return names.get(language) or names[GERMAN]


class Topic(Named):
    """A field of action of the Leitfaden Prävention, or one of the programme's own topics."""

    keeping = Keeping("Themen, nach denen Angebote geordnet und gezählt werden.")

    plain_names = models.JSONField("einfache Namen", help_text="so heißt das Thema auf den Seiten für alle")
    icon = models.SlugField("Bild", max_length=40)
    is_field_of_action = models.BooleanField("Handlungsfeld des Leitfadens Prävention")
    is_first_choice = models.BooleanField("steht auf der Startseite")

    class Meta(Named.Meta):
        verbose_name = "Thema"
        verbose_name_plural = "Themen"
        constraints = [
            models.CheckConstraint(name="topic_has_german_names",
                                   condition=Q(names__has_key="de") & Q(plain_names__has_key="de")),
        ]

    @property
    def plain_name(self) -> str:
        """The German name for everyone: "Bewegen"."""
        return str(self.plain_names[GERMAN])

    def plain_name_in(self, language: str) -> str:
        """The name for everyone in this language, else in German."""
        return _said(self.plain_names, language)


class Audience(Named):
    """For whom something is. "For all" matches every other one."""

    keeping = Keeping("Zielgruppen, für die Angebote da sind.")

    FOR_ALL = "alle"

    class Meta(Named.Meta):
        verbose_name = "Zielgruppe"
        verbose_name_plural = "Zielgruppen"
        constraints = [models.CheckConstraint(name="audience_has_german_name", condition=Q(names__has_key="de"))]


class Trait(Named):
    """What makes an offer easy to reach: childcare, no registration, accompaniment …"""

    keeping = Keeping("Merkmale, an denen man sieht, wie leicht ein Angebot zu erreichen ist.")

    icon = models.SlugField("Bild", max_length=40)

    class Meta(Named.Meta):
        verbose_name = "Merkmal"
        verbose_name_plural = "Merkmale"
        constraints = [models.CheckConstraint(name="trait_has_german_name", condition=Q(names__has_key="de"))]


class Language(models.Model):
    """A language in which an offer may be held. Not to be mixed with the languages our pages have."""

    keeping = Keeping("Sprachen, in denen Angebote stattfinden.")

    class Direction(models.TextChoices):
        LTR = "ltr", "von links nach rechts"
        RTL = "rtl", "von rechts nach links"

    code = models.CharField("Kürzel", max_length=8, primary_key=True)
    names = models.JSONField("Namen")
    own_name = models.CharField("eigener Name", max_length=80, blank=True)
    direction = models.CharField("Schreibrichtung", max_length=3, choices=Direction)

    class Meta:
        verbose_name = "Sprache"
        verbose_name_plural = "Sprachen"
        ordering = ("code",)
        constraints = [models.CheckConstraint(name="language_has_german_name", condition=Q(names__has_key="de"))]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The German name."""
        return str(self.names[GERMAN])

    def name_in(self, language: str) -> str:
        """What the language is called in this language, else in German."""
        return _said(self.names, language)


class Insurer(models.Model):
    """A statutory health insurer, by name only."""

    keeping = Keeping("Die gesetzlichen Krankenkassen mit Namen und Art.")

    class Kind(models.TextChoices):
        AOK = "AOK", "Allgemeine Ortskrankenkasse"
        EK = "EK", "Ersatzkasse"
        BKK = "BKK", "Betriebskrankenkasse"
        IKK = "IKK", "Innungskrankenkasse"
        KBS = "KBS", "Knappschaft"
        LKK = "LKK", "Landwirtschaftliche Krankenkasse"

    class Openness(models.TextChoices):
        EVERYWHERE = "geoeffnet", "geöffnet"
        REGIONAL = "geoeffnet_regional", "in einzelnen Ländern geöffnet"
        COMPANY = "betriebsbezogen", "für einen Betrieb"
        PROFESSION = "berufsstaendisch", "für einen Berufsstand"

    slug = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField("Art", max_length=3, choices=Kind)
    association = models.CharField("Verband", max_length=120, blank=True, help_text="Bundesverband der Kassenart")
    openness = models.CharField("Öffnung", max_length=20, choices=Openness)
    is_confirmed = models.BooleanField("in mehreren Listen gefunden")

    class Meta:
        verbose_name = "Krankenkasse"
        verbose_name_plural = "Krankenkassen"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Concept(models.Model):
    """Words people type, and what they mean: how offers name it, its topics, and facts of an offer that say the same.

    One with nothing to look for holds words that say nothing about an offer ("ich", "suche").
    """

    keeping = Keeping("Wörter, mit denen Menschen suchen, und was sie meinen.")

    slug = models.SlugField("Kürzel", max_length=40, primary_key=True)
    asked = models.JSONField("was Menschen eingeben")  # [["rauchen", "aufhoren"], …]: folded words that belong together
    words = models.JSONField("wie Angebote es nennen")  # folded; a star at the end: the beginning of words
    also = models.JSONField("was dem nahekommt", default=list)  # like `words`
    topics = ArrayField(models.CharField(max_length=40), verbose_name="Themen", default=list, blank=True)
    keys = ArrayField(models.CharField(max_length=60), verbose_name="Merkmale", default=list, blank=True)
    refusable = models.BooleanField("kann unerwünscht sein", default=False)  # "ohne Kinder", but never "ohne Stress"

    class Meta:
        verbose_name = "Begriff der Suche"
        verbose_name_plural = "Begriffe der Suche"
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class HelpLine(Named):
    """A telephone where somebody listens, or comes: shown to who types words of great distress."""

    keeping = Keeping("Nummern, unter denen Menschen in Not sofort jemanden erreichen.")

    said = models.JSONField("für wen und wann")
    numbers = ArrayField(models.CharField(max_length=30), verbose_name="Nummern")
    chat = models.URLField("zum Schreiben", blank=True)
    source = models.URLField("Quelle")
    languages = ArrayField(models.CharField(max_length=10), verbose_name="nur für diese Sprachen", default=list,
                           blank=True)

    class Meta(Named.Meta):
        verbose_name = "Hilfetelefon"
        verbose_name_plural = "Hilfetelefone"
        constraints = [models.CheckConstraint(name="help_line_has_german_words",
                                              condition=Q(names__has_key="de") & Q(said__has_key="de"))]

    def said_in(self, language: str) -> str:
        """For whom it is there, and when."""
        return _said(self.said, language)


class Crisis(models.Model):
    """Words in which great distress is said, and the help lines that belong to them."""

    keeping = Keeping("Wörter, mit denen Menschen in großer Not suchen.")

    slug = models.SlugField("Kürzel", max_length=40, primary_key=True)
    said = models.JSONField("was Menschen eingeben")  # by language: folded words side by side; a star: any ending
    unless = models.JSONField("außer bei", default=list)  # words that give another meaning to all of it
    lines = ArrayField(models.SlugField(max_length=40), verbose_name="Hilfetelefone")

    class Meta:
        verbose_name = "Wörter in Not"
        verbose_name_plural = "Wörter in Not"
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class SchoolHoliday(models.Model):
    """A stretch of school holidays in a Land, both days included. Data under ODbL, kept apart for that reason."""

    keeping = Keeping("Schulferien, damit Durchgänge sie meiden können.")

    land = models.ForeignKey("reference.Land", on_delete=models.CASCADE, related_name="school_holidays")
    name = models.CharField(max_length=60)
    begins_on = models.DateField("erster Ferientag")
    ends_on = models.DateField("letzter Ferientag")
    only_for = models.CharField("gilt nur für", max_length=80, blank=True)

    class Meta:
        verbose_name = "Schulferien"
        verbose_name_plural = "Schulferien"
        ordering = ("begins_on", "land", "only_for")
        constraints = [
            models.UniqueConstraint(fields=["land", "begins_on", "name", "only_for"],
                                    name="school_holiday_stands_once"),
            models.CheckConstraint(name="school_holiday_ends_after_it_begins",
                                   condition=Q(ends_on__gte=F("begins_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.begins_on:%Y}"
