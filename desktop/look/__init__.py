"""How it looks: theme, colors, icons, text size, and the words of figures."""
