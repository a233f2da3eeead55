"""State with signals; no widgets; no model imports another."""
