"""The view mistakes: which class is taken for which."""
