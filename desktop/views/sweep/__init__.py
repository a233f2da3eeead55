"""The view sweep: many runs at once, how far they are, and what they show together."""
