"""The view handwriting: the person's own digits."""
