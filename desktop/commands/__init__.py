"""Commands: every menu and toolbar command in one table, which is in a file for each kind of them."""

from desktop.commands import of_files, of_input, of_runs, of_window
from desktop.commands.command import Command

COMMANDS: tuple[Command, ...] = (*of_files.COMMANDS, *of_runs.COMMANDS, *of_input.COMMANDS, *of_window.COMMANDS)
"""All commands, in the order in which their menus have them."""

OTHER_KEYS = {"redoInkAction": ("Ctrl+Y",), "largerTextAction": ("Ctrl+=",)}  # + without Shift
"""Further shortcuts of commands, by their names."""

CHECKABLE = (
    "logCostAction",
    "automaticAxesAction",
    "fullScreenAction",
    "projectorAction",
    "eraserAction",
    "lineEraserAction",
    "preparationAction",
)
"""The commands that are on or off."""
