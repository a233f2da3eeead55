"""Foreign text says what it says, and does nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DataError, InklingError
from core.plain import LONGEST_SENTENCE, cell, duration, harmless


@pytest.mark.parametrize(
    "text",
    ["Ada's run", "größer als 0,5 – ja", "手書き", "נסיון", "می‌خواهم", "👩‍🔬 naïve", "98.63 %", "−3", ""],
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[31mNot\x1b[0m Found\x1b[2J", "Not Found"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x9b31mb", "ab"),
        ("half\x1b", "half"),
        ("net\u202ezpn.exe", "netzpn.exe"),
        ("\u2066a\u2069\u200f\ufeffb", "ab"),
        ("one\r\ntwo\u2028three\x00", "one  two three "),
        ("half a letter \udcff", "half a letter ?"),
    ],
)
def test_what_does_something_is_left_out(text: str, plain: str) -> None:
    assert harmless(text) == plain


def test_a_text_that_is_too_long_loses_its_middle() -> None:
    assert harmless("abcdefghij", 7) == "abcd…ij"
    long = harmless("begin" + "x" * 100_000 + "end")
    assert len(long) == LONGEST_SENTENCE
    assert long.startswith("begin")
    assert long.endswith("end")


@given(st.text(max_size=60), st.integers(3, 40))
def test_whatever_comes_is_short_printable_and_stays_so(text: str, most: int) -> None:
    plain = harmless(text, most)
    assert len(plain) <= most
    assert not set(plain) & {"\x1b", "\n", "\r", "\u202e", "\x9b"}
    plain.encode()
    assert harmless(plain, most) == plain


def test_no_sentence_of_an_error_does_anything() -> None:
    error = DataError("\x1b[2Jnet\u202e.npz cannot be read.\n" + "x" * 100_000, "Choose\x07 another.")
    assert isinstance(error, InklingError)
    assert error.what.startswith("net.npz cannot be read. xxx")
    assert error.remedy == "Choose  another."
    assert len(str(error)) < 2 * LONGEST_SENTENCE + 2


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+2", "-2+3", "@SUM(A1)", "-", "=1"])
def test_a_formula_is_marked_as_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Ada", "-0.5", "+3e-3", "−3", 7, -0.5, None, "", "a=b"])
def test_what_is_no_formula_stays(value: object) -> None:
    assert cell(value) == value


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (12.3, "12 s"), (185, "3 min 05 s"), (3599, "59 min 59 s"), (7800, "2 h 10 min")],
)
def test_a_time_is_written_in_the_units_that_matter(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_what_rounds_to_a_minute_is_written_as_one() -> None:
    assert duration(59.4) == "59 s"
    assert duration(59.7) == "1 min 00 s"
