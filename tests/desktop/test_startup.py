"""What a person is told when no window can be opened here."""

import ast
import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import InklingError
from desktop import __main__ as command
from desktop import startup

REPOSITORY = Path(__file__).resolve().parents[2]
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks displays and libraries")


def told(environment: dict[str, str]) -> str:
    with pytest.raises(InklingError) as caught:
        startup.check_window(environment, "linux")
    return str(caught.value)


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Start the command as a person would, without this process's display."""
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and name != "QT_QPA_PLATFORM"}
    kept.pop("XDG_SESSION_TYPE", None)
    return subprocess.run(
        [sys.executable, "-m", "desktop", *arguments],
        cwd=REPOSITORY,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_no_qt(*arguments: str) -> None:
    """Run the command in a fresh process in which importing Qt is an error."""
    program = (
        "import sys; sys.modules['PySide6'] = None; from desktop.__main__ import main\n"
        f"sys.exit(main({list(arguments)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ()),
        ({"DISPLAY": ":0"}, ("xcb",)),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ("wayland",)),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, ("wayland", "xcb")),
        ({"XDG_SESSION_TYPE": "wayland"}, ("wayland",)),
        ({"DISPLAY": ""}, ()),
        ({"QT_QPA_PLATFORM": "offscreen"}, ("offscreen",)),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600", "DISPLAY": ":0"}, ("vnc",)),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, ("wayland", "xcb")),
    ],
)
def test_platforms_are_those_that_qt_will_try(environment: dict[str, str], expected: tuple[str, ...]) -> None:
    assert startup.platforms(environment) == expected


@on_linux
def test_offscreen_needs_no_display() -> None:
    startup.check_window({"QT_QPA_PLATFORM": "offscreen"}, "linux")


@on_linux
def test_missing_display_names_the_terminal_and_a_virtual_screen() -> None:
    text = told({})
    for word in ("DISPLAY", "inkling train", "xvfb-run", "apt install xvfb xauth", "dnf install xorg-x11-server-Xvfb"):
        assert word in text


@on_linux
def test_silent_display_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "_load", lambda library: "")
    monkeypatch.setattr(startup, "_x_server_answers", lambda: False)
    assert 'The X display ":77" does not answer' in told({"DISPLAY": ":77"})
    monkeypatch.setattr(startup, "_wayland_answers", lambda: False)
    assert 'The Wayland display "w-1" does not answer' in told({"WAYLAND_DISPLAY": "w-1"})


@on_linux
def test_one_display_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "_load", lambda library: "")
    monkeypatch.setattr(startup, "_wayland_answers", lambda: False)
    monkeypatch.setattr(startup, "_x_server_answers", lambda: True)
    startup.check_window({"WAYLAND_DISPLAY": "w-1", "DISPLAY": ":0"}, "linux")


@on_linux
def test_library_that_the_platform_plugin_lacks_is_told_with_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(library: str) -> str:
        absent = library.endswith("libqxcb.so") or library == "libxcb-cursor.so.0"
        return "libxcb-cursor.so.0: cannot open shared object file: No such file or directory" if absent else ""

    monkeypatch.setattr(startup, "_load", load)
    text = told({"DISPLAY": ":0"})
    assert "not on this machine: libxcb-cursor.so.0." in text
    assert '"sudo apt install libxcb-cursor0"' in text
    assert '"sudo dnf install xcb-util-cursor"' in text


def test_long_list_of_libraries_is_cut_but_no_package_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "_load", lambda library: "absent")
    text = str(startup.missing_libraries(["xcb"], "libGL.so.1: cannot open shared object file: No such file"))
    assert "libGL.so.1, libEGL.so.1" in text
    assert "more." in text
    for package in ("libegl1", "libxcb-cursor0", "libglvnd-egl", "xcb-util-wm"):
        assert package in text
    assert "wayland" not in text


def test_other_complaint_of_the_loader_is_passed_on() -> None:
    text = str(startup.missing_libraries(["xcb"], "libc.so.6: version `GLIBC_2.99' not found"))
    assert "GLIBC_2.99" in text
    assert "inkling train" in text


@on_linux
def test_table_covers_every_library_of_every_platform_plugin() -> None:
    """What the loader finds for Qt outside Qt's own folder and libc's family has to be in the table."""
    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    known = {row[0] for row in startup._LIBRARIES}
    everywhere = {"libc", "libm", "libdl", "librt", "libpthread", "libgcc_s", "libstdc++", "ld-linux-x86-64"}
    qt = folder.parents[1] / "lib"
    for plugin in ("libqxcb.so", "libqwayland.so", "libqoffscreen.so", "libqminimal.so"):
        for library in _needed(folder / plugin, qt):
            assert library in known or library.split(".so")[0] in everywhere, f"{plugin} needs {library}"


