import json
import secrets
import stat
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verzahnt.programme.cards import actions, rules
from verzahnt.programme.cards import keys as key_files
from verzahnt.programme.cards.rules import Card, CardKeys, Generation, Kind

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def _secret(name: str) -> bytes:
    return sha256(name.encode()).digest()


KEYS = CardKeys(
    (
        Generation("1", Kind.HANDED, _secret("mac 1"), _secret("pepper 1")),
        Generation("2", Kind.OWN, _secret("mac 2"), _secret("pepper 2")),
        Generation("3", Kind.HANDED, _secret("mac 3"), _secret("pepper 3")),
    ),
    _secret("sealing"),
)

cards = st.builds(
    lambda kind, number: rules.make(KEYS.newest(kind), lambda _: number),
    st.sampled_from(Kind),
    st.integers(0, 10**12 - 1),
)


@pytest.fixture
def handed_card():
    return rules.make(KEYS.newest(Kind.HANDED), lambda _: 123456789012)


@pytest.fixture
def own_card():
    return rules.make(KEYS.newest(Kind.OWN), lambda _: 123456789012)


@given(cards)
def test_a_card_made_here_can_be_read_here(card):
    assert len(card.digits) == 16
    assert rules.read(card.digits, KEYS) == card
    assert rules.read(card.grouped, KEYS) == card


def test_new_cards_belong_to_the_newest_generation_of_their_kind_and_older_ones_stay_good(handed_card, own_card):
    before = replace(KEYS, generations=KEYS.generations[:2])
    old = rules.make(before.newest(Kind.HANDED), lambda _: 7)
    assert [card.digits[0] for card in (old, handed_card, own_card)] == ["1", "3", "2"]
    assert rules.read(old.digits, KEYS) == old


@pytest.mark.parametrize("zero", ["٠", "۰", "\uff10", "०"])
def test_a_card_can_be_typed_in_the_digits_of_ones_own_keyboard(handed_card, zero):
    typed = "".join(chr(ord(zero) + int(digit)) for digit in handed_card.digits)
    assert rules.read(typed, KEYS) == handed_card


@pytest.mark.parametrize("between", ["", " ", "-", " - ", "\u2013", ".", "/", "\n", "\u00a0", "\u200f", "\u2069\u200b"])
def test_marks_between_the_digits_do_no_harm(handed_card, between):
    assert rules.read(f" {between.join(handed_card.grouped.split())}{between}", KEYS) == handed_card


def test_a_scanned_code_is_read_whatever_digits_the_address_has(handed_card):
    address = "https://karte2.example.org:8443/karte/"
    assert handed_card.link(address) == f"{address}#{handed_card.digits}"
    assert rules.read(handed_card.link(address), KEYS) == handed_card


@given(cards, st.data())
def test_every_single_wrong_digit_is_said_to_be_one(card, data):
    at = data.draw(st.integers(0, 15))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != card.digits[at]))
    with pytest.raises(rules.OneDigitWrong):
        rules.read(card.digits[:at] + wrong + card.digits[at + 1 :], KEYS)


@given(cards, st.integers(0, 14))
def test_two_swapped_neighbours_are_said_to_be_wrong(card, at):
    digits = card.digits
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    if swapped != digits:
        with pytest.raises(rules.OneDigitWrong):
            rules.read(swapped, KEYS)


@given(st.text("0123456789 -x", max_size=40))
def test_what_has_not_sixteen_digits_says_how_many_it_has(text):
    seen = sum(sign.isdecimal() for sign in text)
    if seen != 16:
        with pytest.raises(rules.WrongLength) as no:
            rules.read(text, KEYS)
        assert no.value.seen == seen


@given(st.text())
def test_whatever_is_typed_gets_a_known_answer(text):
    try:
        card = rules.read(text, KEYS)
    except rules.Unreadable:
        return
    assert card.digits[0] in "123"


def test_a_pasted_book_is_not_read_to_its_end():
    with pytest.raises(rules.WrongLength) as no:
        rules.read("1" * 10_000_000, KEYS)
    assert no.value.seen == rules.MOST_SIGNS_READ


def test_of_invented_cards_that_check_one_in_a_hundred_passes():
    invented = (rules.make(KEYS.newest(Kind.HANDED), lambda _, number=number: number) for number in range(2000))
    elsewhere = CardKeys(tuple(replace(one, mac_key=_secret("other")) for one in KEYS.generations), KEYS.sealing_key)
    passed = 0
    for card in invented:
        try:
            rules.read(card.digits, elsewhere)
        except rules.NotOurs:
            continue
        passed += 1
    assert 5 <= passed <= 40


