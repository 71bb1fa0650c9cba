"""What people type in Turkish, Persian and Arabic leads where German words for it would."""

import pytest

from tests.factories import offers as make
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.understanding import understood
from verzahnt.programme.offers.wording import Wording

pytestmark = pytest.mark.django_db


def _understood(text: str, reads: str = "de") -> Wording:
    with as_desk("portal"):
        return understood(text, reads=reads, on=make.TODAY)


@pytest.mark.parametrize("text", [
    "bir şey istiyorum", "ücretsiz kurs arıyorum", "ucretsiz kurslar", "کمک میخواهم", "دنبال دوره رایگان هستم",
    "می‌خواهم یاد بگیرم", "أريد مساعدة", "بدي دورة قريبة مني", "i am looking for a free course"])
def test_who_says_nothing_in_particular_is_shown_everything(text: str) -> None:
    assert not _understood(text).things


@pytest.mark.parametrize(("typed", "topic"), [
    ("belim ağrıyor", "bewegung"), ("bel agrisi", "bewegung"), ("sigarayı bırakmak istiyorum", "sucht"),
    ("sigara birakma", "sucht"), ("uyuyamıyorum", "stress"), ("uykusuzluk", "stress"), ("kilo vermek", "ernaehrung"),
    ("yemek yapmak", "ernaehrung"), ("yalnızım", "kontakte"), ("arkadas bulmak", "kontakte"), ("stres", "stress"),
    ("konuşacak biri", "gespraech"), ("depresyon", "gespraech"), ("canım sıkılıyor", "tagesstruktur"),
    ("özgüven", "selbstwert"), ("doktor bulmak", "gesundheitskompetenz"), ("yürüyüş", "bewegung"),
    ("yuruyus grubu", "bewegung"),
    ("کمرم درد میکند", "bewegung"), ("کمردرد", "bewegung"), ("کمر درد", "bewegung"), ("ترک سیگار", "sucht"),
    ("سیگار را ترک کنم", "sucht"), ("بی خوابی", "stress"), ("بی‌خوابی", "stress"), ("خوابم نمیبرد", "stress"),
    ("لاغری", "ernaehrung"), ("آشپزی", "ernaehrung"), ("تنهایی", "kontakte"), ("دوست پیدا کنم", "kontakte"),
    ("افسردگی", "gespraech"), ("با کسی حرف زدن", "gespraech"), ("اعتماد به نفس", "selbstwert"),
    ("برنامه‌ریزی روزانه", "tagesstruktur"), ("پیدا کردن دکتر", "gesundheitskompetenz"), ("پیاده روی", "bewegung"),
    ("ظهري يؤلمني", "bewegung"), ("أترك التدخين", "sucht"), ("ما بقدر نام", "stress"), ("دايت", "ernaehrung"),
    ("تشي كونغ", "bewegung"), ("التعرف على ناس", "kontakte"), ("كآبة", "gespraech")])
def test_everyday_words_lead_to_a_topic(typed: str, topic: str) -> None:
    assert topic in {one for thing in _understood(typed).things for one in thing.topics}


@pytest.mark.parametrize(("typed", "key"), [
    ("çocukla spor", "kind:family_course"), ("sadece kadınlar", "trait:nur-frauen"), ("bayanlar", "trait:nur-frauen"),
    ("cocuk bakimi", "trait:kinderbetreuung"), ("online kurs", "trait:von-zu-hause"), ("evden", "trait:von-zu-hause"),
    ("tekerlekli sandalye", "trait:stufenlos"), ("almanca kursu", "audience:zugewanderte"),
    ("bekar anne", "audience:alleinerziehende"), ("erkekler", "audience:maenner"),
    ("yeni başlayanlar", "trait:ohne-vorkenntnisse"), ("destek grubu", "kind:self_help_group"),
    ("ورزش با بچه", "kind:family_course"), ("فقط زنان", "trait:nur-frauen"), ("ویژه بانوان", "trait:nur-frauen"),
    ("مراقبت از کودک", "trait:kinderbetreuung"), ("آنلاین", "trait:von-zu-hause"), ("از خانه", "trait:von-zu-hause"),
    ("ویلچر", "trait:stufenlos"), ("کلاس آلمانی", "audience:zugewanderte"), ("مادر تنها", "audience:alleinerziehende"),
    ("مبتدی", "trait:ohne-vorkenntnisse"), ("گروه خودیاری", "kind:self_help_group"),
    ("بالای ۵۰ سال", "audience:ab-50"), ("بالای 50 سال", "audience:ab-50")])
def test_everyday_words_mean_a_fact_of_an_offer(typed: str, key: str) -> None:
    assert key in {one for thing in _understood(typed).things for one in thing.keys}


@pytest.mark.parametrize(("typed", "topic"), [
    ("yurüyüs", "bewegung"), ("depresyonn", "gespraech"), ("yanlızlık", "kontakte"), ("سیگارر", "sucht"),
    ("افسرده گی", "gespraech"), ("كمردرد", "bewegung")])
def test_slips_and_other_keyboards_do_no_harm(typed: str, topic: str) -> None:
    assert topic in {one for thing in _understood(typed).things for one in thing.topics}


def test_turkish_endings_are_understood_on_a_turkish_page() -> None:
    topics = {one for thing in _understood("depresyondan çıkmak", reads="tr").things for one in thing.topics}

    assert "gespraech" in topics
