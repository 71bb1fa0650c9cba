"""Addresses of the providers desk."""

from django.urls import URLPattern, URLResolver, path

from verzahnt.desks.providers import (
    blank_cards,
    incoming,
    lists,
    offers,
    planning,
    run_dates,
    still_right,
    texts,
    today,
    venues,
    waiting_dates,
)

app_name = "providers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.home, name="home"),
    path("angebote/", offers.offers, name="offers"),
    path("angebote/neu/", offers.describe, name="describe"),
    path("angebote/als-tabelle/", incoming.tables, name="tables"),
    path("angebote/als-tabelle/vorlage-angebote.<str:kind>", incoming.template, name="template"),
    path("angebote/als-tabelle/unsere-angebote.<str:kind>", incoming.own, name="own_table"),
    path("angebote/als-tabelle/termine/<int:number>/", waiting_dates.forget, name="forget_dates"),
    path("angebote/als-tabelle/<uuid:number>/", incoming.upload, name="upload"),
    path("angebote/<slug:slug>/", offers.offer, name="offer"),
    path("angebote/<slug:slug>/vorschau/", offers.preview, name="preview"),
    path("angebote/<slug:slug>/sprachen/", texts.texts, name="texts"),
    path("angebote/<slug:slug>/sprachen/<slug:code>/", texts.language, name="text"),
    path("angebote/<slug:slug>/durchgang/", planning.run_new, name="run_new"),
    path("durchgaenge/<int:run>/", lists.run, name="run"),
    path("durchgaenge/<int:run>/aendern/", run_dates.run_dates, name="run_dates"),
    path("durchgaenge/<int:run>/da/", lists.mark, name="mark"),
    path("durchgaenge/<int:run>/gaeste/", lists.guests, name="guests"),
    path("durchgaenge/<int:run>/eintragen/", lists.enter, name="enter"),
    path("durchgaenge/<int:run>/austragen/", lists.take_out, name="take_out"),
    path("durchgaenge/<int:run>/plaetze/", lists.seats, name="seats"),
    path("durchgaenge/<int:run>/liste.pdf", lists.sheet, name="sheet"),
    path("stimmt-noch/<str:token>/", still_right.by_link, name="still_right"),
    path("karten/", blank_cards.blank_cards, name="cards"),
    path("orte/", venues.venues, name="venues"),
    path("orte/neu/", venues.venue_new, name="venue_new"),
    path("orte/<int:venue>/", venues.venue, name="venue"),
]
