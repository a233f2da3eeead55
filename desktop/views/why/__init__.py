"""The view why: which ink speaks for the answer."""
