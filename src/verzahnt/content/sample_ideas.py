"""What the invented offers of `sample.py` are about: by topic, titles as clubs and counsellors word them.

A line: title, kind, when it usually takes place (m morning, n afternoon, e evening, w weekend), what it is, and for
whom it usually is (empty: for all).
"""

from __future__ import annotations

from typing import NamedTuple


class Idea(NamedTuple):
    title: str
    kind: str
    times: str
    summary: str
    audience: str = ""


IDEAS: dict[str, tuple[Idea, ...]] = {
    "bewegung": (
        Idea("Rückenschule", "course", "mne", "Leichte Übungen für einen starken Rücken."),
        Idea("Rückenfit im Sitzen", "course", "mn", "Übungen auf dem Stuhl, auch bei Schmerzen.", "ab-50"),
        Idea("Wassergymnastik", "course", "mew", "Bewegung im warmen Wasser schont die Gelenke."),
        Idea("Nordic Walking für den Anfang", "course", "mnw", "Stöcke gibt es zum Ausleihen."),
        Idea("Spazieren und Reden", "open_meeting", "mn", "Gemeinsam gehen, ohne Eile und ohne Ziel."),
        Idea("Sanft in Schwung", "training", "m", "Langsam anfangen, jede Woche ein wenig mehr."),
        Idea("Eltern-Kind-Turnen", "family_course", "nw", "Turnen für Kinder und ihre Eltern.", "familien"),
        Idea("Yoga für alle", "course", "mew", "Dehnen, atmen, ruhig werden. Matten sind da."),
        Idea("Gymnastik am Vormittag", "course", "m", "Beweglich bleiben, mit Musik."),
        Idea("Tanzen macht Laune", "open_meeting", "new", "Einfache Schritte, gute Musik, niemand muss etwas können."),
        Idea("Radeln in der Gruppe", "open_meeting", "nw", "Kurze Touren mit Pausen; Räder können geliehen werden."),
        Idea("Fußball ohne Tabelle", "open_meeting", "ew", "Kicken zum Spaß.", "junge-menschen"),
        Idea("Selbstverteidigung für Frauen", "training", "ew", "Sicher auftreten und sich wehren.", "frauen"),
    ),
    "stress": (
        Idea("Ruhig werden", "course", "mne", "Atem und einfache Übungen gegen Anspannung."),
        Idea("Besser schlafen", "course", "ne", "Was abends hilft und was nicht."),
        Idea("Progressive Muskelentspannung", "course", "mne", "Anspannen, loslassen, durchatmen."),
        Idea("Autogenes Training", "course", "new", "In acht Treffen zur Ruhe kommen."),
        Idea("Pause am Mittag", "open_meeting", "m", "Eine Stunde nur für sich."),
        Idea("Gelassen im Alltag", "training", "mn", "Mit Sorgen und Druck besser umgehen.", "lange-ohne-arbeit"),
        Idea("Qigong im Park", "open_meeting", "mw", "Langsame Bewegungen an der frischen Luft."),
        Idea("Achtsam durch die Woche", "digital", "e", "Kurze Übungen am Bildschirm, gemeinsam."),
    ),
    "ernaehrung": (
        Idea("Günstig und gut kochen", "course", "mne", "Zusammen kochen, zusammen essen, wenig ausgeben."),
        Idea("Familienküche", "family_course", "nw", "Kochen mit Kindern, von Brei bis Auflauf.", "familien"),
        Idea("Frühstück für alle", "open_meeting", "mw", "Ein gemeinsames Frühstück, einmal in der Woche."),
        Idea("Abnehmen ohne Diät", "course", "ne", "Schritt für Schritt leichter werden."),
        Idea("Essen bei Zucker", "course", "mn", "Was bei Diabetes gut tut.", "ab-50"),
        Idea("Kochen wie zu Hause", "open_meeting", "nw", "Gerichte aus vielen Ländern.", "zugewanderte"),
        Idea("Ernährungsberatung", "consultation", "mn", "Fragen zum Essen in Ruhe besprechen."),
    ),
    "kontakte": (
        Idea("Offener Treff", "open_meeting", "mn", "Kaffee, Spiele, Gespräche. Einfach vorbeikommen."),
        Idea("Gärtnern zusammen", "open_meeting", "nw", "Ein Beet, viele Hände."),
        Idea("Chor ohne Noten", "course", "e", "Singen, ohne es können zu müssen."),
        Idea("Sprachcafé", "open_meeting", "ne", "Deutsch sprechen bei Kaffee und Tee.", "zugewanderte"),
        Idea("Krabbelgruppe", "open_meeting", "m", "Für Kinder bis drei und wer sie begleitet.", "alleinerziehende"),
        Idea("Männerschuppen", "open_meeting", "nw", "Werken, reparieren, reden.", "maenner"),
        Idea("Spieleabend", "open_meeting", "e", "Karten, Würfel, Brettspiele."),
        Idea("Frauenfrühstück", "open_meeting", "mw", "Reden und lachen unter Frauen.", "frauen"),
    ),
    "sucht": (
        Idea("Rauchfrei in sechs Wochen", "course", "e", "Schritt für Schritt weniger rauchen."),
        Idea("Weniger trinken", "self_help_group", "e", "Eine Gruppe, die zuhört."),
        Idea("Beratung zu Alkohol und Glücksspiel", "consultation", "mn", "Vertraulich und ohne Vorwurf."),
        Idea("Handy auch mal weglegen", "training", "n", "Pausen vom Bildschirm üben.", "junge-menschen"),
    ),
    "gespraech": (
        Idea("Reden hilft", "consultation", "mn", "Ein offenes Ohr, ohne Termin."),
        Idea("Gruppe für schwere Tage", "self_help_group", "ne", "Mit anderen sprechen, die das kennen."),
        Idea("Pflegende tauschen sich aus", "self_help_group", "ne", "Für alle, die zu Hause pflegen.", "pflegende"),
        Idea("Treffen für Alleinerziehende", "self_help_group", "nw", "Sich gegenseitig den Rücken stärken.",
             "alleinerziehende"),
        Idea("Zuhören am Telefon", "digital", "e", "Anrufen und erzählen."),
    ),
    "tagesstruktur": (
        Idea("Guter Morgen", "training", "m", "Zusammen in den Tag starten.", "lange-ohne-arbeit"),
        Idea("Werkstatt am Vormittag", "open_meeting", "m", "Holz, Stoff, Farbe: etwas mit den Händen tun."),
        Idea("Wochenplan und Gewohnheiten", "course", "mn", "Wie ein Tag gelingt."),
    ),
    "selbstwert": (
        Idea("Mut tut gut", "coaching", "mn", "Was kann ich? Was will ich?"),
        Idea("Meine Stärken", "course", "mn", "Entdecken, was in einem steckt.", "frauen"),
        Idea("Theater ohne Text", "course", "ew", "Spielen, auftreten, lachen."),
    ),
    "gesundheitskompetenz": (
        Idea("Fragen an die Ärztin", "information_event", "ne", "Gesundheit verständlich erklärt."),
        Idea("Gesundheitstag", "health_day", "mw", "Ausprobieren, messen lassen, fragen."),
        Idea("Wegweiser durch die Krankenkasse", "service_event", "mn", "Was steht mir zu? Wo stelle ich den Antrag?"),
        Idea("Erste Hilfe am Kind", "family_course", "w", "Was tun, wenn etwas passiert.", "familien"),
        Idea("Gesund älter werden", "information_event", "m", "Vortrag und Gespräch.", "ab-50"),
    ),
}
HOW_OFTEN = {"bewegung": 30, "stress": 15, "ernaehrung": 13, "kontakte": 18, "sucht": 5, "gespraech": 7,
             "tagesstruktur": 4, "selbstwert": 4, "gesundheitskompetenz": 4}
"""Of a hundred offers, so many are on this topic."""
VENUES = ("Haus am Markt", "Turnhalle am Park", "Nachbarschaftshaus", "Gemeindesaal", "Familienzentrum",
          "Mehrgenerationenhaus", "Bürgertreff", "Sportheim", "Volkshochschule", "Stadtteilladen")
