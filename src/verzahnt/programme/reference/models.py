"""Areas and places: Länder, Kreise, Bezirke, postal codes, Jobcenter areas. Keys are text; zeros in front count."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from verzahnt.kit.distance import Point
from verzahnt.kit.keeping import Keeping
from verzahnt.programme.reference.lists import (
    Audience,
    Concept,
    Crisis,
    HelpLine,
    Insurer,
    Language,
    SchoolHoliday,
    Topic,
    Trait,
)

__all__ = ["Audience", "Concept", "Crisis", "District", "HelpLine", "Insurer", "JobcenterArea", "Kreis", "Land",
           "Language", "Outline", "Place", "PostalCode", "SchoolHoliday", "Topic", "Trait"]


class OnTheMap(models.Model):
    """What has a point. It is a point to measure from and to draw, never an address."""

    latitude = models.FloatField("Breite")
    longitude = models.FloatField("Länge")

    class Meta:
        abstract = True

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)


class Land(OnTheMap):
    """One of the 16 Länder, or the invented Beispielland (99)."""

    keeping = Keeping("Die Länder mit ihren amtlichen Schlüsseln, für Karten, Zahlen und Feiertage.")

    key = models.CharField("Schlüssel", max_length=2, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    short = models.CharField("Kürzel", max_length=2, unique=True)
    iso = models.CharField("ISO 3166-2", max_length=5, unique=True)
    capital = models.CharField("Sitz der Regierung", max_length=60)
    inhabitants = models.PositiveIntegerField("Einwohnerzahl", null=True)
    area_km2 = models.DecimalField("Fläche in km²", max_digits=9, decimal_places=2, null=True)
    is_invented = models.BooleanField("erfunden", default=False)

    class Meta:
        verbose_name = "Land"
        verbose_name_plural = "Länder"
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(name="land_key_has_two_digits", condition=Q(key__regex=r"^[0-9]{2}$")),
            models.CheckConstraint(
                name="land_invented_says_so",
                condition=Q(key="99", is_invented=True, name__contains="(Beispiel)")
                | (~Q(key="99") & Q(is_invented=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Kreis(OnTheMap):
    """A Kreis or a city that is one by itself, as of 1 January 2026; or the invented Musterkreis."""

    keeping = Keeping("Die Kreise und kreisfreien Städte: wo ein Angebot liegt und für wen es da ist.")

    class Kind(models.TextChoices):
        LANDKREIS = "Landkreis", "Landkreis"
        KREIS = "Kreis", "Kreis"
        CITY = "Kreisfreie Stadt", "Kreisfreie Stadt"
        CITY_KREIS = "Stadtkreis", "Stadtkreis"
        REGION = "Regionalverband", "Regionalverband"

    key = models.CharField("Schlüssel", max_length=5, primary_key=True)
    name = models.CharField("kurzer Name", max_length=80, help_text="nicht eindeutig: Stadt und Landkreis teilen ihn")
    long_name = models.CharField("Name", max_length=120, unique=True)
    kind = models.CharField("Art", max_length=20, choices=Kind)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="kreise")
    inhabitants = models.PositiveIntegerField("Einwohnerzahl", null=True)
    area_km2 = models.DecimalField("Fläche in km²", max_digits=9, decimal_places=2, null=True)
    key_until_2025 = models.CharField("Schlüssel bis 2025", max_length=5, blank=True)
    search_key = models.CharField(max_length=120, db_index=True, editable=False)
    short_search_key = models.CharField(max_length=120, db_index=True, editable=False)
    is_invented = models.BooleanField("erfunden", default=False)

    class Meta:
        verbose_name = "Kreis"
        verbose_name_plural = "Kreise"
        ordering = ("key",)
        constraints = [
            models.CheckConstraint(name="kreis_key_has_five_digits", condition=Q(key__regex=r"^[0-9]{5}$")),
            models.CheckConstraint(name="kreis_key_begins_with_its_land", condition=Q(key__startswith=F("land_id"))),
            models.CheckConstraint(
                name="kreis_invented_says_so",
                condition=Q(land_id="99", is_invented=True, long_name__contains="(Beispiel)")
                | (~Q(land_id="99") & Q(is_invented=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.long_name


class District(OnTheMap):
    """A Bezirk of Berlin: there the Jobcenter go by Bezirk, not by Kreis."""

    keeping = Keeping("Die Berliner Bezirke, weil dort jeder sein eigenes Jobcenter hat.")

    key = models.CharField("Schlüssel", max_length=5, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    kreis = models.ForeignKey(Kreis, on_delete=models.PROTECT, related_name="districts")
    search_key = models.CharField(max_length=120, db_index=True, editable=False)

    class Meta:
        verbose_name = "Bezirk"
        verbose_name_plural = "Bezirke"
        ordering = ("key",)

    def __str__(self) -> str:
        return f"Berlin-{self.name}"  # only Berlin has Bezirke here


class PostalCode(OnTheMap):
    """A postal code with its main place. The point is that place's, not the middle of the delivery area."""

    keeping = Keeping("Postleitzahlen, damit die Suche weiß, wo etwas ist.")

    code = models.CharField("Postleitzahl", max_length=5, primary_key=True)
    main_place = models.CharField("Hauptort", max_length=80)
    kreis = models.ForeignKey(Kreis, on_delete=models.PROTECT, related_name="postal_codes")
    kreis_keys = ArrayField(models.CharField(max_length=5), verbose_name="alle Kreise, der Hauptort zuerst")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="postal_codes")

    class Meta:
        verbose_name = "Postleitzahl"
        verbose_name_plural = "Postleitzahlen"
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(name="postal_code_has_five_digits", condition=Q(code__regex=r"^[0-9]{5}$")),
            models.CheckConstraint(name="postal_code_names_its_kreis_first",
                                   condition=Q(kreis_keys__0=F("kreis_id"))),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.main_place}"


