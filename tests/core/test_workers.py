"""Several threads or processes do what one would, in the same order, and none is left behind."""

import multiprocessing
import os
import threading

import numpy as np
import pytest

from core import workers


@pytest.mark.parametrize("threads", [0, 1, 2, 4, 50])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
def test_what_comes_back_has_the_order_of_the_pieces(threads: int, count: int) -> None:
    assert workers.each(lambda piece: piece * piece, range(count), threads) == [n * n for n in range(count)]


def test_pieces_are_done_side_by_side() -> None:
    meeting = threading.Barrier(3, timeout=30)
    who = workers.each(lambda _: (meeting.wait(), threading.current_thread())[1], range(3), 3)
    assert len(set(who)) == 3
    assert threading.current_thread() in who


def test_one_thread_is_the_caller() -> None:
    assert set(workers.each(lambda _: threading.current_thread(), range(5), 1)) == {threading.current_thread()}


def test_no_thread_is_left() -> None:
    before = threading.active_count()
    meeting = threading.Barrier(2, timeout=30)
    workers.each(lambda _: meeting.wait(), range(4), 2)
    assert threading.active_count() == before


@pytest.mark.parametrize("error", [MemoryError("too much"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("is_the_callers", [True, False])
def test_an_error_of_any_thread_is_raised_and_what_nobody_has_begun_is_left_out(
    error: BaseException, is_the_callers: bool
) -> None:
    both_at_work, begun = threading.Barrier(2, timeout=30), list[int]()

    def work(piece: int) -> None:
        begun.append(piece)
        if piece < 2:
            both_at_work.wait()
            if (threading.current_thread() is threading.main_thread()) == is_the_callers:
                raise error

    with pytest.raises(type(error)):
        workers.each(work, range(10**6), 2)
    assert len(begun) < 10**6


def test_numpy_warns_everywhere_of_what_the_caller_wants_to_hear() -> None:
    meeting = threading.Barrier(2, timeout=30)

    def overflow(_: int) -> bool:
        meeting.wait()
        return bool(np.isinf(np.float32(1e38) * np.full(3, 1e38, np.float32)).all())

    with np.errstate(over="ignore"):
        assert workers.each(overflow, range(2), 2) == [True, True]
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        workers.each(overflow, range(2), 2)


def test_where_there_are_no_more_threads_to_be_had_the_caller_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert workers.each(str, range(5), 4) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("count", "threads", "lengths"), [(10, 3, [3, 3, 4]), (2, 5, [1, 1]), (0, 4, [0]), (7, 1, [7])]
)
def test_things_are_spread_evenly(count: int, threads: int, lengths: list[int]) -> None:
    parts = workers.spread(count, threads)
    assert [part.stop - part.start for part in parts] == lengths
    assert [n for part in parts for n in range(count)[part]] == list(range(count))


def test_what_waits_for_the_system_can_be_left() -> None:
    goes_on = threading.Event()
    looks = iter([None, None, KeyError("enough")])

    def look() -> None:
        if (error := next(looks)) is not None:
            raise error

    with pytest.raises(KeyError, match="enough"):
        workers.beside(goes_on.wait, look, 0.001)
    goes_on.set()
    for left in [thread for thread in threading.enumerate() if thread.name == "inkling-worker"]:
        left.join()


def test_what_does_not_wait_gives_what_it_has_or_raises() -> None:
    assert workers.beside(lambda: 7, list, 60.0) == 7
    with pytest.raises(ZeroDivisionError):
        workers.beside(lambda: 1 // 0, list, 60.0)
    assert not [thread for thread in threading.enumerate() if thread.name == "inkling-worker"]


def test_processes_give_what_comes_back_in_the_order_of_the_pieces_and_are_gone() -> None:
    done = workers.apart(os.path.basename, (f"folder/{number}" for number in range(30)), 2)
    assert next(done) == "0"
    assert len(multiprocessing.active_children()) == 2
    assert list(done) == [str(number) for number in range(1, 30)]
    assert not multiprocessing.active_children()
    assert list(workers.apart(str, [], 1)) == []


def test_an_error_in_a_process_is_raised_when_its_turn_has_come_and_all_are_gone() -> None:
    done = workers.apart(int, ["1", "2", "x", "4"], 1)
    assert [next(done), next(done)] == [1, 2]
    with pytest.raises(ValueError, match="'x'"):
        next(done)
    assert not multiprocessing.active_children()


def test_where_there_are_no_processes_to_be_had_the_caller_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OSError("Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    assert list(workers.apart(str, range(5), 2)) == ["0", "1", "2", "3", "4"]
