from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "verzahnt.desks.jobs"
    label = "jobs"
    verbose_name = "Aufgaben"
