"""Own outputs, by hand."""

import numpy as np

from core.insight.own_outputs import own_outputs
from core.network.network import Network
from core.parts.activations import ReLU
from core.parts.outputs import LinearOutput


def test_each_output_is_asked_about_its_own_digit() -> None:
    weights = np.zeros((784, 10), np.float32)
    weights[0] = np.arange(10)
    network = Network.assemble((weights,), (np.zeros(10, np.float32),), ReLU(), LinearOutput())
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 0, 0], images[1, 0, 0] = 255, 51
    found = own_outputs(network, images, np.array([4, 4, 7], np.uint8))
    np.testing.assert_allclose(found[4], (4 + 4 * 0.2) / 2, rtol=1e-6)
    assert found[7] == 0
    assert np.isnan(np.delete(found, [4, 7])).all()
    assert not found.flags.writeable
