"""Networks on their way to other programs and back, one file a format."""
