"""A digit and its line in a file are the same, and what is no digit is refused."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from core.data.ink.strokes import Ink, prepare
from core.files.samples import Sample, in_order, parsed, split_of

_START = datetime(2025, 1, 31, 12, tzinfo=UTC)


def sample(number: int = 0, label: int = 3, writer: str = "") -> Sample:
    """Return a digit of two strokes and a dot, different for each number."""
    line = np.linspace((0.2, 0.1), (0.5 + number / 1000, 0.9), 7)
    ink = Ink((line, np.array([[0.3, 0.4], [0.61234567, 0.5]]), np.array([[0.7, 0.7]])))
    return Sample(label, ink, _START + timedelta(seconds=number), writer)


@pytest.mark.parametrize(
    "arguments",
    [
        (10, sample().ink, _START),
        (True, sample().ink, _START),
        (np.uint8(3), sample().ink, _START),
        (3, sample().ink, _START, None),
        (3, Ink(), _START),
        (3, sample().ink, datetime(2025, 1, 1)),  # noqa: DTZ001
    ],
)
def test_what_is_no_sample_is_refused(arguments) -> None:
    with pytest.raises(ValueError, match=r"label|writer|ink|zone"):
        Sample(*arguments)


def test_what_is_held_back_does_not_depend_on_the_digit_it_is_called() -> None:
    for number in range(50):
        assert sample(number, label=1).is_held_back == sample(number, label=7).is_held_back


def test_the_network_sees_prepared_ink() -> None:
    samples = in_order([sample(2, label=7), sample(1, label=4)])
    split = split_of(samples)
    assert split.labels.tolist() == [4, 7]
    assert np.array_equal(split.images[1], prepare(samples[1].ink))
    assert len(split_of([])) == 0


def test_a_line_means_the_sample_it_was_made_of() -> None:
    line = sample(4, writer="Ada").line.encode()
    found = parsed(line)
    assert found.raw == line
    assert found.sample is not None
    assert found.sample.line.encode() == line
    assert not found.is_damaged


def test_a_time_without_a_zone_is_taken_for_utc() -> None:
    values = json.loads(sample().line) | {"written": "2025-01-31T12:00:00"}
    found = parsed(json.dumps(values).encode()).sample
    assert found is not None
    assert found.written == _START


@pytest.mark.parametrize(
    ("changes", "is_newer"),
    [
        ({"inkling_handwriting": 4}, True),
        ({"inkling_handwriting": 2}, False),
        ({"inkling_handwriting": 0}, False),
        ({"label": 10}, False),
        ({}, None),
    ],
)
def test_a_line_of_another_format_is_newer_or_means_nothing(changes: dict[str, int], *, is_newer: bool | None) -> None:
    found = parsed(json.dumps(json.loads(sample().line) | changes).encode())
    assert found.is_newer == bool(is_newer)
    assert found.is_damaged == (is_newer is False)


def test_equal_lines_are_the_same_sample_however_finely_it_was_drawn() -> None:
    fine = Sample(3, Ink((np.array([[0.123441, 0.5]]),)), _START)
    assert fine.line == Sample(3, Ink((np.array([[0.12344, 0.50004]]),)), _START).line
    assert fine.line == Sample(3, fine.ink, _START, "  ").line


def test_a_digit_of_which_there_is_a_picture_is_of_a_format_of_its_own() -> None:
    picture = np.arange(784).reshape(28, 28).astype(np.uint8)
    digit = Sample(3, Ink((np.array([[0.5, 0.5]]),), picture), _START, "Ada")
    assert json.loads(digit.line)["inkling_handwriting"] == 3
    found = parsed(digit.line.encode()).sample
    assert found is not None
    assert (found.label, found.line) == (3, digit.line)
    assert found.ink.picture is not None
    np.testing.assert_array_equal(found.ink.picture, picture)
    as_one_of_format_1 = json.dumps(json.loads(digit.line) | {"inkling_handwriting": 1})
    without = parsed(as_one_of_format_1.encode()).sample
    assert without is not None
    assert without.ink.picture is None
