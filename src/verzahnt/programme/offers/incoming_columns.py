"""The columns of a provider's own table, and the names they go by in life. Pure: words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e"})
FIRST_ROWS = 12
"""Titles and merged heads may stand above the names of the columns; further down nobody looks for them."""


@dataclass(frozen=True)
class Column:
    """What a column is about: its name in our template, other names it is known by, and what may stand in it."""

    key: str
    label: str
    others: str = ""
    hint: str = ""
    example: str = ""


COLUMNS = (
    Column("own_key", "Nummer", "nr, kursnummer, kursnr, angebotsnummer, nummerdesangebots, id, kennung, kurskennung",
           "Ihre eigene Nummer. Daran erkennen wir das Angebot, wenn Sie die Tabelle noch einmal hochladen.",
           "Beispiel"),
    Column("title", "Titel", "kursname, kurs, kurstitel, namedesangebots, angebot, angebotsname, name, bezeichnung, "
           "veranstaltung, kursbezeichnung, thementitel", "Wie heißt das Angebot? Nur das muss da sein.",
           "Rücken in Bewegung"),
    Column("kind", "Art", "angebotsart, typ, format, kursart, artdesangebots", "", "Kurs"),
    Column("summary", "Kurz gesagt", "kurzbeschreibung, zusammenfassung, kurztext, inhaltkurz, untertitel",
           "Was passiert da? Zwei Sätze, höchstens 300 Zeichen.", "Wir bewegen uns leicht und ohne Eile."),
    Column("about", "Beschreibung", "inhalt, kursinhalt, langtext, text, ausfuehrlichebeschreibung, kursbeschreibung",
           "Mehr dazu, höchstens 5000 Zeichen.", ""),
    Column("topics", "Themen", "thema, handlungsfeld, bereich, kategorie, rubrik", "Mehrere mit Komma.", "Bewegung"),
    Column("audiences", "Für wen", "zielgruppe, zielgruppen, fuer, teilnehmerkreis", "Mehrere mit Komma.", "Für alle"),
    Column("languages", "Sprachen", "sprache, kurssprache", "Mehrere mit Komma.", "Deutsch"),
    Column("traits", "Merkmale", "merkmal, besonderheiten, besonderes, extras", "Mehrere mit Komma.",
           "Ohne Vorkenntnisse"),
    Column("site", "Standort", "jobcenterstandort, programmstandort",
           "Der Standort, der Ja sagen soll. Leer: der Ihres Netzwerks.", ""),
    Column("registration", "Mitmachen", "anmeldung, anmeldeweg, anmeldungueber, teilnahme",
           "Mitmachkarte, Telefon, Internetseite oder ohne Anmeldung.", "Mitmachkarte"),
    Column("telephone", "Telefon", "tel, telefonnummer, rufnummer, fon, kontakttelefon, ansprechtelefon", "",
           "0361 5550123"),
    Column("telephone_hours", "Wann jemand antwortet", "sprechzeiten, erreichbar, erreichbarkeit, telefonzeiten", "",
           "dienstags 9 bis 12 Uhr"),
    Column("website", "Internetseite", "website, webseite, homepage, link, url, internet", "",
           "www.beispielverein.example.org"),
    Column("cost", "Kosten", "preis, gebuehr, kursgebuehr, entgelt, teilnahmegebuehr, beitrag",
           "Kostet nichts, mit Gutschein, oder zum Beispiel: 120 Euro, 96 zurück.", "kostet nichts"),
    Column("cost_note", "Hinweis zu den Kosten", "kostenhinweis, hinweiskosten, bemerkungkosten",
           "Höchstens 200 Zeichen.", ""),
    Column("what_to_bring", "Mitbringen", "mitzubringen, bittemitbringen, ausruestung, material", "",
           "bequeme Schuhe"),
    Column("led_by", "Wer es leitet", "leitung, kursleitung, uebungsleitung, trainerin, trainer, dozent, dozentin, "
           "referent, leiter, leiterin", "Der Beruf genügt.", "eine Übungsleiterin mit Lizenz"),
    Column("certificate", "Zertifikat", "zertifizierung, zpp, kursid, pruefsiegel", "Nur bei Kursen nach § 20 SGB V.",
           ""),
    Column("venue", "Veranstaltungsort", "kursort, raum, wo, ortname, gebaeude, haus, treffpunkt, halle, "
           "namedesortes, location", "Wie heißt das Haus?", "Familienzentrum Lindenhof (Beispiel)"),
    Column("street", "Straße", "strasseundhausnummer, strassehausnummer, anschrift, adresse, strassenr", "",
           "Beispielweg 1"),
    Column("postal_code", "PLZ", "postleitzahl, plzort", "Fünf Ziffern.", "99974"),
    Column("town", "Ort", "stadt, gemeinde, wohnort, ortschaft", "", "Mühlhausen"),
    Column("online_how", "Von zu Hause aus", "online, onlinezugang, digital, zugang",
           "Nur für Angebote am Telefon oder im Internet: Wie nimmt man teil?", ""),
    Column("starts_on", "Beginn", "start, startdatum, erstertermin, ab, datum, kursbeginn, beginndatum, vondatum, "
           "termin, starttermin, tag", "Der erste Tag.", "3.3.2027"),
    Column("ends_on", "Ende", "enddatum, letztertermin, kursende, bisdatum", "Der letzte Tag. Oder die Anzahl.", ""),
    Column("weekday", "Wochentag", "wochentage, kurstag", "Dann wöchentlich.", "mittwochs"),
    Column("hours", "Uhrzeit", "zeit, uhrzeiten, kurszeit, zeiten, wann", "Von und bis.", "10–11:30 Uhr"),
    Column("starts", "Von", "beginnuhrzeit, startzeit, uhrzeitvon, uhrzeitbeginn, zeitvon, anfang",
           "Oder getrennt: Uhrzeit am Anfang …", ""),
    Column("ends", "Bis", "endeuhrzeit, endzeit, uhrzeitbis, uhrzeitende, zeitbis", "… und am Ende.", ""),
    Column("times", "Anzahl Termine", "anzahl, termine, einheiten, wieoft, kurseinheiten, anzahleinheiten",
           "Wie oft im Ganzen?", "8"),
    Column("seats", "Plätze", "teilnehmerzahl, maxteilnehmer, maxtn, platzzahl, kapazitaet, teilnehmermax, plaetzemax, "
           "maximaleteilnehmerzahl, tn", "", "12"),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
EXAMPLE = "beispiel"
"""A row whose number says so is the template's own example."""


def folded(words: str) -> str:
    """How words are compared: no case, no umlauts, nothing but letters and digits."""
    return re.sub(r"[^a-z0-9]", "", words.casefold().translate(UMLAUTS))


NAMES: Mapping[str, str] = {
    folded(name): column.key for column in COLUMNS for name in (*column.others.split(","), column.label)}


def column_named(head: str) -> str:
    """The column a head means, or none; a remark in brackets, behind a star or a unit does not matter."""
    whole, plain = folded(head), folded(re.split(r"[(\[*:/]| in | pro ", head, maxsplit=1)[0])
    return NAMES.get(whole) or NAMES.get(plain) or ""


def matched(head: Sequence[str]) -> list[str]:
    """For each column of a table the key of ours it means, or "": each of ours at most once, the first takes it."""
    found: list[str] = []
    for words in head:
        key = column_named(words)
        found.append("" if key in found else key)
    return found


def head_among(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows names the columns: the one with most known names, else the first."""
    known = [sum(bool(key) for key in matched(row)) for row in rows[:FIRST_ROWS]]
    return known.index(max(known)) if known and max(known) > 0 else 0
