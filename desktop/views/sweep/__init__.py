"""Sweep: many runs at once, seen together."""
