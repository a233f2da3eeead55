"""The page round a sheet: whole in itself, without scripts, other files or addresses; light, dark, and on paper."""

from collections.abc import Iterable
from html import escape

from core.hyperparameters import Hyperparameters, describe_value, label_of
from core.plain import harmless

_TOLD = ("hidden", "activation", "output", "cost", "initializer", "optimizer", "learning_rate", "schedule") + (
    "batch_size",
    "epochs",
    "shuffle",
    "seed",
)

# The colors and sizes are those of the lab report, core/report/style.py.
STYLE = """
:root { color-scheme: light dark; --ground: #ffffff; --text: #1c2430; --soft: #556170; --line: #c9d0da;
  --mark: #0f62a8; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #14181f; --text: #e6eaf0; --soft: #9aa6b5;
  --line: #3a4452; --mark: #5cb0f5; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground);
  max-width: 46em; margin: 2em auto; padding: 0 1em; overflow-wrap: break-word; }
h1 { margin: 0; line-height: 1.2; } h2 { margin-top: 1.6em; border-bottom: 1px solid var(--line); }
h3 { margin: 1.2em 0 .3em; font-size: 1em; } p { margin: .5em 0; }
.note { color: var(--soft); } .name { margin: 1em 0; }
blockquote { margin: .6em 0; padding-left: 1em; border-left: 3px solid var(--line); color: var(--soft); }
pre { overflow-x: auto; }
ul.options { list-style: none; padding: 0; margin: .4em 0; } ul.options li { padding: .1em 0 .1em 1.7em;
  text-indent: -1.7em; } ul.options .says { display: block; text-indent: 0; color: var(--soft); }
.box { display: inline-block; width: 1.7em; text-indent: 0; }
.question { margin: .8em 0; padding: .2em 0 .2em 1em; border-left: 4px solid var(--mark); }
.question > p:first-child { font-weight: 600; }
.blank { display: inline-block; min-width: 5em; border-bottom: 1px solid var(--text); height: 1.2em; }
.room div { border-bottom: 1px solid var(--line); height: 2.1em; }
table { border-collapse: collapse; margin: .6em 0; } th, td { padding: .3em .7em; text-align: left;
  border: 1px solid var(--line); vertical-align: top; } th { font-weight: 600; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.empty { min-width: 8em; }
dl.settings { columns: 2 16em; margin: .5em 0; } dl.settings div { break-inside: avoid; display: flex; gap: .8em; }
dl.settings dt { flex: 0 0 8.5em; color: var(--soft); } dl.settings dd { margin: 0; }
@page { size: A4; margin: 14mm; }
@media print { :root { color-scheme: light; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10.5pt; line-height: 1.4; max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 18pt; } h2 { font-size: 13pt; }
  h1, h2, h3 { break-after: avoid; } .question, blockquote, tr, dl.settings, li, .room { break-inside: avoid; }
  p:has(+ .room) { break-after: avoid; }
  pre { white-space: pre-wrap; } table { max-width: 100%; } thead { display: table-header-group; } }
"""


def page(title: str, parts: Iterable[str], hidden: str = "", language: str = "en") -> str:
    """Return a whole page.

    Parameters
    ----------
    title : str
        For the window's title; not HTML.
    parts : iterable of str
        HTML.
    hidden : str
        HTML that nobody sees.
    language : str
        Of the text.
    """
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(harmless(title))}</title><style>{STYLE}</style></head>\n<body>\n{body}\n{hidden}</body></html>\n"
    )


def settings_list(settings: Hyperparameters) -> str:
    """Return the settings that a person sees first, and those others that are not as usual."""
    usual = Hyperparameters()
    names = [*_TOLD, *(n for n in settings.to_dict() if n not in _TOLD and getattr(settings, n) != getattr(usual, n))]
    rows = [
        f"<div><dt>{escape(label_of(name))}</dt><dd>{escape(_written(name, getattr(settings, name)))}</dd></div>"
        for name in names
    ]
    return f'<dl class="settings">{"".join(rows)}</dl>'


def _written(name: str, value: object) -> str:
    return "all images" if name == "batch_size" and value == 0 else describe_value(value)
