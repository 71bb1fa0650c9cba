from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "verzahnt.programme.ledgers"
    verbose_name = "Bücher"
