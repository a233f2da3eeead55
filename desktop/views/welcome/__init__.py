"""Welcome: the first two minutes: draw, watch one network learn, guess once, and choose how to go on."""
