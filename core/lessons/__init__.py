"""Lessons: files that ask before they answer, the facts of a run they ask about, and who plays them. Without Qt."""
