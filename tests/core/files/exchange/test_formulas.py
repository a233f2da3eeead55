"""Formulas in other languages: what cannot be written is refused, and not written wrongly."""

from typing import ClassVar

import pytest

from core.files.exchange.formulas import JAVASCRIPT, C, translated
from core.parts.activations import GELU, LeakyReLU, ReLU
from core.parts.lines import Lines


def test_knobs_powers_and_functions_are_written_as_the_language_has_them() -> None:
    assert translated(LeakyReLU(leak=0.2), C) == (("a", "fmaxf(z, (0.2f * z))"),)
    assert translated(LeakyReLU(leak=0.2), JAVASCRIPT) == (("a", "Math.max(z, (0.2 * z))"),)
    (gate, written), (a, _) = translated(GELU(), C)
    assert (gate, a) == ("gate", "a")
    assert "(0.044715f * (z * z * z))" in written


def test_what_no_language_has_is_refused() -> None:
    class Strange(ReLU):
        formulas: ClassVar[Lines] = Lines(values="a = sorted(z)")

    with pytest.raises(ValueError, match="sorted"):
        translated(Strange(), C)
