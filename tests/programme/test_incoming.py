"""What a provider's table says: columns by many names, days and hours as Germans write them, one problem a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import offers as factory
from verzahnt.kit import spreadsheets
from verzahnt.kit.roles import acting_as
from verzahnt.kit.spreadsheets import Line
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import INCOMING, PLANTING
from verzahnt.programme.offers import actions_incoming as deeds
from verzahnt.programme.offers import incoming_values as values
from verzahnt.programme.offers.incoming import Lists, read_rows
from verzahnt.programme.offers.incoming_columns import COLUMNS, head_among, matched
from verzahnt.programme.offers.incoming_models import PreparedRun, Upload, UploadState
from verzahnt.programme.offers.incoming_plan import Plan, plan
from verzahnt.programme.offers.incoming_table import HEAD, own_table, template
from verzahnt.programme.offers.incoming_values import Unclear
from verzahnt.programme.offers.models import Offer, Run, Seats, Session, Venue
from verzahnt.programme.offers.states import OfferState

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
TODAY = NOW.date()
LISTS = Lists(topics={"Bewegen": "bewegung", "Stress- und Ressourcenmanagement": "stress"},
              audiences={"Für alle": "alle", "Menschen, die lange ohne Arbeit sind": "lange-ohne-arbeit"},
              languages={"Deutsch": "de", "Ukrainisch": "uk"}, traits={"Kinderbetreuung": "kinderbetreuung"},
              sites={"Musterkreis": 7}, postal_codes={"99974", "04109"})
CLUB = ["Nummer", "Titel", "PLZ", "Straße", "Beginn", "Uhrzeit", "Wochentag", "Anzahl Termine", "Plätze", "Kosten"]


# Columns


def test_columns_are_known_by_many_names() -> None:
    assert matched(["Kursname", "Name des Angebots", "PLZ*", "Beginn (Datum)", "Wochentage", "Kosten in Euro", "Farbe",
                    "Teilnehmerzahl", ""]) == [
        "title", "", "postal_code", "starts_on", "weekday", "cost", "", "seats", ""]


def test_the_head_may_stand_below_a_title() -> None:
    assert head_among([["Kursprogramm 2027"], ["Stand: Januar"], ["Titel", "PLZ"], ["Yoga", "99974"]]) == 2
    assert head_among([["A", "B"], ["1", "2"]]) == 0


# Values


@pytest.mark.parametrize("words", ["3.3.2027", "03.03.27", "Mi, 03.03.2027", "ab 3. März 2027", "2027-03-03",
                                   "3. Mrz. 2027".replace("Mrz.", "März"), "46449", "3/3/2027", "03.03.2027 10:00"])
def test_a_day_is_understood_as_germans_write_it(words: str) -> None:
    assert values.a_day(words) == date(2027, 3, 3)


@pytest.mark.parametrize(("words", "says"), [("3.3.", "kein Jahr"), ("31.2.2027", "gibt es nicht"),
                                             ("nach Ostern", "verstehen"), ("3.13.2027", "gibt es nicht"),
                                             ("3.3.9999", "Jahr 9999")])
def test_a_day_that_is_unclear_says_how_to_write_it(words: str, says: str) -> None:
    with pytest.raises(Unclear, match=says):
        values.a_day(words)


@pytest.mark.parametrize("words", ["10-11:30 Uhr", "10.00 – 11.30", "10:00 bis 11:30 Uhr", "von 10 - 11.30",
                                   "10 Uhr bis 11:30 Uhr", "10:00:00-11:30:00"])
def test_hours_are_understood(words: str) -> None:
    assert values.from_to(words) == (time(10), time(11, 30))


@pytest.mark.parametrize(("words", "says"), [("10 Uhr", "Bis wann"), ("11-10", "endet vor"), ("25-26", "keine Uhrzeit"),
                                             ("vormittags", "keine Uhrzeit")])
def test_hours_that_are_unclear_say_how_to_write_them(words: str, says: str) -> None:
    with pytest.raises(Unclear, match=says):
        values.from_to(words)


@pytest.mark.parametrize(("words", "day"), [("dienstags", 1), ("Di", 1), ("jeden Dienstag", 1), ("Di.", 1), ("SO", 6),
                                            ("immer samstags", 5), ("Sonnabend", 5)])
def test_a_weekday_is_understood(words: str, day: int) -> None:
    assert values.a_weekday(words) == day


def test_two_weekdays_ask_for_two_rows() -> None:
    with pytest.raises(Unclear, match="eigene Zeile"):
        values.a_weekday("Di und Do")


@pytest.mark.parametrize(("words", "cost"), [
    ("kostenlos", "free"), ("0 €", "free"), ("0,00", "free"), ("kostet nichts", "free"), ("mit Gutschein", "voucher"),
    ("120 Euro, 96 zurück", "refunded"), ("zuerst bezahlen, ein Teil kommt zurück", "refunded"),
    ("kostet mit Gutschein nichts", "voucher")])
def test_what_it_costs_is_understood(words: str, cost: str) -> None:
    assert values.a_price(words).cost == cost


def test_a_price_to_pay_is_no_offer_here() -> None:
    with pytest.raises(Unclear, match="kosten nichts"):
        values.a_price("45 €")


def test_names_of_lists_may_hold_commas_and_ands() -> None:
    assert values.several("Für alle, Menschen, die lange ohne Arbeit sind", LISTS.audiences, what="Für wen") == [
        "alle", "lange-ohne-arbeit"]
    assert values.several("Bewegen und Stress- und Ressourcenmanagement".replace(" und S", ", S"), LISTS.topics,
                          what="Themen") == ["bewegung", "stress"]
    with pytest.raises(Unclear, match="Meinten Sie „Bewegen“"):
        values.several("Bewegn", LISTS.topics, what="Themen")


# Rows


def read(*rows: list[str], head: list[str] = CLUB) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Title, place, number of dates and seats of each draft; row, column and sentence of each problem."""
    reading = read_rows([(number, row) for number, row in enumerate(rows, start=2)], matched(head), LISTS)
    return ([(one.title, one.place_key, [len(edition.times) for edition in one.editions]) for one in reading.drafts],
            [(one.row, one.column, one.sentence, one.stays_out) for one in reading.problems])


