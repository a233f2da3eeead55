"""Files that Inkling saves and opens."""
