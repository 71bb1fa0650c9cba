"""Addresses of the entrance: our own pages under its name, the sign-in flows under the names their library knows."""

from allauth.account.views import LogoutView
from django.urls import include, path

from verzahnt.desks.entrance import flows, views
from verzahnt.desks.parts.doors import public

pages = [
    path("", views.home, name="home"),
    path("wechseln/", views.switch, name="switch"),
    path("weiter/", views.kept, name="kept"),
    path("zugang/<int:number>/beenden/", views.leave, name="leave"),
    path("einladen/", views.invite, name="invite"),
    path("einladen/<uuid:number>/zurueck/", views.withdraw, name="withdraw"),
    path("einladung/<str:token>/", views.invitation, name="invitation"),
    path("abmelden/", public(LogoutView.as_view()), name="sign_out"),
]
urlpatterns = [path("", include((pages, "entrance"))), *flows.urlpatterns]
