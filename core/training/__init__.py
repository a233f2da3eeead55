"""Training: one mini-batch after the other, and what was measured on the way."""
