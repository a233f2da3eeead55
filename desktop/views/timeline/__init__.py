"""The view timeline: the moments of the run."""
