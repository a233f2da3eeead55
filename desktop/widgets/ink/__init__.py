"""The pad: pen strokes on paper, drawn, erased and undone."""
