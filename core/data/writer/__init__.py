"""The built-in hand: ways to write digits, hands and pens, and the data set drawn with them."""
