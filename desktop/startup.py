"""What comes before Qt: the window's command line, and what this machine lacks for opening a window.

Qt does not raise when its platform plugin will not load or finds no display: it aborts the process (qFatal),
so neither can be caught. Both are therefore tried out here first, with the dynamic loader and with the
client libraries that the plugin itself uses. On a healthy machine this costs a few milliseconds, because Qt
needs the same libraries a moment later.

This file and what it imports have to be readable for a Python that is too old, so that it can be told so.
"""

from __future__ import annotations

import argparse
import ctypes
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.errors import InklingError

OLDEST_PYTHON = (3, 11)

COMMANDS = {
    "train": "train a network in the terminal",
    "script": "write the lines of numpy that settings stand for, as a program",
    "sweep": "train many runs at once, and say which settings are best",
    "evaluate": "tell how well a saved network reads the test images",
    "classify": "read images of one digit each",
    "report": "write a saved run as one page",
    "export": "write a saved network as a file for another program",
    "import": "take in a network from another program's file, and try how it reads",
    "data": "list data sets, download one, or write one as files",
    "presets": "list the presets",
    "lesson": "open the window with a lesson, as in inkling lesson stuck --step why",
    "lessons": "list, check and verify lessons; worksheets, answers to hand in, a class as a table",
    "tour": "take pictures of every part of the window, with no one at the keyboard",
}

