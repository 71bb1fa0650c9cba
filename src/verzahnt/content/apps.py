from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "verzahnt.content"
    label = "content"
