"""What takes several models: one subject a file. A task knows the models it needs, and not the workbench."""
