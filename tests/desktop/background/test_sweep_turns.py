"""Sweeps go by turns: together they train no more runs at a time than there are turns."""

import pytest

from core.data.dataset import Dataset
from core.sweep.conductor import Conductor, Wish
from core.sweep.shelf import Shelf
from desktop.background.sweep_turns import SweepTurns, TeamByTurns
from tests.core.sweep.teams import Bench
from tests.desktop.sweep_helpers import SMALL


def test_one_alone_has_all_turns() -> None:
    turns = SweepTurns(4)
    one = turns.join()
    assert turns.take(one, 3) == 3
    assert turns.take(one, 9) == 1
    assert turns.share_of(one) == 4


def test_who_has_the_fewest_is_next() -> None:
    turns = SweepTurns(4)
    one, two = turns.join(), turns.join()
    assert (turns.take(one, 4), turns.take(two, 4)) == (4, 0)
    turns.give_back(one, 1)
    assert (turns.take(one, 1), turns.take(two, 4)) == (0, 1)
    turns.give_back(one, 1)
    assert (turns.take(one, 2), turns.take(two, 3)) == (0, 1)
    turns.give_back(one, 1)
    assert (turns.take(two, 2), turns.take(one, 3)) == (0, 1)
    assert turns.share_of(one) == turns.share_of(two) == 2


def test_of_a_single_turn_who_had_it_last_waits() -> None:
    turns = SweepTurns(1)
    takers = [turns.join() for _ in range(3)]
    order = []
    for taker in takers:
        turns.take(taker, 1)
    for _ in range(9):
        holder = next(taker for taker in takers if taker.held)
        order.append(takers.index(holder))
        turns.give_back(holder, 1)
        assert not turns.take(holder, 1)
        assert sum(turns.take(taker, 1) for taker in takers) == 1
    assert order == [0, 1, 2] * 3


@pytest.mark.parametrize("how", ["want_no_more", "leave"])
def test_who_wants_none_holds_nobody_up(how: str) -> None:
    turns = SweepTurns(2)
    one, two = turns.join(), turns.join()
    turns.take(one, 2)
    assert turns.take(two, 2) == 0
    getattr(turns, how)(two)
    turns.give_back(one, 2)
    assert turns.take(one, 2) == 2


def test_who_leaves_gives_back_what_it_has() -> None:
    turns = SweepTurns(2)
    one, two = turns.join(), turns.join()
    turns.take(one, 2)
    turns.leave(one)
    turns.leave(one)
    assert turns.take(two, 2) == 2


def test_a_team_puts_down_the_turns_it_has_no_run_for(tiny_dataset: Dataset) -> None:
    turns = SweepTurns(2)
    first, second = (TeamByTurns(Bench(tiny_dataset), turns) for _ in range(2))
    assert (len(first.free()), first.count) == (2, 2)
    assert (list(second.free()), second.count) == ([], 1)
    first.ended(0.0)
    assert len(second.free()) == 2


def test_a_paused_sweep_leaves_its_turns_to_the_others(tiny_dataset: Dataset) -> None:
    turns = SweepTurns(2)
    first, second = (TeamByTurns(Bench(tiny_dataset), turns) for _ in range(2))
    offered: list[int] = []

    def wish() -> Wish:  # two rounds of training, then two of a pause, then no more
        offered.append(len(second.free()))
        return Wish.GO_ON if len(offered) < 3 else Wish.PAUSE if len(offered) < 5 else Wish.STOP

    assert not Conductor(Shelf().begin(SMALL, "rates", tiny_dataset).journal, first).run(wish)
    assert offered[0] == 2
    assert offered[-1] == 2
