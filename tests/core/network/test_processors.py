"""How many threads a matrix product uses, and that the limit is lifted again."""

import os

import pytest
from threadpoolctl import threadpool_info

from core.network.processors import held_to, limit_blas, sides


def blas_threads() -> list[int]:
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_inside_the_limit_one_thread_multiplies_and_afterwards_as_many_as_before() -> None:
    with limit_blas(2):
        before = blas_threads()
        with limit_blas():
            assert all(threads == 1 for threads in blas_threads())
        assert blas_threads() == before


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not let threads choose processors")
def test_a_worker_is_held_to_its_side_and_let_go_of() -> None:
    before = os.sched_getaffinity(0)
    first, second = sides(2)
    if first is None or second is None:
        pytest.skip("there is one processor")
    assert first | second == before
    assert not first & second
    with held_to(second):
        assert os.sched_getaffinity(0) == second
    assert os.sched_getaffinity(0) == before


def test_too_few_processors_are_not_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5}, raising=False)
    assert sides(2) == (frozenset({3}), frozenset({5}))
    assert sides(3) == (None, None, None)
    assert sides(1) == (None,)


def test_processors_that_are_gone_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", refuse, raising=False)
    reached = False
    with held_to({1}):
        reached = True
    assert reached


def test_without_a_choice_nothing_is_restricted() -> None:
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    with held_to(None):
        assert before == (os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None)
