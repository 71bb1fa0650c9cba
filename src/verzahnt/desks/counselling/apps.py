"""The desk's name and its pages."""

from django.apps import AppConfig


class CounsellingConfig(AppConfig):
    name = "verzahnt.desks.counselling"
    verbose_name = "Beratung"
    navigation = (
        ("Suche und Handzettel", "counselling:home", ""),
        ("Leitfaden", "counselling:guide", ""),
        ("Material", "counselling:material", ""),
        ("Wochenzahlen", "counselling:weeks", ""),
    )
