"""Addresses of the coordination desk."""

from django.urls import URLPattern, URLResolver, path

from verzahnt.desks.coordination import agreement, asks, blank_cards, freshness, offer, site, sites, training

app_name = "coordination"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sites.home, name="home"),
    path("land/", sites.land, name="land"),
    path("karten/", blank_cards.blank_cards, name="cards"),
    path("<slug:slug>/", site.site, name="site"),
    path("<slug:slug>/stimmt-noch/", freshness.freshness, name="freshness"),
    path("<slug:slug>/zahlen/", site.figures, name="figures"),
    path("<slug:slug>/gefragt/", asks.asks, name="asks"),
    path("<slug:slug>/qualifizierung/", training.training, name="training"),
    path("<slug:slug>/vereinbarung/<slug:agreement_slug>/", agreement.agreement, name="agreement"),
    path("<slug:slug>/angebote/<slug:offer_slug>/", offer.offer, name="offer"),
]
