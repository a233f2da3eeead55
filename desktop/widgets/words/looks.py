"""How it is told that a drawing is read by five looks, and a network at work is shown in one pass."""

FIVE_LOOKS = "the mean of five looks: as drawn, and moved by a pixel to each side"
"""What the verdict on a drawing is."""

ONE_PASS = "one pass, as drawn; the pad's verdict is the mean of five looks"
"""What the figures of a network at work on a drawing are."""
