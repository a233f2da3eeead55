"""Two threads do what one does, and neither waits in vain for the other."""

import threading
from collections.abc import Iterator

import pytest

from core.network.fast.shard import UnsoundError
from core.network.fast.team import Alone, Crew, Pair


@pytest.fixture(params=[Alone, Pair], ids=["alone", "pair"])
def crew(request: pytest.FixtureRequest) -> Iterator[Crew]:
    made: Crew = request.param()
    yield made
    made.close()


def steps(log: list[str], name: str, count: int) -> Iterator[bool]:
    for step in range(count):
        log.append(f"{name}{step}")
        yield True
    log.append(f"{name} end")


def test_nobody_gets_past_a_meeting_before_the_other_comes(crew: Crew) -> None:
    log: list[str] = []
    for _ in range(30):
        log.clear()
        assert crew.do([steps(log, "a", 50), steps(log, "b", 50)])
        assert [sorted(log[i : i + 2]) for i in range(0, 100, 2)] == [[f"a{i}", f"b{i}"] for i in range(50)]
        assert sorted(log[100:]) == ["a end", "b end"]


def unsound(at: int) -> Iterator[bool]:
    for _ in range(at):
        yield True
    raise UnsoundError


@pytest.mark.parametrize("at", [0, 1, 2, 5])
def test_unsound_numbers_end_the_work_and_the_next_goes_on(crew: Crew, at: int) -> None:
    assert not crew.do([unsound(at), unsound(at)])
    assert crew.do([steps([], "a", 3), steps([], "b", 3)])


def failing(at: int, error: BaseException) -> Iterator[bool]:
    for _ in range(at):
        yield True
    raise error


@pytest.mark.parametrize("error", [MemoryError("too much"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("at", [0, 1, 2, 5])
@pytest.mark.parametrize("who", [0, 1])
def test_an_error_of_either_is_raised_and_the_next_work_goes_on(
    crew: Crew, who: int, at: int, error: BaseException
) -> None:
    works = [steps([], "a", 20), steps([], "b", 20)]
    works[who] = failing(at, error)
    with pytest.raises(type(error)):
        crew.do(works)
    log: list[str] = []
    assert crew.do([steps(log, "a", 3), steps(log, "b", 3)])
    assert len(log) == 8


def test_one_share_alone_is_enough() -> None:
    log: list[str] = []
    assert Alone().do([steps(log, "a", 2)])
    assert log == ["a0", "a1", "a end"]


def test_the_second_thread_comes_when_needed_and_goes_when_sent() -> None:
    before = threading.active_count()
    pair = Pair()
    assert threading.active_count() == before
    for _ in range(2):
        pair.do([steps([], "a", 2), steps([], "b", 2)])
        assert threading.active_count() == before + 1
        pair.close()
        assert threading.active_count() == before
    pair.close()


def test_a_pair_nobody_holds_sends_its_thread_home() -> None:
    before = threading.active_count()
    pair = Pair()
    pair.do([steps([], "a", 2), steps([], "b", 2)])
    del pair
    assert threading.active_count() == before


def test_who_needs_nothing_of_the_other_does_not_wait() -> None:
    hand_over = threading.Event()
    log: list[str] = []

    def ahead() -> Iterator[bool]:
        yield False
        yield False
        log.append("ahead")
        hand_over.set()
        yield True
        log.append("both")

    def behind() -> Iterator[bool]:
        hand_over.wait(10)
        log.append("behind")
        yield True
        yield True
        yield False

    pair = Pair()
    assert pair.do([ahead(), behind()])
    assert log == ["ahead", "behind", "both"]
    pair.close()
