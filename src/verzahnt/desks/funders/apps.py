from django.apps import AppConfig


class FundersConfig(AppConfig):
    name = "verzahnt.desks.funders"
    verbose_name = "Krankenkassen"
    navigation = (("Standorte", "funders:home", "portfolio.see"),)
