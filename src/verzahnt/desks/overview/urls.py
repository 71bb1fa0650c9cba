"""Addresses of the overview desk."""

from django.urls import URLPattern, URLResolver, path

from verzahnt.desks.overview.programme import programme

app_name = "overview"
urlpatterns: list[URLPattern | URLResolver] = [path("", programme, name="programme")]