# Library, platform plugin that needs it ("" is every one), Debian and Ubuntu package, Fedora package.
# Where a package in the table brings others of it along, only that one is named: the advice stays short.
_LIBRARIES = (
    ("libEGL.so.1", "", "libegl1", "libglvnd-egl"),
    ("libGL.so.1", "", "libgl1", "libglvnd-glx"),
    ("libX11.so.6", "", "libgl1", "libglvnd-glx"),
    ("libglib-2.0.so.0", "", "libglib2.0-0", "glib2"),
    ("libgthread-2.0.so.0", "", "libglib2.0-0", "glib2"),
    ("libfontconfig.so.1", "", "libfontconfig1", "fontconfig"),
    ("libfreetype.so.6", "", "libfontconfig1", "fontconfig"),
    ("libdbus-1.so.3", "", "libdbus-1-3", "dbus-libs"),
    ("libxkbcommon.so.0", "", "libxkbcommon0", "libxkbcommon"),
    ("libz.so.1", "", "zlib1g", "zlib"),
    ("libzstd.so.1", "", "libzstd1", "libzstd"),
    ("libxkbcommon-x11.so.0", "xcb", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    ("libxcb-xkb.so.1", "xcb", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    ("libxcb-cursor.so.0", "xcb", "libxcb-cursor0", "xcb-util-cursor"),
    ("libxcb-image.so.0", "xcb", "libxcb-cursor0", "xcb-util-cursor"),
    ("libxcb-util.so.1", "xcb", "libxcb-cursor0", "xcb-util-cursor"),
    ("libxcb-render-util.so.0", "xcb", "libxcb-cursor0", "xcb-util-cursor"),
    ("libxcb-icccm.so.4", "xcb", "libxcb-icccm4", "xcb-util-wm"),
    ("libxcb-keysyms.so.1", "xcb", "libxcb-keysyms1", "xcb-util-keysyms"),
    ("libX11-xcb.so.1", "xcb", "libx11-xcb1", "libX11-xcb"),
    ("libxcb.so.1", "xcb", "libxcb-cursor0", "libxcb"),
    ("libxcb-randr.so.0", "xcb", "libxcb-randr0", "libxcb"),
    ("libxcb-render.so.0", "xcb", "libxcb-cursor0", "libxcb"),
    ("libxcb-shape.so.0", "xcb", "libxcb-shape0", "libxcb"),
    ("libxcb-shm.so.0", "xcb", "libxcb-cursor0", "libxcb"),
    ("libxcb-sync.so.1", "xcb", "libxcb-sync1", "libxcb"),
    ("libxcb-xfixes.so.0", "xcb", "libxcb-xfixes0", "libxcb"),
    ("libwayland-client.so.0", "wayland", "libwayland-client0", "libwayland-client"),
    ("libwayland-cursor.so.0", "wayland", "libwayland-cursor0", "libwayland-cursor"),
)
_NAMED_AT_MOST = 4  # libraries; a list of twenty file names helps no one

_WITHOUT_WINDOW = 'Without a window, "inkling train" trains in the terminal'
_VIRTUAL_SCREEN = (
    f"{_WITHOUT_WINDOW}; on a virtual screen, "
    '"xvfb-run -a -s \'-screen 0 1920x1200x24\' inkling" opens the window once "sudo apt install xvfb xauth" '
    '(Debian, Ubuntu) or "sudo dnf install xorg-x11-server-Xvfb" (Fedora) has been done.'
)


def window_parser() -> argparse.ArgumentParser:
    """Return the parser of ``inkling [WEIGHTS] [--dataset NAME|DIR] [--preset NAME] [--lesson LESSON] …``."""
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  inkling {name:<{width}}  {purpose}" for name, purpose in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="inkling",
        description="Open a window in which you watch a small neural network learn to read handwriting.",
        epilog=f'other commands ("inkling COMMAND --help" tells more):\n{listed}',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "weights",
        nargs="?",
        metavar="WEIGHTS",
        help="a network to go on with, a data set, a file of runs to compare, a lesson, or a picture to read",
    )
    parser.add_argument("--lesson", metavar="LESSON", help="open with a lesson: its id, or its file")
    parser.add_argument("--step", default="", metavar="STEP", help="the step of that lesson to begin with")
    parser.add_argument("--dataset", metavar="NAME|DIR", help="a data set by name, or the file or folder it lies in")
    parser.add_argument("--preset", metavar="NAME", help="settings to start from, as listed by inkling presets")
    parser.add_argument(
        "--reset",
        action="store_true",
        help="open with the usual layout: forget the window's size and place, its panels, columns and tabs and the "
        "size of the text; networks, runs, digits and settings stay",
    )
    parser.add_argument(
        "--projector", action="store_true", help="open in the projector view, which a class reads from the last row"
    )
    parser.add_argument("--version", action="store_true", help="tell which version this is, and leave")
    return parser


def check_python(version: tuple[int, int]) -> None:
    """Raise when a Python of this version, such as ``(3, 10)``, is too old for Inkling."""
    if version < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        raise InklingError(
            f"Inkling needs Python {needed} or newer, and this is Python {version[0]}.{version[1]}.",
            f'Make its virtual environment with a newer one, for example "python{needed} -m venv .venv".',
        )


def check_window(environment: Mapping[str, str], system: str = sys.platform) -> None:
    """Raise when Qt could not open a window here; the error says what to install or to set."""
    names = platforms(environment) if system.startswith("linux") else ()
    folder = _plugin_folder(names or ("xcb",), system)
    if not system.startswith("linux"):
        return
    if not names:
        raise InklingError(
            "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.",
            _VIRTUAL_SCREEN,
        )
    obstacles = [_obstacle(name, folder, environment) for name in names]
    # Qt tries its platforms one after the other, so one that works is enough.
    if all(obstacles) and obstacles[0] is not None:
        raise obstacles[0]


def platforms(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the platform plugins that Qt will try on this Linux machine."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen:
        return tuple(name.split(":")[0] for name in chosen.split(";") if name)
    wayland = environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland"
    available = {"wayland": bool(wayland), "xcb": bool(environment.get("DISPLAY"))}
    return tuple(name for name, present in available.items() if present)


def missing_libraries(names: Sequence[str], told: str) -> InklingError:
    """Return the error for libraries that the given platforms lack.

    ``told`` is the dynamic loader's own message. It names only the first library it missed, so the others
    are tried one by one: a person would rather install once than ten times.
    """
    absent = [row for row in _LIBRARIES if row[1] in ("", *names) and _load(row[0])]
    named = re.match(r"(\S+\.so[.\d]*): cannot open shared object file", told)
    if named is None or not absent:
        return InklingError(
            f"Qt, which draws the window, cannot be loaded on this machine: {told}.", f"{_WITHOUT_WINDOW}."
        )
    libraries = list(dict.fromkeys([named[1], *(row[0] for row in absent)]))
    more = len(libraries) - _NAMED_AT_MOST
    listed = ", ".join(libraries[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
    debian, fedora = (" ".join(dict.fromkeys(row[column] for row in absent)) for column in (2, 3))
    return InklingError(
        f"The window needs system libraries that are not on this machine: {listed}.",
        f'Install them with "sudo apt install {debian}" (Debian, Ubuntu) or "sudo dnf install {fedora}" (Fedora). '
        f"{_WITHOUT_WINDOW}.",
    )


def _plugin_folder(names: Sequence[str], system: str) -> Path:
    """Import Qt and return the folder of its platform plugins; tell what hinders the import."""
    try:
        import PySide6.QtWidgets  # noqa: F401  # that it loads is the question
        from PySide6.QtCore import QLibraryInfo
    except ModuleNotFoundError as error:
        raise InklingError(
            f"The Python package {error.name} is not installed.",
            'Install Inkling with all it needs: "python -m pip install -e ." in its folder.',
        ) from error
    except ImportError as error:
        if system == "win32":
            raise InklingError(
                f"Qt, which draws the window, cannot be loaded: {error}.",
                f"Install the Microsoft Visual C++ Redistributable, then try again. {_WITHOUT_WINDOW}.",
            ) from error
        raise missing_libraries(names, str(error)) from error
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"


def _obstacle(name: str, folder: Path, environment: Mapping[str, str]) -> InklingError | None:
    """Return what keeps the platform called ``name`` from opening a window, or nothing."""
    plugin = folder / f"libq{name}.so"
    # A plugin that is not where it usually is may still be found by Qt, which knows more folders.
    trouble = _load(str(plugin)) if plugin.exists() else ""
    if trouble:
        return missing_libraries([name], trouble)
    if name == "xcb" and not _x_server_answers():
        return _silent(f'The X display "{environment.get("DISPLAY", "")}"')
    if name == "wayland" and not _wayland_answers():
        return _silent(f'The Wayland display "{environment.get("WAYLAND_DISPLAY", "wayland-0")}"')
    return None


def _silent(display: str) -> InklingError:
    return InklingError(f"{display} does not answer, or does not let this user in.", _VIRTUAL_SCREEN)


def _load(library: str) -> str:
    """Load a shared library; return the loader's complaint, or an empty text."""
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return ""


def _x_server_answers() -> bool:
    # With no name given, DISPLAY and XAUTHORITY are read, exactly as Qt does it.
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers() -> bool:
    client = ctypes.CDLL("libwayland-client.so.0")
    client.wl_display_connect.restype = ctypes.c_void_p
    client.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = client.wl_display_connect(None)
    if display:
        client.wl_display_disconnect(display)
    return bool(display)
