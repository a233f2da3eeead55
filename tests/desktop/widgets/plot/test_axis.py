"""AxisFit: the axis that shows most, seldom another one, and never another one than a person chose."""

import numpy as np
import pytest

from desktop.widgets.plot.axis import AxisFit
from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.range import x_end

EPOCHS = np.linspace(0, 20, 400)
FALLING = 0.05 + 2.3 * np.exp(-EPOCHS * 3)
CLIMBING = 0.97 - 0.87 * np.exp(-EPOCHS * 3)


def fit_for(*, is_percent: bool) -> AxisFit:
    fit = AxisFit(is_percent=is_percent)
    fit.choose("automatic")
    return fit


def grow(fit: AxisFit, curve: Curve, y: np.ndarray, x: np.ndarray = EPOCHS) -> list[float]:
    """Let a curve grow point by point, and return where the axis changed."""
    changes = []
    for size in range(1, len(x) + 1):
        curve.points.take(x[:size], y[:size])
        if fit.look([curve], x_end([curve.points])):
            changes.append(float(x[size - 1]))
    return changes


@pytest.fixture
def curve() -> Curve:
    return Curve("test", "test", "test")


def test_a_cost_that_has_fallen_within_an_epoch_gets_a_logarithmic_axis_once(curve: Curve) -> None:
    fit = fit_for(is_percent=False)
    changes = grow(fit, curve, FALLING)
    assert fit.is_logarithmic
    assert len(changes) == 1
    assert changes[0] < 3.1


def test_a_cost_that_falls_evenly_or_hardly_at_all_keeps_a_linear_axis(curve: Curve) -> None:
    for y in (2.3 - EPOCHS / 10, 0.4 + 0.1 * np.exp(-EPOCHS), np.full(400, 2.3)):
        fit = fit_for(is_percent=False)
        assert grow(fit, curve, y) == []


def test_a_cost_that_goes_astray_at_the_end_still_shows_what_was_before(curve: Curve) -> None:
    fit = fit_for(is_percent=False)
    grow(fit, curve, 0.5 + np.exp(-EPOCHS))
    assert not fit.is_logarithmic
    grow(fit, curve, np.where(EPOCHS > 15, 1e6, 0.5 + np.exp(-EPOCHS)))
    assert fit.is_logarithmic


def test_what_speaks_for_either_axis_does_not_take_turns(curve: Curve, generator: np.random.Generator) -> None:
    for scale in np.geomspace(0.3, 10, 12):
        y = (0.2 + 2.1 * np.exp(-EPOCHS * scale)) * np.exp(0.2 * generator.normal(size=400))
        assert len(grow(fit_for(is_percent=False), curve, y)) <= 1
        accuracy = np.clip(0.96 - 0.86 * np.exp(-EPOCHS * scale) + 0.01 * generator.normal(size=400), 0, 1)
        changes = grow(fit_for(is_percent=True), curve, accuracy)
        assert len(changes) <= 5


def test_an_accuracy_is_shown_from_where_it_matters_with_what_is_latest_in_view(curve: Curve) -> None:
    fit = fit_for(is_percent=True)
    changes = grow(fit, curve, CLIMBING)
    assert fit.bottom == 0.95
    assert fit.note == "from 95 %"
    assert len(changes) <= 4
    fallen = np.append(CLIMBING, 0.6)
    curve.points.take(np.append(EPOCHS, 20.01), fallen)
    assert fit.look([curve], 20.0)
    assert fit.bottom <= 0.5


@pytest.mark.parametrize("accuracy", [0.1, 0.45])
def test_an_accuracy_that_is_low_is_seen_from_zero(curve: Curve, accuracy: float) -> None:
    fit = fit_for(is_percent=True)
    assert grow(fit, curve, np.full(400, accuracy)) == []
    assert fit.note == ""


@pytest.mark.parametrize("is_another_curve", [False, True])
def test_another_run_begins_on_an_axis_from_zero(curve: Curve, is_another_curve: bool) -> None:
    fit = fit_for(is_percent=False)
    grow(fit, curve, FALLING)
    own = Curve("test", "test", "test") if is_another_curve else curve
    own.points.take(EPOCHS[:1], np.array([2.4]))
    assert fit.look([own], 1.0)
    assert not fit.is_logarithmic
    assert grow(fit, own, 4 - EPOCHS / 10) == []
    grow(fit, own, FALLING)
    assert fit.is_logarithmic


@pytest.mark.parametrize("choice", ["linear", "logarithmic"])
def test_an_axis_that_a_person_chose_stays(curve: Curve, choice: str) -> None:
    fit = AxisFit(is_percent=False)
    fit.choose(choice)  # type: ignore[arg-type]  # a text of the table above
    assert grow(fit, curve, FALLING) == []
    assert fit.is_logarithmic is (choice == "logarithmic")


@pytest.mark.parametrize("values", [[0.0] * 20, [1e-300, *[1e300] * 19], [1.0] * 20, [0.0, 1.0] * 10])
def test_no_values_break_it(curve: Curve, values: list[float]) -> None:
    for is_percent in (False, True):
        grow(fit_for(is_percent=is_percent), curve, np.array(values), np.arange(20.0))
