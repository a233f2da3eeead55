"""The id of a run whose file does not say one hangs on what was measured, and on nothing else."""

import struct

import numpy as np

from core.files.ids import content_id
from core.training.history import COLUMNS, Curves


def curves(*, steps: tuple[int, ...] = (0, 10), seconds: float = 1.5, missing: float = float("nan")) -> Curves:
    table = np.full((len(COLUMNS), len(steps)), missing)
    table[COLUMNS.index("step")] = steps
    table[COLUMNS.index("seconds"), -1] = seconds
    return Curves(table)


def test_the_same_measurements_are_the_same_run_whatever_else_the_file_holds() -> None:
    assert content_id("data", curves(), b"one file") == content_id("data", curves(), b"another")


def test_other_measurements_or_other_data_are_another_run() -> None:
    ids = {
        content_id("data", curves(), b""),
        content_id("data", curves(seconds=1.6), b""),
        content_id("data", curves(steps=(0, 11)), b""),
        content_id("other data", curves(), b""),
    }
    assert len(ids) == 4


def test_no_number_is_the_same_in_every_writing_and_so_is_one_too_large() -> None:
    (other_nan,) = struct.unpack("<d", bytes([1, 2, 3, 0, 0, 0, 0xF8, 0xFF]))
    assert np.isnan(other_nan)
    expected = content_id("data", curves(), b"")
    assert content_id("data", curves(missing=other_nan), b"") == expected
    assert content_id("data", curves(missing=float("inf")), b"") == expected, "a file keeps it as not measured"


def test_before_a_step_was_measured_the_rest_tells_runs_apart() -> None:
    untrained = curves(steps=(0, 0))
    assert content_id("data", untrained, b"one") != content_id("data", untrained, b"two")
    assert content_id("data", untrained, b"one") == content_id("data", untrained, b"one")
