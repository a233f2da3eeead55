"""The engine of Inkling: numpy only, usable without a window."""
