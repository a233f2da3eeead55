"""The view settings: the knobs."""
