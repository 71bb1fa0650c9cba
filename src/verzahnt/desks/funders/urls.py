"""Addresses of the funders desk."""

from django.urls import URLPattern, URLResolver

app_name = "funders"
urlpatterns: list[URLPattern | URLResolver] = []
