"""Addresses of the portal desk."""

from django.urls import URLPattern, URLResolver, path

from verzahnt.desks.portal import (
    about,
    book,
    card,
    feedback,
    feeds,
    missing,
    offer,
    organisations,
    places,
    press,
    search,
    sitemap,
    sites,
    start,
    take_along,
)

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("angebote/", search.search, name="offers"),
    path("angebote/feed/", feeds.feed, name="feed"),
    path("angebote/kalender/", feeds.dates, name="calendar"),
    path("angebote/<slug:slug>/", offer.offer, name="offer"),
    path("angebote/<slug:slug>/termine/<int:run>/", offer.run_calendar, name="run_calendar"),
    path("angebote/<slug:slug>/termine/<int:run>/<int:session>/", offer.session_calendar, name="session_calendar"),
    path("termin/<int:number>/", feeds.session, name="session"),
    path("angebote/<slug:slug>/platz/<int:run>/", book.book, name="book"),
    path("fehlt/", missing.missing, name="missing"),
    path("rueckmeldung/", feedback.feedback_page, name="feedback"),
    path("orte/", places.places, name="places"),
    path("karte/", card.card, name="card"),
    path("karte/neu/", card.new_card, name="new_card"),
    path("karte/mitnehmen/", take_along.take_along, name="take_along"),
    path("karte/verlassen/", card.leave, name="leave"),
    path("standorte/", sites.sites, name="sites"),
    path("standorte/<slug:slug>/", sites.site, name="site"),
    path("organisationen/<slug:slug>/", organisations.organisation, name="organisation"),
    path("presse/", press.press, name="press"),
    path("presse/feed/", press.feed, name="press_feed"),
    path("presse/<slug:slug>/", press.press_release, name="press_release"),
    path("kontakt/", about.contact, name="contact"),
    path("impressum/", about.imprint, name="imprint"),
    path("datenschutz/", about.privacy, name="privacy"),
    path("barrierefreiheit/", about.accessibility, name="accessibility"),
    path("datenquellen/", about.data_sources, name="data_sources"),
    path("sitemap/", sitemap.sitemap, name="sitemap"),
    path("sitemap.xml", sitemap.sitemap_xml, name="sitemap_xml"),
]
