from django.apps import AppConfig

from verzahnt.desks.parts.sentences import speak_plainly


class PartsConfig(AppConfig):
    name = "verzahnt.desks.parts"
    verbose_name = "Bausteine"

    def ready(self) -> None:
        speak_plainly()
