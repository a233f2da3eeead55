"""The lines of numpy that the settings shown run."""
