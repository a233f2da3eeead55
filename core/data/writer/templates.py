"""How people write the ten digits: the styles that synthetic handwriting starts from."""

from core.data.writer.five_to_nine import FIVE_TO_NINE
from core.data.writer.zero_to_four import ZERO_TO_FOUR

STYLES = ZERO_TO_FOUR + FIVE_TO_NINE
"""Every style of every digit."""
