"""The digits of a picture are found again in the frame in which the picture lies on the pad."""

import numpy as np
import pytest

from core.data.ink.part import Part
from core.insight.digits import pictured


def test_boxes_in_a_picture_lie_on_the_ink_in_its_frame():
    frame = np.zeros((28, 28), np.uint8)
    frame[8:20, 4:10] = frame[8:20, 14:24] = 255
    images = [np.full((28, 28), shade, np.uint8) for shade in (1, 2)]
    parts = [Part((0.1, 0.5, 0.15, 0.1), images[0]), Part((0.35, 0.5, 0.25, 0.1), images[1], is_joined=True)]
    first, second = pictured(frame, parts)
    assert first.part.box == pytest.approx((4 / 28, 8 / 28, 6 / 28, 12 / 28))
    assert second.part.box == pytest.approx((14 / 28, 8 / 28, 10 / 28, 12 / 28))
    assert second.part.is_joined
    assert second.ink.picture is not None
    assert (second.ink.picture == 2).all()


def test_the_only_digit_of_a_picture_is_what_lies_on_the_pad():
    frame = np.full((28, 28), 7, np.uint8)
    frame.flags.writeable = False
    (only,) = pictured(frame, [Part((0.2, 0.2, 0.5, 0.5), frame.copy())])
    assert only.part.image is frame
    assert pictured(frame, []) == ()
