"""What is said about neurons."""

import numpy as np
import pytest

from core.insight.damage import SOUND
from core.insight.liveliness import Liveliness
from desktop.widgets.words.neurons import DEAD, OFF, SATURATED, altered_sentence, batches, counts, marks


def lively(*, dead: tuple[int, ...] = (), saturated: tuple[int, ...] = ()) -> Liveliness:
    figures = np.zeros(5, np.float32)
    is_dead, is_saturated = np.zeros(5, bool), np.zeros(5, bool)
    is_dead[list(dead)], is_saturated[list(saturated)] = True, True
    return Liveliness(0, 100, figures, figures, figures, is_dead, is_saturated)


def test_a_neuron_has_every_mark_that_is_true_of_it() -> None:
    found = marks(lively(dead=(1, 2), saturated=(4,)), [2])
    assert found == {1: (DEAD,), 2: (DEAD, OFF), 4: (SATURATED,)}
    assert counts(found) == {"dead": 2, "saturated": 1, "off": 1}
    assert marks(None, [3]) == {3: (OFF,)}


@pytest.mark.parametrize(
    ("muted", "words"),
    [
        ({(0, 3)}, "Neuron 4 is off"),
        ({(0, 16), (0, 3)}, "Neurons 4 and 17 are off"),
        ({(0, 3), (1, 0)}, "Neurons 4 of layer 1 and 1 of layer 2 are off"),
        ({(0, index) for index in range(1200)}, "1,200 neurons are off"),
    ],
)
def test_who_is_off(muted: set[tuple[int, int]], words: str) -> None:
    assert altered_sentence(muted, SOUND, None, None).startswith(f"{words}; the test accuracy is being worked out.")


def test_what_it_does_to_the_accuracy() -> None:
    assert (
        "95.25\N{NARROW NO-BREAK SPACE}% instead of 97.44\N{NARROW NO-BREAK SPACE}% (−2.19 points)"
        in altered_sentence({(0, 3)}, SOUND, 0.9744, 0.9525)
    )
    assert "(no change)" in altered_sentence({(0, 3)}, SOUND, 0.97, 0.97)
    assert "no test images" in altered_sentence({(0, 3)}, SOUND, float("nan"), float("nan"))


@pytest.mark.parametrize(
    ("step", "text"), [(0, "0"), (999, "999"), (1234, "1.2k"), (9949, "9.9k"), (9950, "10k"), (123_456, "123k")]
)
def test_numbers_of_batches_are_short(step: int, text: str) -> None:
    assert batches(step) == text
