"""Addresses of the funders desk."""

from django.urls import URLPattern, URLResolver, path

from verzahnt.desks.funders import approval, portfolio, site

app_name = "funders"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", portfolio.portfolio, name="home"),
    path("standorte.csv", portfolio.as_csv, name="portfolio_csv"),
    path("ja/<str:token>/", approval.by_link, name="approval"),
    path("angebote/<slug:slug>/", approval.offer, name="offer"),
    path("<slug:slug>/", site.site, name="site"),
]
