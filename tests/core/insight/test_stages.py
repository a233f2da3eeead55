"""Stages: the image after each step, and what the network would say without it."""

import numpy as np

from core.data.ink.steps import ALL_STEPS, STEPS
from core.data.ink.strokes import Ink, prepare
from core.hyperparameters import Hyperparameters
from core.insight.answer import mean_answer
from core.insight.stages import stages
from core.network.network import Network

INK = Ink((np.array([(0.1, 0.1), (0.3, 0.1), (0.2, 0.4)]),))
NETWORK = Network.create(Hyperparameters(hidden=(6,)), np.random.default_rng(1)).frozen_copy()


def test_the_last_stage_is_what_the_network_sees() -> None:
    for steps in (ALL_STEPS, ALL_STEPS.without("size")):
        np.testing.assert_array_equal(stages(NETWORK, INK, steps)[-1].image, prepare(INK, steps))


def test_every_step_has_a_stage_and_changes_this_ink() -> None:
    made = stages(NETWORK, INK, ALL_STEPS)
    assert [stage.step for stage in made] == [None, *STEPS]
    for before, after in zip(made, made[1:], strict=False):
        assert (before.image != after.image).any(), after.step


def test_without_a_step_the_network_is_asked_about_the_ink_prepared_without_it() -> None:
    for stage in stages(NETWORK, INK, ALL_STEPS)[1:]:
        expected = mean_answer(NETWORK, prepare(INK, ALL_STEPS.without(stage.step))).outputs
        np.testing.assert_array_equal(stage.without.outputs, expected)


def test_a_step_that_is_off_leaves_the_image_as_it_is() -> None:
    made = {stage.step: stage.image for stage in stages(NETWORK, INK, ALL_STEPS.without("center"))}
    np.testing.assert_array_equal(made["center"], made["size"])


def test_without_a_network_or_ink_there_are_images_only() -> None:
    assert all(stage.answer is None for stage in stages(None, INK, ALL_STEPS))
    empty = stages(NETWORK, Ink(), ALL_STEPS)
    assert all(stage.answer is None and not stage.image.any() for stage in empty)
