"""Theme: the colors of the window in light and dark; ThemeKeeper applies one and follows the system.

Colors are ``#rrggbb`` strings: they compare, print, and fit QColor, pyqtgraph and SVG alike. Text keeps
a contrast of 4.5 : 1 with what it stands on, lines and symbols 3 : 1 (WCAG 2.2, level AA). Curves and
signs use blue against orange, which people with any of the common color blindnesses tell apart (Okabe
and Ito, *Color Universal Design*, 2008); what matters is also told by line style, sign or word.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from desktop.look.contrast import mix
from desktop.look.style import use_style

ThemeChoice = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Every color a view may use."""

    name: str
    is_dark: bool

    background: str  # the window and its panels
    surface: str  # plots, lists: what content stands on
    field: str  # what is typed into
    raised: str  # buttons, inactive tabs
    border: str  # hairlines between areas
    outline: str  # edges that a control is recognized by
    text: str
    faint_text: str  # captions, units, hints; still readable
    disabled_text: str
    grid: str  # grid lines of plots

    accent: str  # selection, focus, the winner
    accent_text: str  # text on accent

    train: str  # curves of the training data: drawn solid
    test: str  # curves of the test data: drawn dashed or thicker, and named in the legend
    validation: str  # curves of images held out: drawn dashed, and named in the legend
    runs: tuple[str, ...]  # other runs, side by side
    playhead: str  # the moment shown on the time axis

    positive: str  # weights above zero
    negative: str  # weights below zero
    ink: str
    paper: str

    info: str
    success: str
    warning: str
    error: str


LIGHT = Theme(
    name="light",
    is_dark=False,
    background="#f3f4f6",
    surface="#ffffff",
    field="#ffffff",
    raised="#fafbfc",
    border="#d3d8df",
    outline="#858e9b",
    text="#1b222c",
    faint_text="#566170",
    disabled_text="#9097a1",
    grid="#e4e7ec",
    accent="#0b62a6",
    accent_text="#ffffff",
    train="#0072b2",
    test="#d55e00",
    validation="#8b2fc9",
    runs=("#00805d", "#b0519a", "#8a6d00", "#5a4fc8", "#5b6470", "#a3123a", "#6b3a1e", "#6f9400"),
    playhead="#3a4350",
    positive="#c04a12",
    negative="#1a6bb0",
    ink="#161a20",
    paper="#fffefa",
    info="#0b62a6",
    success="#00734f",
    warning="#8a5500",
    error="#b3261e",
)

DARK = Theme(
    name="dark",
    is_dark=True,
    background="#1d2126",
    surface="#14171b",
    field="#2f353d",
    raised="#2b3037",
    border="#3a4049",
    outline="#757f8d",
    text="#e8eaee",
    faint_text="#a5aebb",
    disabled_text="#6b7480",
    grid="#2a2f36",
    accent="#62b0f0",
    accent_text="#0d1116",
    train="#56b4e9",
    test="#f0a020",
    validation="#c99bff",
    runs=("#3ec99a", "#ee8fd0", "#e6d94a", "#a48cff", "#b4b9c2", "#ff5c66", "#b0714e", "#86b81f"),
    playhead="#c9d0da",
    positive="#f08a4b",
    negative="#6cb4f2",
    ink="#f4f2ec",
    paper="#181b20",
    info="#7cc0ff",
    success="#4cc99a",
    warning="#f2b63c",
    error="#ff8f85",
)


def palette(theme: Theme) -> QPalette:
    """Return the theme as a palette in which every role that Fusion reads is set."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    dark_edge = mix(theme.background, "#000000", 0.55)
    colors = {
        role.Window: theme.background,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: mix(theme.field, theme.background, 0.6),
        role.Text: theme.text,
        role.PlaceholderText: theme.faint_text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.Light: mix(theme.raised, "#ffffff", 0.10 if theme.is_dark else 0.8),
        role.Midlight: mix(theme.raised, "#ffffff", 0.05 if theme.is_dark else 0.4),
        role.Mid: theme.border,
        role.Dark: dark_edge if theme.is_dark else theme.outline,
        role.Shadow: dark_edge,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.runs[3],
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
    }
    result = QPalette()
    for which, color in colors.items():
        result.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.ToolTipText):
        result.setColor(group.Disabled, which, QColor(theme.disabled_text))
    result.setColor(group.Disabled, role.Base, QColor(theme.background))
    result.setColor(group.Disabled, role.Highlight, QColor(theme.border))
    result.setColor(group.Disabled, role.HighlightedText, QColor(theme.disabled_text))
    return result


class ThemeKeeper(QObject):
    """Holds the theme in use, gives it to the application and announces a change.

    ``choice`` is what the person asked for; ``theme`` what came of it. With "system" the theme follows
    the desktop's own color scheme, also when that changes while the window is open.
    """

    changed = Signal(object)  # Theme

    def __init__(
        self, application: QApplication, choice: ThemeChoice = "system", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._choice: ThemeChoice = choice
        self._theme: Theme | None = None
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self.choose(choice)

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        assert self._theme is not None  # __init__ has chosen one
        return self._theme

    @property
    def choice(self) -> ThemeChoice:
        """What the person asked for: "system", "light" or "dark"."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Use the light or the dark theme, or the system's."""
        if choice not in get_args(ThemeChoice):
            raise ValueError(f"no theme is called {choice!r}")
        self._choice = choice
        # The request also darkens what the system draws: title bars and native dialogs.
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice)
        if scheme is None:
            self._application.styleHints().unsetColorScheme()
        else:
            self._application.styleHints().setColorScheme(scheme)
        self._follow()

    def toggle(self) -> None:
        """Go to light when it is dark, and to dark when it is light."""
        self.choose("light" if self.theme.is_dark else "dark")

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is self._theme:
            return
        self._theme = wanted
        apply(self._application, wanted)
        self.changed.emit(wanted)

    def _wanted(self) -> Theme:
        if self._choice != "system":
            return DARK if self._choice == "dark" else LIGHT
        is_dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if is_dark else LIGHT


def apply(application: QApplication, theme: Theme) -> None:
    """Give the application its style and the colors of ``theme``."""
    use_style(application)
    colors = palette(theme)
    application.setPalette(colors)
    QToolTip.setPalette(colors)  # tips keep a palette of their own