YOGA = ["7", "Yoga", "99974", "Weg 1", "3.3.2027", "10-11:30 Uhr", "mittwochs", "8", "12", "kostenlos"]


def row(**changes: str) -> list[str]:
    told = dict(zip(CLUB, YOGA, strict=True)) | {name.replace("_", " "): value for name, value in changes.items()}
    return list(told.values())


def test_a_good_row_becomes_an_offer_with_its_dates() -> None:
    assert read(YOGA) == ([("Yoga", "99974 weg1", [8])], [])


def test_a_postal_code_that_lost_its_nought_gets_it_back() -> None:
    assert read(row(PLZ="4109"))[0][0][1] == "04109 weg1"


@pytest.mark.parametrize(("changes", "column", "says"), [
    ({"Titel": ""}, "Titel", "fehlt der Name"),
    ({"Titel": "x" * 130}, "Titel", "130 Zeichen"),
    ({"PLZ": "12345"}, "PLZ", "kennen wir nicht"),
    ({"PLZ": "Mühlhausen"}, "PLZ", "fünf Ziffern"),
    ({"Straße": ""}, "Straße", "fehlt noch"),
    ({"Beginn": "3.3."}, "Beginn", "kein Jahr"),
    ({"Uhrzeit": ""}, "Uhrzeit", "Um wie viel Uhr"),
    ({"Wochentag": "dienstags"}, "Wochentag", "ist ein Mittwoch, kein Dienstag"),
    ({"Anzahl Termine": ""}, "Anzahl Termine", "Wie oft"),
    ({"Plätze": "viele"}, "Plätze", "keine Zahl"),
    ({"Kosten": "45 €"}, "Kosten", "kosten nichts"),
])
def test_a_problem_names_row_and_column_and_what_to_write(changes: dict[str, str], column: str, says: str) -> None:
    drafts, problems = read(YOGA, row(**({"Nummer": "8"} | changes)))
    assert len(drafts) == 1
    [(number, where, sentence, stays_out)] = problems
    assert (number, where, stays_out) == (3, column, True)
    assert says in str(sentence)


