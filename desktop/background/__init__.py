"""The one place where messages cross threads."""
