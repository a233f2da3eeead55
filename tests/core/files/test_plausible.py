"""What no run can have is told from what one can, at the very edge of it."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from core.files.plausible import could_be_measured, count, drawable, measure, moment_of_time
from core.training.history import COLUMNS


@pytest.mark.parametrize("value", [-1, 1.0, True, 2**53 + 1, "1", None])
def test_what_is_no_count(value: Any) -> None:
    with pytest.raises(ValueError, match="not a count"):
        count(value)
    assert count(2**53) == 2**53


@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf"), "1", None])
def test_what_is_no_measure(value: Any) -> None:
    with pytest.raises(ValueError, match="not a measure"):
        measure(value)
    assert measure(3) == 3.0


def test_times_are_in_utc() -> None:
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    for text in ("2026-01-31T12:00:00", "2026-01-31T12:00:00+00:00", "2026-01-31T13:30:00+01:30"):
        assert moment_of_time(text) == noon
        assert moment_of_time(text).tzinfo is UTC
    for wrong in (0, "yesterday", None):
        with pytest.raises(ValueError, match=r"not a time|isoformat"):
            moment_of_time(wrong)


def table(**columns: list[float]) -> np.ndarray:
    made = np.full((len(COLUMNS), 3), np.nan)
    for name, values in ({name: [0, 1, 2] for name in ("step", "epoch", "seconds")} | columns).items():
        made[COLUMNS.index(name)] = values
    return made


@pytest.mark.parametrize(
    ("columns", "is_possible"),
    [
        ({}, True),
        ({"step": [0, 5, 5]}, True),
        ({"step": [0, 5, 4]}, False),
        ({"seconds": [-1, 0, 1]}, False),
        ({"epoch": [0, float("nan"), 1]}, False),
        ({"step": [0, 1, 1e15]}, False),
        ({"train_cost": [9e79, float("nan"), 0]}, True),
        ({"train_cost": [2, 1e80, 0]}, False),
        ({"train_cost_correction": [2, -1e80, 0]}, False),
        ({"train_cost": [2, -0.1, 0]}, False),
    ],
)
def test_curves_of_a_run(columns: dict[str, list[float]], *, is_possible: bool) -> None:
    assert could_be_measured(table(**columns)) == is_possible


def test_what_is_too_large_to_draw_counts_as_not_measured() -> None:
    found = drawable(table(train_cost=[float("inf"), 2.0, -1e90]))
    np.testing.assert_array_equal(found[COLUMNS.index("train_cost")], [np.nan, 2.0, np.nan])
    assert could_be_measured(found)
