"""The view mistakes: which digit is taken for which."""