def test_the_example_of_the_template_is_no_offer() -> None:
    assert read(row(Nummer="Beispiel")) == ([], [])


def test_a_number_used_twice_is_a_problem_and_another_date_another_run() -> None:
    drafts, problems = read(YOGA, row(Titel="Chor"), row(Beginn="10.3.2027"), YOGA)
    assert drafts == [("Yoga", "99974 weg1", [8, 8])]
    assert [(number, column) for number, column, _, _ in problems] == [(3, "Nummer"), (5, "Nummer")]


def test_without_numbers_title_and_house_tell_offers_apart() -> None:
    drafts, problems = read(row(Nummer=""), row(Nummer="", Straße="Weg 2"), row(Nummer=""))
    assert [place for _, place, _ in drafts] == ["99974 weg1", "99974 weg2"]
    assert [number for number, *_ in problems] == [4]


def test_a_detail_that_is_not_needed_leaves_the_offer_in() -> None:
    drafts, problems = read(row(Beginn="", Straße=""))
    assert drafts == [("Yoga", "", [])]
    assert [(column, stays_out) for _, column, _, stays_out in problems] == [("Straße", False), ("Beginn", False)]


CELLS = st.one_of(st.text(max_size=40), st.from_regex(r"[0-9]{1,4}[.:\-–/ ][0-9]{1,4}[.:\-–/ ]?[0-9]{0,5}( Uhr|€)?",
                                                      fullmatch=True))


@given(st.lists(st.lists(CELLS, min_size=len(HEAD), max_size=len(HEAD)), max_size=4))
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_the_cells_each_row_is_an_offer_or_a_problem(rows: list[list[str]]) -> None:
    reading = read_rows([(number, row) for number, row in enumerate(rows)], [one.key for one in COLUMNS], LISTS)
    told = sum(any(cell.strip() for cell in row) for row in rows)
    editions = sum(max(1, len(one.editions)) for one in reading.drafts)
    assert reading.examples + reading.left_out + editions == told


# Taking in

pytestmark = pytest.mark.django_db


@pytest.fixture
def club(plant: Callable[..., object]) -> Actor:
    organisation = plant(factory.an_organisation)
    return Actor("providers", account=1, organisations=(organisation.pk,))


def uploaded(club: Actor, *rows: list[str], head: list[str] = CLUB) -> Upload:
    lines = [Line(number, tuple(cells)) for number, cells in enumerate([head, *rows], start=1)]
    return deeds.keep(lines, file_name="kurse.csv", actor=club, at=NOW)


def counts(found: Plan) -> tuple[int, int, int, int]:
    return found.number("new"), found.number("changed"), found.number("same"), found.left_out


def take(club: Actor, *rows: list[str], at: datetime = NOW, head: list[str] = CLUB) -> tuple[int, int, int, int]:
    """Upload and confirm; what the table then says it did."""
    with as_desk("providers", club):
        upload = uploaded(club, *rows, head=head)
        assert counts(plan(upload, actor=club, at=at))
        upload = deeds.confirm(upload, silence_confirmed=True, actor=club, at=at)
    return upload.new, upload.changed, upload.unchanged, upload.left_out


def offers() -> list[Offer]:
    with acting_as(PLANTING):
        return list(Offer.objects.order_by("pk"))


def test_a_second_upload_changes_what_changed_and_doubles_nothing(club: Actor) -> None:
    chor = row(Nummer="8", Titel="Chor", Beginn="4.3.2027", Wochentag="Do")
    assert take(club, YOGA, chor, row(Nummer="9", PLZ="12345")) == (2, 0, 0, 1)
    assert take(club, YOGA, chor) == (0, 0, 2, 0)
    assert take(club, row(Titel="Yoga am Morgen"), chor, row(Nummer="9", Titel="Gehen")) == (1, 1, 1, 0)
    assert [(one.own_key, one.title, one.state) for one in offers()] == [
        ("7", "Yoga am Morgen", "idea"), ("8", "Chor", "idea"), ("9", "Gehen", "idea")]


