"""The coach: judges a run by rules, each with its evidence and one experiment to try."""
