"""How it is told that a drawing is read by five looks, and a network at work is shown in one pass."""

FIVE_LOOKS = "the mean of five looks: as drawn, and moved by a pixel to each side"
"""What the verdict on a drawing is."""

ONE_PASS = "one pass, as drawn; the pad's verdict is the mean of five looks"
"""What the reasons for an answer to a drawing are of."""

PAD_IN_ONE_PASS = "What is on the pad, in one pass; its verdict is the mean of five looks"
"""What a network at work on a drawing is shown looking at."""
