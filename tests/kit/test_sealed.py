import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verzahnt.kit.sealed import KeyGone, MonthKeys, NotGenuine

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
ROW = "bookings.particulars:7"


@pytest.fixture
def keys(tmp_path):
    return MonthKeys(tmp_path / "months")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(max_size=300))
def test_what_was_sealed_can_be_opened(keys, text):
    assert keys.open(keys.seal(text, MARCH, bound_to=ROW), MARCH, bound_to=ROW) == text


def test_any_day_of_the_month_names_its_key(keys):
    sealed = keys.seal("Blaue Amsel", date(2026, 3, 31), bound_to=ROW)
    assert keys.open(sealed, date(2026, 3, 2), bound_to=ROW) == "Blaue Amsel"
    assert keys.months() == [MARCH]


def test_the_text_is_not_in_the_bytes_and_no_two_seals_are_alike(keys):
    once, twice = (keys.seal("Blaue Amsel", MARCH, bound_to=ROW) for _ in range(2))
    assert b"Amsel" not in once
    assert once != twice


def test_short_texts_are_all_of_one_length(keys):
    lengths = {len(keys.seal("x" * size, MARCH, bound_to=ROW)) for size in range(61)}
    assert len(lengths) == 1
    assert len(keys.seal("x" * 61, MARCH, bound_to=ROW)) == lengths.pop() + 64


def test_one_rows_text_cannot_be_put_into_another_row_or_month(keys):
    sealed = keys.seal("Blaue Amsel", MARCH, bound_to=ROW)
    keys.seal("", APRIL, bound_to=ROW)
    with pytest.raises(NotGenuine):
        keys.open(sealed, MARCH, bound_to="bookings.particulars:8")
    with pytest.raises(NotGenuine):
        keys.open(sealed, APRIL, bound_to=ROW)


@pytest.mark.parametrize("position", [0, 1, 12, 13, 40, -1])
def test_bytes_somebody_changed_are_refused(keys, position):
    sealed = bytearray(keys.seal("Blaue Amsel", MARCH, bound_to=ROW))
    sealed[position] ^= 1
    with pytest.raises(NotGenuine):
        keys.open(bytes(sealed), MARCH, bound_to=ROW)


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01" + bytes(20)])
def test_bytes_from_elsewhere_are_refused(keys, rubbish):
    keys.seal("", MARCH, bound_to=ROW)
    with pytest.raises(NotGenuine):
        keys.open(rubbish, MARCH, bound_to=ROW)


def test_a_destroyed_key_takes_every_copy_along_and_does_not_come_back(keys):
    of_march, of_april = (keys.seal("Blaue Amsel", month, bound_to=ROW) for month in (MARCH, APRIL))
    secret = (keys.folder / "2026-03.key").read_bytes()

    keys.destroy(MARCH)
    keys.destroy(MARCH)

    assert keys.months() == [APRIL]
    assert [path for path in keys.folder.iterdir() if secret in path.read_bytes()] == []
    with pytest.raises(KeyGone, match=r"2026-03 is gone"):
        keys.open(of_march, MARCH, bound_to=ROW)
    with pytest.raises(KeyGone):
        keys.seal("Ruhige Linde", MARCH, bound_to=ROW)
    assert keys.open(of_april, APRIL, bound_to=ROW) == "Blaue Amsel"


def test_looking_makes_no_key(keys):
    with pytest.raises(KeyGone):
        keys.open(b"", MARCH, bound_to=ROW)
    assert keys.months() == []


def test_keys_are_readable_by_their_owner_alone(keys):
    keys.seal("", MARCH, bound_to=ROW)
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in keys.folder.iterdir()] == [
        ("2026-03.key", 0o600)
    ]


def test_of_many_who_need_the_first_key_at_once_all_get_the_same(keys):
    with ThreadPoolExecutor(8) as together:
        sealed = list(together.map(lambda n: keys.seal(str(n), MARCH, bound_to=ROW), range(40)))
    assert [keys.open(one, MARCH, bound_to=ROW) for one in sealed] == [str(n) for n in range(40)]
