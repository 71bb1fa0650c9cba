from hypothesis import given
from hypothesis import strategies as st

from verzahnt.kit.check_digits import check_digit, checks

digits = st.text("0123456789", min_size=1, max_size=20)


def test_the_published_example():
    assert check_digit("572") == "4"
    assert [checks("5724"), checks("5742")] == [True, False]


@given(digits)
def test_a_number_with_its_check_digit_checks(number):
    assert checks(number + check_digit(number))


@given(digits, st.data())
def test_every_single_wrong_digit_is_found(number, data):
    whole = number + check_digit(number)
    at = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != whole[at]))
    assert not checks(whole[:at] + wrong + whole[at + 1 :])


@given(digits, st.data())
def test_every_swap_of_two_neighbours_is_found(number, data):
    whole = number + check_digit(number)
    at = data.draw(st.integers(0, len(whole) - 2))
    swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
    assert checks(swapped) == (whole[at] == whole[at + 1])
