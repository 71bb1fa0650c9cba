from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "verzahnt.desks.parts"
    verbose_name = "Bausteine"
