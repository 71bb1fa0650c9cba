"""Addresses of the counselling desk: no sign-in, no session, no cookie; only the weekly numbers ask who it is."""

from django.urls import URLPattern, URLResolver, path

from verzahnt.desks.counselling import finding, guide, handing, material, weeks

app_name = "counselling"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", finding.home, name="home"),
    path("orte/", finding.places, name="places"),
    path("handzettel/", handing.handout, name="handout"),
    path("leitfaden/", guide.guide, name="guide"),
    path("leitfaden/drehen/", guide.turned, name="turned"),
    path("material/", material.material, name="material"),
    path("material/<slug:code>-<slug:size>.pdf", material.sheet, name="sheet"),
    path("wochenzahlen/", weeks.weeks, name="weeks"),
]