def test_a_card_of_a_generation_we_do_not_have_is_not_ours(handed_card):
    with pytest.raises(rules.NotOurs):
        rules.read(handed_card.digits, replace(KEYS, generations=KEYS.generations[:2]))


def test_the_digits_of_a_card_do_not_show_in_logs(handed_card):
    assert repr(handed_card) == "Card(kind=<Kind.HANDED: 'handed'>)"
    assert handed_card.digits not in f"{handed_card}"
    assert _secret("pepper 1").hex() not in repr(KEYS)
    assert repr(_secret("pepper 1")) not in repr(KEYS)


def test_a_handed_card_opens_nothing_by_itself(handed_card, own_card):
    with pytest.raises(rules.OwnNumberMissing):
        rules.root(handed_card, None, KEYS)
    assert len(rules.root(own_card, None, KEYS)) == 32


def test_a_root_depends_on_the_card_the_own_number_and_the_pepper(handed_card, own_card):
    other_pepper = replace(
        KEYS, generations=tuple(replace(one, pepper=_secret(f"new {one.digit}")) for one in KEYS.generations)
    )
    roots = [
        rules.root(handed_card, "4711", KEYS),
        rules.root(handed_card, "4712", KEYS),
        rules.root(rules.make(KEYS.newest(Kind.HANDED), lambda _: 1), "4711", KEYS),
        rules.root(own_card, None, KEYS),
        rules.root(own_card, "4711", KEYS),
        rules.root(handed_card, "4711", other_pepper),
    ]
    assert len(set(roots)) == 6
    assert rules.root(handed_card, "4711", KEYS) == roots[0]


def test_the_root_of_a_card_never_changes_or_everybody_would_lose_their_places(handed_card):
    assert handed_card.digits == "3123456789012889"
    assert rules.keys_of(rules.root(handed_card, "4711", KEYS))[0] == "0e2484357d479cea3a8f12318ac25de5"


def test_a_card_has_twenty_places_and_forty_stamps_and_nothing_links_them(handed_card):
    root = rules.root(handed_card, "4711", KEYS)
    places, stamps = rules.keys_of(root), rules.stamp_keys(root)
    assert (len(places), len(stamps), len({*places, *stamps})) == (20, 40, 60)
    assert all(len(key) == 32 and int(key, 16) >= 0 for key in places + stamps)


@pytest.mark.parametrize("typed", ["4711", " 47 11 ", "٤٧١١", "47-11"])
def test_an_own_number_is_four_digits(typed):
    assert rules.read_own_number(typed) == "4711"


@pytest.mark.parametrize("typed", ["", "471", "47111", "abcd"])
def test_anything_else_is_no_own_number(typed):
    with pytest.raises(rules.NotFourDigits):
        rules.read_own_number(typed)


def test_numbers_somebody_would_try_first_are_too_easy_and_most_are_not():
    easy = ["0000", "1111", "1234", "4321", "6789", "1212", "2580", "1987", "2004"]
    assert [number for number in easy if not rules.too_easy(number)] == []
    assert [number for number in ("4711", "0815", "1243", "1929", "2030", "9012") if rules.too_easy(number)] == []
    assert sum(rules.too_easy(f"{number:04}") for number in range(10_000)) < 250


def test_a_card_in_use_lasts_a_quarter_of_an_hour():
    root = _secret("root")
    token = rules.sealed_root(root, KEYS, at=NOON, nonce=bytes(12))
    after = [timedelta(0), timedelta(minutes=14, seconds=59), timedelta(minutes=15)]
    assert [rules.open_root(token, KEYS, now=NOON + passed) for passed in after] == [root, root, None]


def test_the_cookie_shows_nothing_and_cannot_be_altered_or_brought_from_elsewhere():
    root = _secret("root")
    token = rules.sealed_root(root, KEYS, at=NOON, nonce=secrets.token_bytes(12))
    elsewhere = replace(KEYS, sealing_key=_secret("elsewhere"))

    assert root not in urlsafe_b64decode(token + "=")
    assert rules.open_root(token, elsewhere, now=NOON) is None
    for at in range(len(token)):
        altered = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        assert rules.open_root(altered, KEYS, now=NOON) is None
    for rubbish in ("", "A", "ä", "AAAA", "A" * 4000, token[:-1], token + "AAAA"):
        assert rules.open_root(rubbish, KEYS, now=NOON) is None


