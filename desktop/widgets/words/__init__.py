"""Sentences that two views say."""
