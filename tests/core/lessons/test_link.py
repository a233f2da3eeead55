"""Links to lessons."""

import pytest

from core.lessons.link import Link, read_link


def test_a_link_leads_to_a_lesson_and_a_step() -> None:
    assert read_link("inkling:lesson/stuck") == Link("stuck")
    assert read_link("inkling:lesson/one-or-all#why") == Link("one-or-all", "why")


@pytest.mark.parametrize(
    "address", ["", "stuck", "inkling:tab/why", "inkling:lesson/", "inkling:lesson/../x", "inkling:lesson/a#"]
)
def test_anything_else_does_not(address: str) -> None:
    assert read_link(address) is None
