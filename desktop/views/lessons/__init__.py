"""Lessons: the list of them, and the one being played: text, questions, runs and checks from top to bottom."""
