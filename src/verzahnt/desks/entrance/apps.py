from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "verzahnt.desks.entrance"
    verbose_name = "Mein Konto"
    navigation = (
        ("Übersicht", "entrance:home", "signed in"),
        ("Sicherheit", "mfa_index", "signed in"),
        ("Einladen", "entrance:invite", "staff.invite"),
    )
