"""Addresses of the providers desk."""

from django.urls import URLPattern, URLResolver, path

from verzahnt.desks.providers import lists, offers, planning, today

app_name = "providers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.home, name="home"),
    path("angebote/", offers.offers, name="offers"),
    path("angebote/neu/", offers.describe, name="describe"),
    path("angebote/<slug:slug>/", offers.offer, name="offer"),
    path("angebote/<slug:slug>/vorschau/", offers.preview, name="preview"),
    path("angebote/<slug:slug>/durchgang/", planning.run_new, name="run_new"),
    path("durchgaenge/<int:run>/", lists.run, name="run"),
    path("durchgaenge/<int:run>/da/", lists.mark, name="mark"),
    path("durchgaenge/<int:run>/gaeste/", lists.guests, name="guests"),
    path("durchgaenge/<int:run>/eintragen/", lists.enter, name="enter"),
    path("durchgaenge/<int:run>/austragen/", lists.take_out, name="take_out"),
    path("durchgaenge/<int:run>/plaetze/", lists.seats, name="seats"),
    path("durchgaenge/<int:run>/liste.pdf", lists.sheet, name="sheet"),
]
