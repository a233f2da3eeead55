"""The view status: how far training is."""
