"""Steps of the preparation are left out one by one, or taken up to one of them."""

import pytest

from core.data.ink.steps import ALL_STEPS, STEPS, Steps


def test_steps_are_taken_up_to_one_of_them() -> None:
    assert ALL_STEPS.up_to(None) == Steps(False, False, False, False)
    assert ALL_STEPS.without("box").up_to("size") == Steps(False, True, False, False)
    assert ALL_STEPS.up_to(STEPS[-1]) == ALL_STEPS
    with pytest.raises(ValueError, match="fold"):
        ALL_STEPS.without("fold")


@pytest.mark.parametrize("name", STEPS)
def test_without_one_all_others_are_taken(name: str) -> None:
    found = ALL_STEPS.without(name)
    assert [step for step in STEPS if not getattr(found, step)] == [name]
    assert ALL_STEPS.up_to(name) == Steps(*(place <= STEPS.index(name) for place in range(len(STEPS))))
