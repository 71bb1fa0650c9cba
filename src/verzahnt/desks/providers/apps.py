"""The desk's name and its pages."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "verzahnt.desks.providers"
    verbose_name = "Anbieter"
    navigation = (
        ("Heute", "providers:home", "lists.see"),
        ("Angebote", "providers:offers", "offers.describe"),
        ("Orte", "providers:venues", "runs.plan"),
        ("Rückmeldung", "providers:said", "lists.see"),
        ("Karten", "providers:cards", "cards.print"),
    )
