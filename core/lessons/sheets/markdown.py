"""A lesson's Markdown as HTML for a page on paper: paragraphs, lists, quotations, code, and what is marked in a line.

Only what lessons use is known; anything else stays as it was written. Addresses are left out: paper has no links.
"""

import re
from collections.abc import Callable
from html import escape

from core.plain import harmless

_CODE = re.compile(r"`([^`\n]+)`")
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_WEAK = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")
_FENCE = "```"
_MOST = 4000  # letters of one text


def html_of(text: str, fill: Callable[[str], str]) -> str:
    """Return the paragraphs of a text as HTML.

    Parameters
    ----------
    text : str
        Markdown.
    fill : callable
        Fills in the figures, given escaped text; what it returns is HTML.
    """
    parts, lines, is_code = [], [], False
    for line in [*text.split("\n"), ""]:
        if line.startswith(_FENCE):
            is_code = not is_code
        if line.strip() or is_code:
            lines.append(line)
        elif lines:
            parts.append(_block(lines, fill))
            lines = []
    return "".join([*parts, _block(lines, fill)] if lines else parts)


def line_of(text: str, fill: Callable[[str], str]) -> str:
    """Return a line of Markdown as HTML, without a paragraph round it."""
    text = _PICTURE.sub(r"\1", escape(harmless(text, _MOST)))
    text = _STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", _LINK.sub(r"\1", text)))
    return fill(_WEAK.sub(r"<em>\1</em>", text))


def _block(lines: list[str], fill: Callable[[str], str]) -> str:
    if lines[0].startswith(_FENCE):
        code = "\n".join(escape(harmless(line)) for line in lines[1:] if not line.startswith(_FENCE))
        return f"<pre>{code}</pre>"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{line_of(' '.join(line[1:].strip() for line in lines), fill)}</blockquote>"
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{line_of(line[2:], fill)}</li>' for line in lines)}</ul>"
    return f"<p>{line_of(' '.join(lines), fill)}</p>"
