"""The view runs: all runs in a table."""
