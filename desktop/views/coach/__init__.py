"""The view coach: what the coach watches, and what it found."""
