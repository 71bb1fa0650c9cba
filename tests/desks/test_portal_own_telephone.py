"""Telephone numbers as people type them."""

import pytest

from verzahnt.desks.portal.telephone import (
    NoShortMessages,
    NoTelephoneNumber,
    as_typed,
    read_mobile_number,
    read_number,
)


@pytest.mark.parametrize(("typed", "number"), [
    ("0170 1234567", "+491701234567"),
    ("0170/123 45-67", "+491701234567"),
    ("+49 (0) 170 1234567", "+491701234567"),
    ("0049 170 1234567", "+491701234567"),
    ("٠١٧٠ ١٢٣٤٥٦٧", "+491701234567"),
    ("\u202a+48 601 234 567\u202c", "+48601234567"),
    ("+380 67 123 4567", "+380671234567"),
])
def test_a_mobile_number_is_read_however_it_is_written(typed: str, number: str) -> None:
    assert read_mobile_number(typed) == number
    assert read_mobile_number(as_typed(number)) == number


@pytest.mark.parametrize("typed", ["", "110", "0", "+", "170 1234567", "0170 12345678901234", "keins", "+0170 1234567",
                                   "0170 1234567 abends", "++49 170 1234567", "+49 0170 1234567"])
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    with pytest.raises(NoTelephoneNumber):
        read_number(typed)


def test_a_fixed_line_takes_calls_and_no_messages() -> None:
    assert read_number("03601 555 0142") == "+4936015550142"
    with pytest.raises(NoShortMessages):
        read_mobile_number("03601 555 0142")
