from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "verzahnt.programme.reference"
    label = "reference"
    verbose_name = "Nachschlagewerk"
