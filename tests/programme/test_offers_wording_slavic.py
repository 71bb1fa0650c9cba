"""What people type in Ukrainian, Russian and Polish leads where German words for it would."""

import pytest

from tests.factories import offers as make
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.understanding import understood
from verzahnt.programme.offers.wording import Wording

pytestmark = pytest.mark.django_db


def _understood(text: str) -> Wording:
    with as_desk("portal"):
        return understood(text, on=make.TODAY)


@pytest.mark.parametrize("text", [
    "я шукаю щось поруч", "хочу навчитися", "ищу помощь", "бесплатно рядом", "szukam pomocy", "bezpłatne zajęcia"])
def test_who_says_nothing_in_particular_is_shown_everything(text: str) -> None:
    assert _understood(text).says_nothing


@pytest.mark.parametrize(("typed", "topic"), [
    ("болить спина", "bewegung"), ("як кинути палити", "sucht"), ("не можу спати", "stress"),
    ("хочу схуднути", "ernaehrung"), ("немає сил", "stress"), ("готувати разом", "ernaehrung"),
    ("з ким поговорити", "gespraech"), ("знайти друзів", "kontakte"), ("розпорядок дня", "tagesstruktur"),
    ("впевненість у собі", "selbstwert"), ("знайти лікаря", "gesundheitskompetenz"),
    ("болит спина", "bewegung"), ("бросить курить", "sucht"), ("brosit kurit", "sucht"), ("бессонница", "stress"),
    ("похудеть", "ernaehrung"), ("скучно", "tagesstruktur"), ("одиночество", "kontakte"),
    ("депрессия", "gespraech"), ("уверенность в себе", "selbstwert"), ("прививка", "gesundheitskompetenz"),
    ("ból pleców", "bewegung"), ("bola plecy", "bewegung"), ("rzucić palenie", "sucht"), ("rzucic palenie", "sucht"),
    ("nie mogę spać", "stress"), ("odchudzanie", "ernaehrung"), ("samotność", "kontakte"),
    ("chcę z kimś porozmawiać", "gespraech"), ("plan dnia", "tagesstruktur"), ("pewność siebie", "selbstwert"),
    ("lekarz rodzinny", "gesundheitskompetenz")])
def test_everyday_words_lead_to_a_topic(typed: str, topic: str) -> None:
    assert topic in {one for thing in _understood(typed).things for one in thing.topics}


@pytest.mark.parametrize(("typed", "key"), [
    ("спорт для дітей", "kind:family_course"), ("з дитиною", "trait:kind-darf-mit"), ("для жінок", "trait:nur-frauen"),
    ("догляд за дитиною", "trait:kinderbetreuung"), ("онлайн", "trait:von-zu-hause"),
    ("без запису", "trait:ohne-anmeldung"), ("інвалідний візок", "trait:stufenlos"),
    ("курс німецької", "audience:zugewanderte"),
    ("спорт для детей", "kind:family_course"), ("мать-одиночка", "audience:alleinerziehende"),
    ("только для женщин", "trait:nur-frauen"), ("для мужчин", "audience:maenner"), ("дома", "trait:von-zu-hause"),
    ("группа взаимопомощи", "kind:self_help_group"), ("для начинающих", "trait:ohne-vorkenntnisse"),
    ("sport dla dzieci", "kind:family_course"), ("samotna matka", "audience:alleinerziehende"),
    ("dla kobiet", "trait:nur-frauen"), ("przez telefon", "trait:von-zu-hause"), ("na wózku", "trait:stufenlos"),
    ("grupa wsparcia", "kind:self_help_group"), ("osoby starsze", "audience:ab-50")])
def test_everyday_words_mean_a_fact_of_an_offer(typed: str, key: str) -> None:
    assert key in {one for thing in _understood(typed).things for one in thing.keys}


@pytest.mark.parametrize(("typed", "topic"), [
    ("спинна", "bewegung"), ("бесонница", "stress"), ("kregoslup", "bewegung"),
    ("odhudzanie", "ernaehrung"), ("палінння", "sucht")])
def test_slips_and_missing_marks_do_no_harm(typed: str, topic: str) -> None:
    assert topic in {one for thing in _understood(typed).things for one in thing.topics}