def test_keys_are_made_once_and_readable_by_their_owner_alone(tmp_path):
    folder = tmp_path / "keys"
    with ThreadPoolExecutor(8) as together:
        made = list(together.map(key_files.load_or_make, [folder] * 16))

    assert made == [key_files.load(folder)] * 16
    assert [one.kind for one in made[0].generations] == [Kind.HANDED, Kind.OWN]
    assert [path.name for path in folder.iterdir()] == ["cards.json"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "cards.json")] == [0o700, 0o600]


def test_keys_of_two_installations_have_nothing_in_common(tmp_path):
    here, there = (key_files.load_or_make(tmp_path / name) for name in ("here", "there"))
    secret = [
        {here.sealing_key, *(one.mac_key for one in here.generations), *(one.pepper for one in here.generations)},
        {there.sealing_key, *(one.mac_key for one in there.generations), *(one.pepper for one in there.generations)},
    ]
    assert [len(one) for one in secret] == [5, 5]
    assert secret[0] & secret[1] == set()


def test_a_new_generation_leaves_the_cards_of_the_old_one_good(tmp_path):
    before = key_files.load_or_make(tmp_path)
    old = rules.make(before.newest(Kind.HANDED), secrets.randbelow)
    after = key_files.add_generation(tmp_path, Kind.HANDED)
    new = rules.make(after.newest(Kind.HANDED), secrets.randbelow)

    assert key_files.load(tmp_path) == after
    assert (old.digits[0], new.digits[0]) == ("1", "3")
    assert rules.read(old.digits, after) == old
    assert rules.root(old, "4711", after) == rules.root(old, "4711", before)


def test_there_are_nine_generations_at_most(tmp_path):
    key_files.load_or_make(tmp_path)
    for _ in range(7):
        key_files.add_generation(tmp_path, Kind.OWN)
    with pytest.raises(key_files.NoDigitLeft):
        key_files.add_generation(tmp_path, Kind.OWN)
    assert len(json.loads((tmp_path / "cards.json").read_text())["generations"]) == 9


def test_every_no_is_a_sentence_one_can_act_on(settings, tmp_path):
    settings.VERZAHNT_KEYS = tmp_path
    card = actions.make(Kind.HANDED)
    wrong = str((int(card.digits[-1]) + 1) % 10)
    stranger = rules.make(key_files.load_or_make(tmp_path / "elsewhere").newest(Kind.HANDED), secrets.randbelow)
    while stranger.digits[13:15] == rules._mac(actions.card_keys().generations[0], stranger.digits[:13]):
        stranger = rules.make(key_files.load(tmp_path / "elsewhere").newest(Kind.HANDED), secrets.randbelow)

    def no_to(deed, *what):
        with pytest.raises(actions.NotPossible) as no:
            deed(*what)
        assert str(no.value) == str(no.value.message)
        return str(no.value.message)

    assert no_to(actions.read, "🙂") == "Bitte geben Sie die 16 Ziffern von Ihrer Karte ein."
    assert no_to(actions.read, "1234 5") == (
        "Auf Ihrer Karte stehen 16 Ziffern. Bis jetzt: 5. Bitte ergänzen Sie den Rest."
    )
    assert no_to(actions.read, card.digits + "0") == (
        "Auf Ihrer Karte stehen 16 Ziffern. Hier sind es 17. Bitte vergleichen Sie."
    )
    assert no_to(actions.read, card.digits[:-1] + wrong) == (
        "Eine Ziffer stimmt nicht. Bitte vergleichen Sie mit Ihrer Karte."
    )
    assert no_to(actions.read, stranger.digits) == (
        "Diese Ziffern kennen wir nicht. Bitte vergleichen Sie alle mit Ihrer Karte. "
        "Sie können auch eine neue Karte nehmen."
    )
    assert no_to(actions.read_own_number, "12") == "Ihre eigene Zahl hat genau vier Ziffern."
    assert no_to(actions.pick_own_number, "1234") == (
        "Diese Zahl ist leicht zu erraten. Bitte nehmen Sie eine andere, und nicht Ihren Geburtstag."
    )
    assert no_to(actions.root, card, None) == (
        "Zu dieser Karte gehört Ihre eigene Zahl. Bitte geben Sie die vier Ziffern ein."
    )


def test_a_card_from_hand_to_use(settings, tmp_path):
    settings.VERZAHNT_KEYS = tmp_path
    card = actions.read(actions.make(Kind.HANDED).grouped)
    root = actions.root(card, actions.pick_own_number("4711"))
    token = actions.take_in_use(root, at=NOON)

    assert isinstance(card, Card)
    assert actions.in_use(token, now=NOON) == root == actions.root(card, actions.read_own_number("4711"))
    assert actions.take_in_use(root, at=NOON) != token
