from dataclasses import dataclass

from verzahnt.kit.texts import Text, TextState, Translation, german_hash, is_current, text_for

GERMAN = "Wir gehen zusammen spazieren."


@dataclass
class Row:
    language: str
    body: str
    field: str = "summary"
    german_hash: str = german_hash(GERMAN)
    state: str = "checked"


ENGLISH = Row("en", "We go for a walk together.")
ARABIC = Row("ar", "نتمشى معًا.", state="machine")


def test_a_reader_gets_their_language():
    assert text_for(GERMAN, [ARABIC, ENGLISH], "en") == Text(ENGLISH.body, "en", True, TextState.CHECKED)
    assert text_for(GERMAN, [ARABIC, ENGLISH], "ar") == Text(ARABIC.body, "ar", True, TextState.MACHINE)


def test_a_reader_whose_language_is_missing_gets_german_marked_as_such():
    assert text_for(GERMAN, [ENGLISH], "ar") == Text(GERMAN, "de")
    assert text_for(GERMAN, [Row("ar", "  ")], "ar") == Text(GERMAN, "de")


def test_german_readers_get_the_row_itself():
    assert text_for(GERMAN, [Row("de", "etwas anderes")], "de") == Text(GERMAN, "de")


def test_only_the_field_asked_for_is_answered():
    name = Row("en", "A walk", field="name", german_hash=german_hash("Spaziergang"))
    assert text_for("Spaziergang", [ENGLISH, name], "en", field="name").body == "A walk"
    assert text_for(GERMAN, [name], "en", field="summary") == Text(GERMAN, "de")


def test_a_translation_of_an_older_text_says_that_it_is_one():
    assert text_for(GERMAN + " Auch bei Regen.", [ENGLISH], "en") == Text(ENGLISH.body, "en", False, TextState.CHECKED)


def test_only_what_one_can_read_counts_as_a_change():
    assert is_current(ENGLISH, f"  {GERMAN}\r\n")
    assert german_hash("Gesundheitstag fu\u0308r alle\r\nKommen Sie") == german_hash(
        "Gesundheitstag f\u00fcr alle  \nKommen Sie"
    )
    assert not is_current(ENGLISH, GERMAN.replace("zusammen", "gemeinsam"))


def test_arabic_runs_from_right_to_left_and_german_in_its_place_does_not():
    assert text_for(GERMAN, [ARABIC], "ar").direction == "rtl"
    assert text_for(GERMAN, [], "ar").direction == "ltr"


def test_a_translation_is_machine_made_until_somebody_has_checked_it():
    assert Translation._meta.get_field("state").default == TextState.MACHINE
    assert Translation._meta.abstract
