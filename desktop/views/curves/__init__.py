"""The view curves: cost and accuracy along the run."""
