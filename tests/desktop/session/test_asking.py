"""Asking: the pad asks the network shown, without the neurons that are switched off."""

import numpy as np

from core.insight.ablation import without
from desktop.session.asking import Asking
from desktop.session.workbench import Workbench
from tests.desktop.helpers import assert_same_weights


def asking_of(workbench: Workbench) -> Asking:
    return Asking(workbench.pad, workbench.selection, workbench.timeline, workbench.library)


def test_a_test_image_is_put_on_the_pad_with_its_label(workbench: Workbench) -> None:
    asking_of(workbench).show_random_image()
    test = workbench.library.dataset.test
    assert any(np.array_equal(workbench.pad.image, image) for image in test.images)


def test_a_neuron_that_is_off_says_nothing_on_the_pad(workbench: Workbench) -> None:
    asking = asking_of(workbench)
    network, images = workbench.timeline.snapshot.network, workbench.library.dataset.test.images
    loud = network.activity(images).values[0].sum(axis=1).argmax()  # to some images all neurons may be silent
    workbench.pad.show_image(images[loud])
    whole = workbench.pad.answer.outputs.copy()
    workbench.selection.mute(frozenset((0, index) for index in range(6)))
    asking.ask_again()
    assert not np.array_equal(workbench.pad.answer.outputs, whole)
    assert_same_weights(workbench.timeline.snapshot.network, network)
    assert without(network, workbench.selection.muted) is not network
