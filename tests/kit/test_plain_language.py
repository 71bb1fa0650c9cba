"""What a machine sees of the rules of Leichte Sprache."""

from pathlib import Path

import pytest

from verzahnt.kit.plain_language import Hint, Rule, hints, sentences
from verzahnt.kit.plain_language_report import report


@pytest.mark.parametrize(("text", "found"), [
    ("Der Kurs hilft Menschen, die lange gesessen sind und sich wieder mehr bewegen wollen.", [Rule.LONG_SENTENCE]),
    ("Sie kommen, wenn Sie Zeit haben, und gehen.", [Rule.NESTED]),
    ("Sie kommen, obwohl es regnet.", [Rule.SUBORDINATE]),
    ("Das Haus des Vereins ist offen.", [Rule.GENITIVE]),
    ("Bringen Sie z. B. Schuhe mit.", [Rule.ABBREVIATION]),
    ("Fragen Sie die AOK.", [Rule.ABBREVIATION]),
    ("Das ist Gesundheitsförderung.", [Rule.LONG_WORD]),
    ("Der Kurs wird vom Verein bezahlt.", [Rule.PASSIVE]),
    ("Die Anmeldung wird notiert.", [Rule.PASSIVE]),
    ("Es sind zehn Termine.", [Rule.NUMBER_WORD]),
    ("Sie könnten mitmachen.", [Rule.MAYBE]),
    ("Raum 3 (oben)", [Rule.SIGN, Rule.SIGN]),
])
def test_each_rule_sees_what_it_is_for(text: str, found: list[Rule]) -> None:
    assert [hint.rule for hint in hints(text)] == found


@pytest.mark.parametrize("text", [
    "Möchten Sie mitmachen?", "Bringen Sie Wasser, Schuhe und ein Hand-Tuch mit.", "Wir treffen uns um 10 Uhr.",
    "Das ist Gesundheits-Förderung.", "Das ist Gesundheits·förderung.", "Sie werden gesund.", "Sie werden gehen.",
    "Sie werden Gebühren zahlen.",
    "Das WC hat keine Stufen.", "",
])
def test_what_is_easy_gets_no_hint(text: str) -> None:
    assert hints(text) == []


def test_a_hint_names_the_place_and_what_helps() -> None:
    assert hints("Das Haus des Vereins ist offen.") == [Hint(Rule.GENITIVE, "des Vereins")]
    assert "von" in Rule.GENITIVE.advice


def test_the_same_remark_stands_once() -> None:
    assert len(hints("Gesundheitsförderung. Gesundheitsförderung.")) == 1


def test_a_line_is_a_sentence_and_an_abbreviation_ends_none() -> None:
    assert sentences("Wann?\nUm 10 Uhr, d. h. bald. Ja.") == ["Wann?", "Um 10 Uhr, d. h. bald.", "Ja."]


def test_a_catalogue_is_reported_on_with_what_was_noticed_and_how_often(tmp_path: Path) -> None:
    catalogue = tmp_path / "django.po"
    catalogue.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
                         'msgid "Noch %(num)s Plätze"\nmsgstr "Es gibt noch %(num)s Plätze."\n\n'
                         'msgid "Träger"\nmsgstr "Das Haus des Vereins"\n', encoding="utf-8")
    assert report(catalogue) == [
        "Das Haus des Vereins", f"    des Vereins: {Rule.GENITIVE.advice}", "", "    1  GENITIVE"]
