"""Actions: the actions of a window, made from the table of commands."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from desktop.commands import CHECKABLE, COMMANDS, OTHER_KEYS
from desktop.commands.command import Command
from desktop.look.icons import icon
from desktop.look.theme import Theme
from desktop.look.tips import wrapped

Commands = Mapping[str, Callable[[], object]]
"""What commands do, by the action's name."""


class Actions(QObject):
    """The actions of a window, made from the table.

    Parameters
    ----------
    theme : Theme
        The color of the icons.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions: dict[str, QAction] = {}
        self._icons = {command.name: command.icon for command in COMMANDS if command.icon}
        for command in COMMANDS:
            self._actions[command.name] = self._make(command)
        self.set_theme(theme)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def of_menu(self, menu: str) -> list[QAction]:
        """Return the actions of one menu, in the order of the table."""
        return [self._actions[command.name] for command in COMMANDS if command.menu == menu]

    def keys(self) -> list[tuple[str, str]]:
        """Return what each command with a shortcut is called, and its shortcut; those that are not offered left out."""
        offered = [action for action in self._actions.values() if action.isVisible()]
        named = [(action.text().replace("&", ""), action.shortcut()) for action in offered]
        native = QKeySequence.SequenceFormat.NativeText
        return [(text, keys.toString(native)) for text, keys in named if not keys.isEmpty()]

    def connect_all(self, commands: Commands) -> None:
        """Connect actions by name to what they do; an action that does nothing in this window is not offered.

        Raises
        ------
        ValueError
            When a command is no action of the table.
        """
        unknown = set(commands) - set(self._actions)
        if unknown:
            raise ValueError(f"these commands are not in the table: {sorted(unknown)}")
        for name, action in self._actions.items():
            action.setVisible(name in commands)
        for name, act in commands.items():
            self._actions[name].triggered.connect(lambda checked=False, act=act: act())

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colors."""
        self._theme = theme
        for name, file in self._icons.items():
            self._actions[name].setIcon(icon(file, theme))

    def set_icon(self, name: str, file: str) -> None:
        """Give an action another icon, such as Pause for Train."""
        if self._icons[name] != file:
            self._icons[name] = file
            self._actions[name].setIcon(icon(file, self._theme))

    def set_tip(self, name: str, tip: str | None) -> None:
        """Let an action say what it does at the moment; with None what it usually does."""
        usual = next(command.tip for command in COMMANDS if command.name == name)
        self._actions[name].setToolTip(_tip(tip or usual, self._actions[name]))

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.name)
        keys = QKeySequence(command.keys) if command.keys is not None else QKeySequence()
        others = [QKeySequence(other) for other in OTHER_KEYS.get(command.name, ())]
        action.setShortcuts([sequence for sequence in (keys, *others) if not sequence.isEmpty()])
        action.setToolTip(_tip(command.tip, action))
        action.setCheckable(command.name in CHECKABLE)
        if command.name == "aboutAction":
            action.setMenuRole(QAction.MenuRole.AboutRole)
        if command.name == "quitAction":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        return action


def _tip(words: str, action: QAction) -> str:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return wrapped(f"{words} ({keys})" if keys else words)
