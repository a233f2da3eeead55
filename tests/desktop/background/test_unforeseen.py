"""What nobody foresaw is handed back; what ends the program goes on."""

import pytest

from desktop.background.unforeseen import unforeseen


def test_an_error_is_handed_back_and_not_raised() -> None:
    error = ValueError("unforeseen")

    def fail() -> None:
        raise error

    assert unforeseen(fail) is error


def test_work_that_goes_well_has_nothing_to_hand_back() -> None:
    done: list[int] = []
    assert unforeseen(lambda: done.append(1)) is None
    assert done == [1]


def test_an_interrupt_is_no_error() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unforeseen(interrupt)
