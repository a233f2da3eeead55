"""The window of Inkling."""
