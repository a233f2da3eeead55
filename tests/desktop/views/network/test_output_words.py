"""Outputs as plain numbers."""

import numpy as np
import pytest

from desktop.views.network.output_words import figure, verdict


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5083, "0.5083"),
        (1.0, "1.0000"),
        (-0.07814, "−0.0781"),
        (110.0, "110.0000"),
        (52766.4, "52,766"),
        (1e-9, "0.0000"),
        (float("nan"), "–"),
    ],
)
def test_an_output_is_a_number_with_four_decimals(value: float, text: str) -> None:
    assert figure(value) == text


def test_the_class_and_its_output_are_told() -> None:
    outputs = np.array([0.1, 0.2, 0.545, 0.1, 0, 0, 0, 0, 0, 0], np.float32)
    assert verdict(outputs, tuple("0123456789")) == "Read as 2, confidence 0.5450"
