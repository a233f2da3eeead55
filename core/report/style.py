"""The looks of the lab report: light, dark where the reader's system is, and on paper."""

from core.files.runs import MOST_AT_HAND
from core.training.drawn import COLORS

_RUN_DASHES = ("none", "9 4", "2.5 3.5", "11 3.5 2.5 3.5")
_PALER = 0.35  # how much nearer to text each further round of the colors is

# Last of all rules, so that it wins. Nothing may be wider than the page: there is no scrolling on paper.
_PRINT = """
@page { size: A4; margin: 12mm; }
@media print { :root { color-scheme: light; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 9.5pt; line-height: 1.35; max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 16pt; } h2 { font-size: 12pt; margin: 1em 0 .4em; } h3 { margin: .6em 0 .2em; } p { margin: .4em 0; }
  h1, h2, h3, h2 + .note { break-after: avoid; } figure, .finding, .settings div, tr, svg, img { break-inside: avoid; }
  thead { display: table-header-group; } .matrix { break-inside: avoid; }
  .scroll { overflow: visible; } table { max-width: 100%; }
  .runs { width: 100%; font-size: 8pt; } th, td { padding: .1em .4em; }
  .runs td, .runs th { white-space: normal; overflow-wrap: anywhere; }
  .runs.wide { font-size: 6pt; } .runs.wide th, .runs.wide td { padding: .1em .15em; }
  figure { margin: .5mm; font-size: 7pt; } figure.plot { width: 48%; margin: 0 1% 0 0; }
  .key { white-space: normal; } .plot svg { width: 100%; } .swatch, .plot .swatch { width: 22px; height: auto; }
  figure.shown { width: 17mm; } figure.shown img { width: 11mm; } img.wall { max-width: 100%; max-height: 110mm; } }
"""

_BASE = """
:root { color-scheme: light dark; --ground: #ffffff; --text: #1c2430; --soft: #556170; --line: #dde1e8;
  --train: #0f62a8; --test: #c65102; --validation: #8b2fc9; --right: #eef1f5; --wrong: 217, 96, 8;
  --run-0: #00805d; --run-1: #b0519a; --run-2: #8a6d00; --run-3: #5a4fc8; --run-4: #5b6470; --run-5: #a3123a;
  --run-6: #6b3a1e; --run-7: #6f9400; }
@media screen and (prefers-color-scheme: dark) { :root {
  --ground: #14181f; --text: #e6eaf0; --soft: #9aa6b5; --line: #2c343f;
  --train: #5cb0f5; --test: #f59a3c; --validation: #c99bff; --right: #232a34; --wrong: 232, 120, 40;
  --run-0: #3ec99a; --run-1: #ee8fd0; --run-2: #e6d94a; --run-3: #a48cff; --run-4: #b4b9c2; --run-5: #ff5c66;
  --run-6: #b0714e; --run-7: #86b81f; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground);
  max-width: 62em; margin: 2em auto; padding: 0 1em; }
h1 { margin: 0; line-height: 1.2; } h2 { margin-top: 2em; border-bottom: 1px solid var(--line); }
h3 { margin: 1.2em 0 .3em; font-size: 1em; }
.note { color: var(--soft); } .scroll { overflow-x: auto; }
table { border-collapse: collapse; } th, td { padding: .2em .7em; text-align: left; }
thead th { border-bottom: 1px solid var(--line); }
.figures td, .runs td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.settings { columns: 2 22em; } .settings div { break-inside: avoid; display: flex; gap: 1em; }
.settings dt { flex: 0 0 10em; color: var(--soft); } .settings dd { margin: 0; }
.matrix td, .matrix th { text-align: right; min-width: 2.2em; padding: .2em .4em; font-variant-numeric: tabular-nums; }
.matrix td { border: 1px solid var(--line); } .matrix .right { background: var(--right); }
.matrix .sum { border: 0; color: var(--soft); }
figure { display: inline-block; margin: .3em; text-align: center; font-size: 13px; vertical-align: top; }
figure.plot { margin: 0 1em 1em 0; } .plot svg { max-width: 100%; height: auto; }
img { image-rendering: pixelated; max-width: 100%; }
img.wall { background: #fff; padding: 4px; }
svg text { font-size: 12px; fill: var(--soft); } .grid { stroke: var(--line); }
.mark { stroke: var(--soft); stroke-dasharray: 1 4; }
polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
.train { stroke: var(--train); stroke-dasharray: 6 3; } .test { stroke: var(--test); }
.validation { stroke: var(--validation); stroke-dasharray: 3 3; }
.key { margin-right: 1em; white-space: nowrap; } .swatch { vertical-align: middle; }
.finding { border-left: 4px solid var(--test); padding: .1em 1em; margin: 1em 0; } .finding p { margin: .2em 0; }
"""


def style() -> str:
    """Return the page's style sheet."""
    return _BASE + "".join(map(_run_look, range(LOOKS))) + _PRINT


def _run_look(which: int) -> str:
    tier, color = divmod(which, COLORS)
    stroke = f"var(--run-{color})"
    if tier:
        stroke = f"color-mix(in srgb, {stroke} {100 * (1 - _PALER) ** tier:.1f}%, var(--text))"
    dashes = _RUN_DASHES[(which + tier) % len(_RUN_DASHES)]
    return f".run-{which} {{ stroke: {stroke}; stroke-dasharray: {dashes}; }}\n"


LOOKS = MOST_AT_HAND
"""How many runs there are looks for: as many as one file holds."""
