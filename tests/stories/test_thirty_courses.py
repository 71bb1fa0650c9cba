"""A club with thirty courses in a spreadsheet: as it is, with slips in it, brought in at a desk without scripts.

What is wrong is said line by line, a column nobody knows is assigned, one button takes in the rest; the site says yes,
the dates appear; the next term's table changes two courses and doubles none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import offers as factory
from tests.factories import people
from tests.stories.visitor import Visitor
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers import actions_approval, actions_incoming
from verzahnt.programme.offers.models import Approval, Offer, Run, Session, Venue
from verzahnt.programme.partners.models import NetworkMembership, Organisation, Site
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
TUESDAY = (lambda day: day + timedelta(days=(1 - day.weekday()) % 7))(date.today() + timedelta(days=40))
HEAD = ["Kurs-Nr.", "Kursname", "Kurzbeschreibung", "Rubrik", "Ansprechnummer", "Kursort", "Adresse", "Postleitzahl",
        "Startdatum", "Kurszeit", "Wochentag", "Wie oft", "Max. TN", "Preis", "Raumtemperatur"]


def course(number: int, **changes: str) -> list[str]:
    told = dict(zip(HEAD, [
        f"K{number:02}", f"Bewegt durch die Woche {number}", "Leicht und ohne Eile; für alle.", "Bewegen",
        "0361 5550123", "Turnhalle Süd (Beispiel)", "Beispielweg 1", "99974", f"{TUESDAY:%d.%m.%Y}", "10.00-11.30 Uhr",
        "dienstags", "8", "max. 12", "kostenlos", "20"], strict=True))
    return list((told | changes).values())


def messy(*rows: list[str]) -> SimpleUploadedFile:
    """As a German Excel writes it: a title above, semicolons, Windows' letters, an empty line in between."""
    lines = ["Kursprogramm Turnverein Süd;;;", ";;;", ";".join(HEAD)]
    for number, row in enumerate(rows):
        lines.append(";".join(f'"{cell}"' if ";" in cell else cell for cell in row))
        if number == 2:
            lines.append(";" * len(HEAD))
    return SimpleUploadedFile("Kurse Frühjahr.csv", "\r\n".join(lines).encode("cp1252"), content_type="text/csv")


@pytest.fixture
def club_and_site(plant: Callable[..., object]) -> tuple[Organisation, Site]:
    club, site = plant(people.an_organisation), plant(factory.a_site, "stadt-am-fluss")
    plant(NetworkMembership.objects.create, site=site, organisation=club)
    return club, site


@pytest.fixture
def visitor(club_and_site: tuple[Organisation, Site]) -> Visitor:
    with acting_as(PLANTING):
        account = people.an_account("kurse@example.org")
        people.a_membership(account, club_and_site[0], Role.PROVIDER)
    someone = Visitor()
    someone.sign_in("kurse@example.org", people.PASSWORD)
    return someone


def upload(visitor: Visitor, file: SimpleUploadedFile) -> str:
    visitor.open("/anbieter/angebote/")
    visitor.follow("Tabelle")
    token = dict(next(form for form in visitor.forms if "file" in form.fields).filled({}))["csrfmiddlewaretoken"]
    sent = {"file": file, "csrfmiddlewaretoken": token}
    answer = visitor.client.post("/anbieter/angebote/als-tabelle/", sent, follow=True)
    return visitor._arrived(answer, "/anbieter/angebote/als-tabelle/", 200)


def test_thirty_courses_come_in_and_come_again(club_and_site: tuple[Organisation, Site], visitor: Visitor) -> None:
    club, site = club_and_site
    good = [course(number) for number in range(1, 31)]
    wrong = [course(31, Startdatum="12.5."), course(32, Postleitzahl="12345"), course(33, Preis="45 €"),
             course(34, Wochentag="mittwochs"), course(30, Kursname="Ein anderer")]

    # Looked at: what is wrong, line by line; the table's own title and its empty lines do not matter.
    said = upload(visitor, messy(*good, *wrong))
    assert "30 neu, 0 geändert, 0 unverändert, 5 mit Fehler (bleiben draußen)." in said
    for line in ("Zeile 35, Beginn „12.5.“ hat kein Jahr.",
                 "Zeile 36, PLZ Die Postleitzahl „12345“ kennen wir nicht.", "Zeile 37, Kosten „45 €“ passt hier nicht",
                 "Zeile 38, Wochentag Der", "Zeile 39, Nummer Die Nummer „K30“ steht schon in Zeile 34"):
        assert line in said, line
    assert "Nicht übernommen werden die Spalten „Ansprechnummer“ und „Raumtemperatur“." in said

    # A column we did not know is the telephone's.
    assigned = f"spalte-{HEAD.index('Ansprechnummer')}"
    said = visitor.press("Zuordnen und neu ansehen", **{assigned: "telephone"})
    assert "Nicht übernommen wird die Spalte „Raumtemperatur“." in said
    with acting_as(PLANTING):
        assert Offer.objects.count() == 0

    # Taken in, and handed in at once.
    said = visitor.press("30 Angebote übernehmen", silence="on")
    assert "30 neu, 0 geändert, 0 unverändert, 5 mit Fehler (blieben draußen)." in said
    assert "30 Angebote sind eingereicht." in visitor.press("Alle 30 einreichen")
    with acting_as(PLANTING):
        assert Offer.objects.filter(provider=club, site=site, state="concept", telephone="0361 5550123").count() == 30
        assert Run.objects.count() == 0

    # The site says yes, and within a minute the dates are there.
    coordination = Actor("coordination", account=1, sites=(site.pk,), permissions=frozenset({"offers.approve"}))
    with as_desk("coordination", coordination):
        for approval in Approval.objects.all():
            actions_approval.say_yes(approval, actor=coordination, at=timezone.now())
    actions_incoming.plan_prepared(at=timezone.now())
    with acting_as(PLANTING):
        assert (Run.objects.count(), Session.objects.count(), Venue.objects.count()) == (30, 240, 1)
        assert set(Run.objects.values_list("starts_on", flat=True)) == {TUESDAY}

    # The second table changes two of them; nothing is doubled, nothing else moves.
    good[4] = course(5, Kursname="Bewegt am Vormittag")
    good[9] = course(10, Kurzbeschreibung="Ganz ruhig.")
    said = upload(visitor, messy(*good))
    assert "0 neu, 2 geändert, 28 unverändert." in said
    visitor.press("2 Angebote übernehmen")
    with acting_as(PLANTING):
        assert (Offer.objects.count(), Run.objects.count()) == (30, 30)
        changed = Offer.objects.filter(title="Bewegt am Vormittag") | Offer.objects.filter(summary="Ganz ruhig.")
        assert sorted(changed.values_list("own_key", flat=True)) == ["K05", "K10"]
        assert set(Offer.objects.values_list("state", flat=True)) == {"published"}
