"""Builds application, workbench and window, in that order."""

import argparse
import os
import sys
import threading  # noqa: TID251  # only its excepthook: an error in a thread has to reach the crash dialog
from pathlib import Path

from PySide6.QtWidgets import QApplication

from core import disk, presets
from core.errors import FileError
from core.files.handwriting import Handwriting
from core.files.store import Store
from core.lessons import course
from core.lessons.link import SCHEME, Link, read_link
from desktop import startup
from desktop.background.sweeper import Sweeper
from desktop.look.text_size import TextSizeKeeper
from desktop.look.theme import ThemeKeeper
from desktop.preferences import Preferences
from desktop.session.workbench import Workbench
from desktop.shell.crashes import CrashKeeper
from desktop.shell.shutdown import Shutdown
from desktop.shell.window import MainWindow
from desktop.widgets.access import telling


def build(arguments: list[str]) -> tuple[QApplication, MainWindow]:
    """Make the application and its window, without entering the event loop.

    Parameters
    ----------
    arguments : list of str
        What follows ``inkling`` on the command line: ``[FILE] [--dataset NAME|DIR] [--preset NAME] [--lesson LESSON]
        [--step STEP] [--reset] [--projector]``.

    Returns
    -------
    application : QApplication
        The one there is already, where there is one.
    window : MainWindow
        Not shown yet.

    Raises
    ------
    InklingError
        When the preset, the file or the lesson does not exist.
    """
    options = startup.window_parser().parse_args(arguments)
    what = _asked_for(options)
    disk.sweep()
    preferences = Preferences()
    if options.reset:
        preferences.forget_layout()
    window = assemble(application(), preferences, preset=options.preset or "")
    if options.projector:
        window.actions_["projectorAction"].trigger()  # before it is shown, so that nothing else is seen first
    window.workbench.open_first(what, options.dataset or "")
    return application(), window


def _asked_for(options: argparse.Namespace) -> Path | Link | None:
    """Return the file or the lesson that the window is to open with.

    Raises
    ------
    FileError
        When it does not exist, or the lesson is wrong somewhere.
    """
    address = options.weights or ""
    link = Link(options.lesson, options.step) if options.lesson else read_link(address)
    if link is not None:
        lesson = course.find(link.lesson)
        if link.step and lesson.place(link.step) < 0:
            known = ", ".join(step.id for step in lesson.steps)
            raise FileError(f'The lesson "{lesson.id}" has no step "{link.step}".', f"It has {known}.")
        return link
    if not address:
        return None
    if address.startswith(SCHEME):
        raise FileError(f"{address} leads to no lesson.", "A link to one looks like inkling:lesson/stuck#why.")
    if not (os.path.isfile(address) or os.path.isdir(address)):
        raise FileError(f"There is no file {address}.", "Check the spelling, or start without it.")
    return Path(address)


def application() -> QApplication:
    """Return the application, made at the first call."""
    found = QApplication.instance() or QApplication(["inkling"])
    assert isinstance(found, QApplication)
    telling.install()
    found.setApplicationName("inkling")
    found.setApplicationDisplayName("Inkling")
    found.setDesktopFileName("inkling")
    return found


def assemble(
    qt_application: QApplication,
    preferences: Preferences,
    *,
    preset: str = "",
    store: Store | None = None,
    handwriting: Handwriting | None = None,
) -> MainWindow:
    """Make a window and all it needs; it has no data set yet.

    Parameters
    ----------
    qt_application : QApplication
        Whose colors are set.
    preferences : Preferences
        What is remembered.
    preset : str
        Settings to start from; empty for those used last.
    store : Store, optional
        Where the runs of all days are kept; the person's own folder without one.
    handwriting : Handwriting, optional
        Where the person's digits are kept; the person's own file without one.

    Raises
    ------
    KnobError
        When there is no such preset.
    """
    if preset:
        presets.preset(preset)  # raises before there is a thread that would have to be ended
    themes = ThemeKeeper(qt_application, preferences.theme)
    text_sizes = TextSizeKeeper(qt_application, preferences.text_size)
    workbench = Workbench(preferences, store, handwriting)
    if preset:
        workbench.use_preset(preset)
    window = MainWindow(workbench, themes, text_sizes)
    for owned in (workbench, themes, text_sizes):
        owned.setParent(window)
    return window


def run(arguments: list[str]) -> int:
    """Open the window and return the exit status once it is closed."""
    qt_application, window = build(arguments)
    keeper = CrashKeeper(window)
    sys.excepthook = keeper.take
    threading.excepthook = lambda crash: keeper.take(crash.exc_type, crash.exc_value, crash.exc_traceback)
    Sweeper(window)
    farewell = Shutdown()
    window.show()
    status = qt_application.exec()
    farewell.end()
    return status