def _needed(file: Path, qt: Path, seen: set[str] | None = None) -> set[str]:
    """Return the libraries outside ``qt`` that ``file`` and the Qt libraries it uses need."""
    seen = set() if seen is None else seen
    names = {name for name in _dynamic_names(file.read_bytes()) if name not in seen}
    seen |= names
    own = {name for name in names if (qt / name).exists()}
    return (names - own).union(*(_needed(qt / name, qt, seen) for name in own))


class _Section(ctypes.LittleEndianStructure):
    _fields_ = (
        *((name, ctypes.c_uint32) for name in ("name", "type")),
        *((name, ctypes.c_uint64) for name in ("flags", "address", "offset", "size")),
        *((name, ctypes.c_uint32) for name in ("link", "info")),
        *((name, ctypes.c_uint64) for name in ("align", "entry")),
    )


def _dynamic_names(elf: bytes) -> list[str]:
    """Return the DT_NEEDED entries of a 64-bit little-endian ELF file."""
    start = int.from_bytes(elf[40:48], "little")
    count = int.from_bytes(elf[60:62], "little")
    sections = [_Section.from_buffer_copy(elf, start + number * 64) for number in range(count)]
    dynamic = next(section for section in sections if section.type == 6)
    texts = sections[dynamic.link].offset
    names = []
    for place in range(dynamic.offset, dynamic.offset + dynamic.size, 16):
        tag, value = (int.from_bytes(elf[place + skip : place + skip + 8], "little") for skip in (0, 8))
        if tag == 1:
            names.append(elf[texts + value : elf.index(b"\0", texts + value)].decode())
    return names


def test_old_python_is_told_which_one_is_needed() -> None:
    with pytest.raises(InklingError, match=r"needs Python 3\.11 or newer, and this is Python 3\.9"):
        startup.check_python((3, 9))
    startup.check_python((3, 11))
    startup.check_python((4, 0))


@pytest.mark.parametrize(
    "file",
    [
        "core/__init__.py",
        "core/errors.py",
        "core/version.py",
        "desktop/__init__.py",
        "desktop/__main__.py",
        "desktop/startup.py",
        "resources/launcher/inkling/__init__.py",
        "resources/launcher/inkling/__main__.py",
    ],
)
def test_start_can_be_read_by_an_old_python(file: str) -> None:
    assert ast.parse((REPOSITORY / file).read_text(encoding="utf-8"), feature_version=(3, 8)).body


@on_linux
def test_command_without_a_display_ends_with_one_message_and_status_1() -> None:
    done = run()
    assert done.returncode == 1
    assert done.stderr.startswith("inkling: There is no display")
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


@on_linux
def test_command_with_a_dead_display_ends_with_one_message_and_status_1() -> None:
    done = run(DISPLAY=":7654")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_help_lists_all_commands_without_qt(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    for word in ("WEIGHTS", "--dataset", "--preset", *startup.COMMANDS):
        assert word in text


def test_version_needs_no_qt() -> None:
    assert_no_qt("--version")


def test_misspelt_command_is_not_taken_for_a_weight_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["trian"])
    assert left.value.code == 2
    assert "did you mean 'train'" in capsys.readouterr().err


def test_unknown_flag_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["--colour", "red"])
    assert left.value.code == 2


def test_interrupt_before_the_window_is_open_is_status_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(environment: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(startup, "check_window", interrupt)
    assert command.main([]) == 130


def test_a_helper_of_a_bundled_program_does_not_become_a_second_window(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr("multiprocessing.freeze_support", lambda: done.append("help"))
    monkeypatch.setattr(command, "_window", lambda arguments: done.append("window") or 0)
    assert command.main([]) == 0
    assert done == ["help", "window"]


def test_the_help_says_what_a_reset_forgets_and_what_it_keeps() -> None:
    text = " ".join(startup.window_parser().format_help().split())
    assert "--reset" in text
    assert "panels, columns and tabs" in text
    assert "networks, runs, digits and settings stay" in text


def test_a_lesson_is_asked_for_as_a_command_or_by_a_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(command, "_window", lambda arguments: asked.append(arguments) or 0)
    assert command.main(["lesson", "stuck", "--step", "why"]) == 0
    assert command.main(["lesson"]) == 0
    assert asked == [["--lesson", "stuck", "--step", "why"], ["--help"]]
    options = startup.window_parser().parse_args(asked[0])
    assert (options.lesson, options.step, options.weights) == ("stuck", "why", None)
