"""Where the neurons of a deep network stand."""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QSizeF

from core.hyperparameters import MOST_LAYERS
from desktop.views.network.places import place


def test_in_the_deepest_network_no_neuron_covers_another_and_each_can_be_pointed_at():
    places = place(QSizeF(460.0, 220.0), (16,) * MOST_LAYERS + (10,), 16.0, 90.0)
    columns = [centers[0, 0] for centers in places.centers]
    for (left, right), (before, after) in zip(pairwise(columns), pairwise(places.radii), strict=True):
        assert right - left > before + after
    for layer, centers in enumerate(places.centers):
        for number, center in enumerate(centers):
            assert places.neuron_at(QPointF(*np.round(center, 1))) == (layer, number)