def test_without_numbers_an_offer_is_known_by_title_and_house(club: Actor) -> None:
    assert take(club, row(Nummer=""), row(Nummer="", Straße="Weg 2")) == (2, 0, 0, 0)
    assert take(club, row(Nummer="", Straße="Weg 2", Plätze="9"), row(Nummer="")) == (0, 1, 1, 0)
    assert len(offers()) == 2


def test_a_new_offer_is_an_idea_and_its_dates_wait_for_the_yes(club: Actor) -> None:
    take(club, YOGA)
    [offer] = offers()
    assert (offer.state, offer.silence_confirmed_on, offer.is_invented) == (OfferState.IDEA, TODAY, True)
    with acting_as(PLANTING):
        [waiting] = PreparedRun.objects.all()
        assert (waiting.offer_id, len(waiting.times), waiting.seats, waiting.street) == (offer.pk, 8, 12, "Weg 1")
        assert Run.objects.count() == 0
        Offer.objects.update(state=OfferState.PUBLISHED, published_on=TODAY)
    assert deeds.plan_prepared(at=NOW) == 1
    assert deeds.plan_prepared(at=NOW) == 0
    with acting_as(PLANTING):
        [run] = Run.objects.all()
        assert (run.starts_on, run.ends_on) == (date(2027, 3, 3), date(2027, 4, 21))
        assert Session.objects.earliest("starts_at").starts_at == datetime(2027, 3, 3, 9, tzinfo=UTC)
        assert Seats.objects.get().seats == 12
        assert PreparedRun.objects.count() == 0
        assert Venue.objects.get().street == "Weg 1"
    assert take(club, YOGA) == (0, 0, 1, 0)


def test_what_was_agreed_to_stays_and_being_read_waits(club: Actor) -> None:
    take(club, YOGA, row(Nummer="8", Titel="Chor"))
    with acting_as(PLANTING):
        Offer.objects.filter(own_key="7").update(state=OfferState.PUBLISHED, published_on=TODAY)
        Offer.objects.filter(own_key="8").update(state=OfferState.CONCEPT)
    with as_desk("providers", club):
        found = plan(uploaded(club, row(Kosten="mit Gutschein"), row(Nummer="8", Titel="Chor am Abend")), actor=club,
                     at=NOW)
    assert counts(found) == (0, 0, 0, 2)
    assert [(one.row, one.sentence[:30]) for one in found.problems] == [
        (2, "Dem Angebot wurde so zugestimm"), (3, "Das Angebot wird gerade geprüf")]


def test_dates_that_are_over_are_told_and_the_offer_comes_in(club: Actor) -> None:
    assert take(club, row(Beginn="6.1.2027")) == (1, 0, 0, 0)
    with acting_as(PLANTING):
        assert PreparedRun.objects.count() == 0
        assert Upload.objects.get().sentences == [
            [2, "Beginn", "Der erste Termin ist schon vorbei. Das Angebot kommt ohne diese Termine."]]


def test_an_empty_cell_leaves_what_is_there(club: Actor) -> None:
    take(club, YOGA)
    assert take(club, row(Kosten="", Beginn="", Uhrzeit="", Wochentag="", PLZ="", Straße="", Plätze="")) == (0, 0, 1, 0)


