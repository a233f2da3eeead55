"""DigitBars: ten outputs, the winner marked, also for those who cannot see them."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.classes import DIGITS
from desktop.look.theme import DARK, LIGHT
from desktop.widgets.bars.digit_bars import DigitBars
from tests.desktop.helpers import pixels_of


@pytest.fixture
def bars(qtbot: QtBot) -> DigitBars:
    bars = DigitBars(LIGHT)
    bars.set_class_names(DIGITS)
    qtbot.addWidget(bars)
    bars.resize(300, 250)
    bars.show()
    return bars


def outputs(**values: float) -> np.ndarray:
    result = np.zeros(10)
    for name, value in values.items():
        result[int(name[1:])] = value
    return result


def test_empty_bars_have_no_winner(bars: DigitBars):
    bars.show_values(None, None)
    assert bars.accessibleDescription() == "Nothing to read yet."
    assert pixels_of(bars.grab().toImage(), LIGHT.accent) == 0


def test_the_three_largest_are_told_in_words(bars: DigitBars):
    bars.show_values(outputs(d7=0.9, d1=0.06, d9=0.04), 7)
    words = bars.accessibleDescription().replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert words == "7: 90 %, 1: 6 %, 9: 4 %"


def test_the_bar_of_the_winner_grows_with_its_output(bars: DigitBars):
    widths = []
    for value in (0.2, 0.6, 1.0):
        bars.show_values(outputs(d3=value), 3)
        widths.append(pixels_of(bars.grab().toImage(), LIGHT.accent))
    assert widths[0] < widths[1] < widths[2]


@pytest.mark.parametrize(
    "values", [np.linspace(-52_766, 52_766, 10), np.full(10, np.nan), np.full(10, np.inf), np.zeros(10)]
)
def test_outputs_of_any_size_can_be_painted(bars: DigitBars, values: np.ndarray):
    bars.show_values(values, 9)
    assert not bars.grab().isNull()


def test_outputs_beyond_one_are_written_as_numbers(bars: DigitBars):
    bars.set_shares(False)
    bars.show_values(outputs(d0=5.25, d1=-3.0), 0)
    assert bars.accessibleDescription().startswith("0: 5.25")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.97, "0.97"), (0.12345, "0.123"), (52_766.0, "5.28e4"), (-3.14159, "−3.14"), (1e-5, "1e−5"), (np.nan, "–")],
)
def test_what_is_no_share_is_written_with_three_digits_even_between_zero_and_one(
    bars: DigitBars, value: float, text: str
):
    bars.set_shares(False)
    bars.show_values(np.full(10, value), 0)
    assert bars.accessibleDescription().startswith(f"0: {text},")


def test_shares_are_percent_again_when_the_output_is_a_probability(bars: DigitBars):
    for are_shares in (False, True):
        bars.set_shares(are_shares)
        bars.show_values(outputs(d3=0.97), 3)
    assert bars.accessibleDescription().replace("\N{NARROW NO-BREAK SPACE}", " ").startswith("3: 97 %")


def test_other_classes_have_their_own_names(bars: DigitBars):
    bars.set_class_names(("t-shirt", *map(str, range(1, 9)), "boot"))
    bars.show_values(outputs(d9=1.0), 9)
    assert bars.accessibleDescription().startswith("boot: 100")
    assert not bars.grab().isNull()


def test_another_theme_changes_the_colors(bars: DigitBars):
    bars.show_values(outputs(d3=1.0), 3)
    bars.set_theme(DARK)
    image = bars.grab().toImage()
    assert pixels_of(image, DARK.accent) > 0
    assert pixels_of(image, LIGHT.accent) == 0


def test_of_many_classes_those_with_the_largest_outputs_have_a_row(bars: DigitBars):
    letters = tuple("abcdefghijklmnopqrstuvwxyz")
    bars.set_class_names(letters)
    values = np.zeros(26)
    values[[25, 3]] = 0.7, 0.3
    bars.show_values(values, 25)
    names = [look[0] for look in bars.looks()]
    assert len(names) == 10
    assert names == sorted(names)
    assert {"z", "d"} <= set(names)
    assert [look[0] for look in bars.looks() if look[-1]] == ["z"]
    assert bars.accessibleDescription().startswith("z: 70")
    bars.set_class_names(("yes", "no"))
    assert bars.rows == 2
    bars.show_values(values, 25)  # of the network before
    assert bars.accessibleDescription() == "Nothing to read yet."
