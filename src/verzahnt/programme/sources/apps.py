from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "verzahnt.programme.sources"
    label = "sources"
    verbose_name = "Quellen"