def test_all_or_nothing(club: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = deeds._take, []

    def dies_at_the_second(*given: object) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(deeds, "_take", dies_at_the_second)
    with pytest.raises(RuntimeError):
        take(club, YOGA, row(Nummer="8", Titel="Chor"))
    assert offers() == []


def many(number: int) -> list[list[str]]:
    return [row(Nummer=str(one), Titel=f"Kurs {one}") for one in range(number)]


def test_a_long_table_is_taken_in_by_the_job_for_its_provider_alone(club: Actor, plant: Callable[..., object]) -> None:
    foreign = plant(factory.an_offer, provider=plant(factory.an_organisation, "anderer"), own_key="3")
    assert take(club, *many(deeds.AT_ONCE + 5)) == (0, 0, 0, 0)
    with as_desk("providers", club):
        assert Upload.objects.get().state == UploadState.WAITING
    assert deeds.take_in_waiting(at=NOW) == 1
    assert deeds.take_in_waiting(at=NOW) == 0
    with acting_as(PLANTING):
        upload = Upload.objects.get()
        assert (upload.state, upload.new, upload.done, upload.rows) == (UploadState.DONE, 65, 65, [])
        assert Offer.objects.filter(provider=club.organisations[0]).count() == 65
        foreign.refresh_from_db()
        assert foreign.title == "Rückenkurs am Vormittag"
        assert JournalEntry.objects.filter(deed="take_in_table").count() == 1


def test_a_job_that_died_is_taken_up_again_after_a_while(club: Actor) -> None:
    take(club, *many(deeds.AT_ONCE + 1))
    with acting_as(PLANTING):
        Upload.objects.update(state=UploadState.TAKING_IN, started_at=NOW, done=20)
    assert deeds.take_in_waiting(at=NOW + timedelta(minutes=5)) == 0
    assert deeds.take_in_waiting(at=NOW + timedelta(minutes=16)) == 1
    assert len(offers()) == deeds.AT_ONCE + 1


def test_the_job_sees_no_offer_without_the_provider_it_works_for(club: Actor) -> None:
    take(club, YOGA)
    with acting_as(INCOMING):
        assert (Offer.objects.count(), Upload.objects.count()) == (0, 1)


def test_uploads_go_after_two_weeks(club: Actor) -> None:
    take(club, YOGA)
    assert deeds.delete_due(TODAY + timedelta(days=14)) == 0
    assert deeds.delete_due(TODAY + timedelta(days=15)) == 1


@pytest.mark.parametrize("written", [spreadsheets.as_csv, lambda rows: spreadsheets.as_xlsx(
    [spreadsheets.Sheet("Angebote", rows[0], rows[1:])])])
def test_a_table_taken_away_and_brought_back_changes_nothing(
        club: Actor, plant: Callable[..., object], written: Callable[..., bytes]) -> None:
    offer = plant(factory.an_offer, provider_id=club.organisations[0], site=plant(factory.a_site),
                  telephone="+49 361 5550123", cost_note="=1+1", about="Eins;\n\"zwei\"", summary="Ja,  so  ist es",
                  traits=["kinderbetreuung"], denied_traits=["nur-frauen"], audiences=["lange-ohne-arbeit", "frauen"],
                  languages=["de", "uk"], topics=["stress", "gespraech"], led_by="@home", website="http://a.example.org")
    plant(factory.a_run, offer, starts_on=TODAY + timedelta(days=8))
    plant(factory.a_run, offer, starts_on=TODAY + timedelta(days=40), online_how="Wir rufen an.")
    plant(factory.a_run, offer, starts_on=TODAY - timedelta(days=8))
    plant(factory.an_offer, "pause", provider_id=club.organisations[0], title="Pause", state="paused")
    take(club, row(Nummer="=7"), row(Nummer="8", Titel="Nur eine Idee", Beginn=""))
    with as_desk("providers", club):
        rows = own_table(club, on=TODAY)
        content = written([HEAD, *rows])
        lines = spreadsheets.read(content, most_rows=deeds.MOST_ROWS)
        upload = deeds.keep(lines, file_name="x", actor=club, at=NOW)
        assert all(upload.columns), "every column of ours is known again"
        found = plan(upload, actor=club, at=NOW)
    assert (found.problems, [one.changes for one in found.to_do]) == ([], [])
    assert counts(found) == (0, 0, 4, 0)
    assert len(rows) == 6


def test_the_template_brought_back_holds_no_offer(club: Actor) -> None:
    with as_desk("providers", club):
        lines = spreadsheets.read(spreadsheets.as_xlsx(template()), most_rows=10)
        upload = deeds.keep(lines, file_name="vorlage.xlsx", actor=club, at=NOW)
        found = plan(upload, actor=club, at=NOW)
        assert (counts(found), found.examples) == ((0, 0, 0, 0), 1)
        with pytest.raises(deeds.NothingToTakeIn):
            deeds.confirm(upload, silence_confirmed=False, actor=club, at=NOW)
        with pytest.raises(deeds.NoOffersInIt):
            deeds.keep(lines[:1], file_name="kopf.csv", actor=club, at=NOW)
