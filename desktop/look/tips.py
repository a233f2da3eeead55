"""Tooltips: plain text in lines of a readable length, because a screen reader reads a widget's tooltip as it is."""

import re
from functools import lru_cache
from textwrap import wrap

_LINE = 64  # characters
_TAG = re.compile(r"<(?=[/!?a-zA-Z])")


@lru_cache(maxsize=1024)  # most are of fields and buttons: some hundred texts, asked for again and again
def wrapped(text: str) -> str:
    """Return the text of a tooltip, broken into lines; each line of ``text`` is a paragraph of its own.

    Qt breaks only rich text by itself, but hands that to screen readers with all its tags. What would look like a
    tag, in a name from elsewhere, loses its bracket, so that Qt takes the whole for plain text.
    """
    lines = [line for paragraph in text.split("\n") for line in wrap(paragraph, _LINE, break_on_hyphens=False)]
    return _TAG.sub("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "\n".join(lines))
