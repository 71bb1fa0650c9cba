from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "verzahnt.desks.coordination"
    verbose_name = "Koordination"
    navigation = (
        ("Mein Standort", "coordination:home", "agreements.keep"),
        ("Karten", "coordination:cards", "cards.print"),
        ("Standorte des Landes", "coordination:land", "land.see"),
    )
