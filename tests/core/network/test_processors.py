"""How many threads a matrix product uses, and that the limit is lifted again."""

from threadpoolctl import threadpool_info

from core.network.processors import limit_blas


def blas_threads() -> list[int]:
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_inside_the_limit_one_thread_multiplies_and_afterwards_as_many_as_before() -> None:
    with limit_blas(2):
        before = blas_threads()
        with limit_blas():
            assert all(threads == 1 for threads in blas_threads())
        assert blas_threads() == before