class Place(OnTheMap):
    """A place name under a postal code, partly as it was before municipalities merged."""

    keeping = Keeping("Ortsnamen zu den Postleitzahlen, damit man auch einen Ort eintippen kann.")

    name = models.CharField(max_length=120)
    code = models.ForeignKey(PostalCode, on_delete=models.CASCADE, related_name="places")
    kreis = models.ForeignKey(Kreis, on_delete=models.PROTECT, related_name="places")
    search_key = models.CharField(max_length=120, editable=False)

    class Meta:
        verbose_name = "Ort"
        verbose_name_plural = "Orte"
        ordering = ("name", "code")
        constraints = [
            models.UniqueConstraint(fields=["code", "name", "kreis"], name="place_stands_once_under_its_code"),
        ]
        indexes = [
            models.Index(fields=["search_key"], name="place_search", opclasses=["text_pattern_ops"]),
            GinIndex(fields=["search_key"], name="place_sounds_like", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} {self.name}"


class JobcenterArea(OnTheMap):
    """The area of a Jobcenter as the regulation of 2026 lists it. Its point lies in the area; it is no address."""

    keeping = Keeping("Welches Jobcenter für welche Kreise oder Bezirke da ist. Ohne Anschriften.")

    class Form(models.TextChoices):
        JOINT = "gE", "gemeinsame Einrichtung"
        MUNICIPAL = "zkT", "zugelassener kommunaler Träger"

    number = models.CharField("Trägernummer", max_length=5, primary_key=True)
    name = models.CharField("Name in der Verordnung", max_length=120)
    display_name = models.CharField("Name", max_length=120, unique=True)
    form = models.CharField("Form", max_length=3, choices=Form)
    kreis_keys = ArrayField(models.CharField(max_length=5), verbose_name="Kreise")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="jobcenter_areas")
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="jobcenter_areas")
    is_invented = models.BooleanField("erfunden", default=False)

    class Meta:
        verbose_name = "Jobcenter-Gebiet"
        verbose_name_plural = "Jobcenter-Gebiete"
        ordering = ("display_name",)
        indexes = [GinIndex(fields=["kreis_keys"], name="jobcenter_kreise")]
        constraints = [
            models.CheckConstraint(name="jobcenter_number_has_five_digits", condition=Q(number__regex=r"^[0-9]{5}$")),
            models.CheckConstraint(name="jobcenter_serves_a_kreis", condition=Q(kreis_keys__len__gt=0)),
            models.CheckConstraint(
                name="jobcenter_invented_says_so",
                condition=Q(land_id="99", is_invented=True, display_name__contains="(Beispiel)")
                | (~Q(land_id="99") & Q(is_invented=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class Outline(models.Model):
    """How a Land or a Kreis is drawn: paths in the picture of Germany whose unit is a kilometre (`kit.outlines`)."""

    keeping = Keeping("Umrisse der Länder und Kreise für die Karten.")

    area_key = models.CharField("Schlüssel", max_length=5, primary_key=True, help_text="von Land oder Kreis")
    coarse = models.TextField("Umriss für die Karte des Landes")
    fine = models.TextField("Umriss für nahe Karten")
    left = models.FloatField()
    top = models.FloatField()
    right = models.FloatField()
    bottom = models.FloatField()

    class Meta:
        verbose_name = "Umriss"
        verbose_name_plural = "Umrisse"
        ordering = ("area_key",)

    def __str__(self) -> str:
        return self.area_key
