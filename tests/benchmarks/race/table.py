"""The race written down, in Markdown."""

import statistics
from collections.abc import Callable, Sequence
from typing import TypeAlias

from tests.benchmarks.measuring import Figure
from tests.benchmarks.race.rounds import INKLING, JAX, Outcome, Result

Middle: TypeAlias = Callable[[Sequence[float]], float]
"""Makes one number of the seconds of all rounds."""

_WHAT = "network, optimizer, batch"
_ASKED = 1.2  # JAX's time divided by Inkling's
_ASKED_OF_ADAM = 1.05  # with small batches: half of such a step is Adam's passes over memory
_FLOOR = 1.0
_SMALL = 64
_SAME_LOSS, _SAME_ACCURACY = 1e-3, 0.02


def best_table(outcomes: Sequence[Outcome]) -> str:
    """Return seconds an epoch, the best of the rounds, and in brackets how many times Inkling's that is."""
    return _table(outcomes, min)


def median_table(outcomes: Sequence[Outcome]) -> str:
    """Return the same of the median of the rounds."""
    return _table(outcomes, statistics.median)


def noise_table(outcomes: Sequence[Outcome]) -> str:
    """Return how still the machine was in each row.

    The product of fixed size from its slowest to its fastest; each contestant's median divided by its best, for the one
    where that is largest; and what part of the processors somebody else used, in the turns of whom it hit most.
    """
    lines = [(_WHAT, "GFLOP/s before the turns", "median ÷ best, at most", "used by others, at most")]
    for outcome in outcomes:
        if not (taken := _who_raced(outcome)):
            continue
        spread, unsteady = max((statistics.median(r.seconds) / min(r.seconds), r.name) for r in taken)
        others, hit = max((r.others, r.name) for r in taken)
        speeds = f"{min(outcome.gflops):.0f} to {max(outcome.gflops):.0f}"
        lines.append((outcome.row.title, speeds, f"{spread:.2f} ({unsteady})", f"{100 * others:.0f} % ({hit})"))
    return markdown(lines)


def differences(outcome: Outcome) -> list[str]:
    """Return a sentence for each contestant that did not learn the same thing as the others."""
    if not (taken := _who_raced(outcome)):
        return []
    told = []
    for what, tolerance in (("loss", _SAME_LOSS), ("accuracy", _SAME_ACCURACY)):
        usual = statistics.median(getattr(result, what) for result in taken)
        for result in taken:
            value = getattr(result, what)
            if not abs(value - usual) <= tolerance:  # NaN differs, too
                moment = "cost of the first batch" if what == "loss" else "accuracy after the first epoch"
                told.append(f"{result.name}: the {moment} is {value:.4f}; the median of all is {usual:.4f}.")
    return told


def learned(outcomes: Sequence[Outcome]) -> str:
    """Return how far apart all were at most, in a sentence."""
    raced = [taken for outcome in outcomes if (taken := _who_raced(outcome))]
    apart = [
        max((max(values) - min(values) for values in ([getattr(r, what) for r in taken] for taken in raced)), default=0)
        for what in ("loss", "accuracy")
    ]
    return f"First costs are {apart[0]:.1g} apart at most, accuracies after an epoch {apart[1]:.4f}."


def figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """Return JAX's time, in the faster of its ways, divided by Inkling's in each row, beside what is asked."""
    found = []
    for outcome in outcomes:
        row, ratio = outcome.row, lead_over_jax(outcome)
        if ratio is not None:
            is_hard = row.optimizer == "adam" and row.batch <= _SMALL
            note = f"at least {_FLOOR:g} everywhere" if ratio >= _FLOOR else "SLOWER THAN JAX"
            asked = _ASKED_OF_ADAM if is_hard else _ASKED
            found.append(Figure(f"JAX ÷ Inkling, {row.title}", "", ratio, asked, more_is_better=True, note=note))
    return found


def lead_over_jax(outcome: Outcome) -> float | None:
    """Return JAX's best epoch, in the faster of its ways, in parts of Inkling's; None where one of them is missing."""
    best = {result.name: min(result.seconds) for result in _who_raced(outcome)}
    jax = [seconds for name, seconds in best.items() if name.startswith(JAX)]
    return min(jax) / best[INKLING] if jax and INKLING in best else None


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """Return a table whose first line is its head."""
    head, *body = (f"| {' | '.join(cells)} |" for cells in lines)
    return "\n".join([head, "|" + "---|" * len(lines[0]), *body])


def _who_raced(outcome: Outcome) -> list[Result]:
    return [result for result in outcome.results.values() if result.seconds]


def _table(outcomes: Sequence[Outcome], middle: Middle) -> str:
    names = list(dict.fromkeys(result.name for outcome in outcomes for result in _who_raced(outcome)))
    lines = [(_WHAT, *names)]
    for outcome in outcomes:
        own = outcome.results.get(INKLING)
        base = middle(own.seconds) if own and own.seconds else None
        lines.append((outcome.row.title, *(_cell(outcome.results.get(name), base, middle) for name in names)))
    return markdown(lines)


def _cell(result: Result | None, base: float | None, middle: Middle) -> str:
    if result is None or not result.seconds:
        return "–"
    seconds = middle(result.seconds)
    return f"{seconds:.3f}" + (f" ({seconds / base:.2f})" if base and result.name != INKLING else "")
