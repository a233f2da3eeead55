"""A neuron's sum in words and figures: ``z = 0.31 (bias) + 1.20 × 0.84 [neuron 12] … = 2.1, ReLU → 2.1``."""

from core.data.frame import SIDE
from core.insight.sums import Term, WrittenSum

_MINUS = "\N{MINUS SIGN}"
_NO_BREAK = "\N{NO-BREAK SPACE}"


def sum_in_words(written: WrittenSum, activation: str, *, is_of_pixels: bool) -> str:
    """Return a neuron's sum written out, weight × value, the largest terms first.

    Parameters
    ----------
    written : WrittenSum
        The sum.
    activation : str
        The name of what is done with it.
    is_of_pixels : bool
        Whether it is a sum of pixels; else of the neurons of the layer before.
    """
    words = [f"z = {_figure(written.bias)}{_NO_BREAK}(bias)"]
    words += [_term(term, is_of_pixels=is_of_pixels) for term in written.terms]
    if written.rest_count:
        many = "1 more term" if written.rest_count == 1 else f"{written.rest_count:,} more terms"
        words.append(f"{_signed(written.rest)}{_NO_BREAK}({many})".replace(" more", f"{_NO_BREAK}more"))
    return f"{' '.join(words)} = {_figure(written.total)}, {activation}{_NO_BREAK}→{_NO_BREAK}{_figure(written.value)}"


def _term(term: Term, *, is_of_pixels: bool) -> str:
    row, column = divmod(term.source, SIDE)
    source = f"pixel {column + 1}, {row + 1}" if is_of_pixels else f"neuron {term.source + 1}"
    return f"{_signed(term.weight)} × {_figure(term.value)} [{source}]".replace(" ", _NO_BREAK).replace(
        _NO_BREAK, " ", 1
    )


def _signed(number: float) -> str:
    """Return a number as a summand: its sign apart, as between the terms of a sum."""
    return f"{_MINUS if number < 0 else '+'} {_figure(abs(number))}"


def _figure(number: float) -> str:
    text = f"{number:.2f}" if number == 0 or 0.1 <= abs(number) < 1000 else f"{number:.2g}"
    return text.replace("-", _MINUS)
