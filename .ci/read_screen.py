#!/usr/bin/python3
"""Reads the window as a screen reader does, from another program, over AT-SPI: read_screen.py INKLING [ARGUMENT...].

Starts all it needs and ends it again: a screen in memory, a D-Bus session, the accessibility bus, the window. Nothing
of Inkling is imported and no mouse is moved; what is asked and pressed here, any screen reader can ask and press. Runs
under Debian's own Python, which has python3-dbus; Debian's dbus-daemon, at-spi2-core and xvfb are the other side.
"""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dbus.bus

LIMIT = 600  # seconds for everything; half a minute where nothing else runs
ANSWER = 10.0  # seconds for one answer: a node may go away while it is asked
PAUSE = 1.0  # seconds between two looks: each is some thousand questions that the window has to answer
FOCUSABLE, SHOWING = 1 << 11, 1 << 25  # ATSPI_STATE_FOCUSABLE, ATSPI_STATE_SHOWING
ATSPI = "org.a11y.atspi"
ADOPTS_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


@dataclass(frozen=True)
class Node:
    """One thing in the window: whose it is, its path on the bus, and what is heard of it."""

    owner: str
    path: str
    role: str
    name: str


class Reader:
    """A screen reader, as far as a program can be one."""

    def __init__(self, session_address: str) -> None:
        session = dbus.bus.BusConnection(session_address)
        asked = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", "", ())
        self._bus = dbus.bus.BusConnection(str(session.call_blocking(*asked, timeout=ANSWER)))
        session.close()

    def _call(self, owner: str, path: str, interface: str, method: str, signature: str = "", *arguments: object) -> Any:
        return self._bus.call_blocking(owner, path, interface, method, signature, arguments, timeout=ANSWER)

    def _ask(self, node: Node, method: str) -> Any:
        return self._call(node.owner, node.path, f"{ATSPI}.Accessible", method)

    def _text(self, owner: str, path: str, which: str) -> str:
        asked = ("org.freedesktop.DBus.Properties", "Get", "ss", f"{ATSPI}.Accessible", which)
        return str(self._call(owner, path, *asked))

    def _node(self, owner: str, path: str) -> Node:
        role = str(self._call(owner, path, f"{ATSPI}.Accessible", "GetRoleName"))
        return Node(owner, path, role, self._text(owner, path, "Name"))

    def programs(self) -> list[Node]:
        """Return all programs that speak, each as a node."""
        registry = self._node(f"{ATSPI}.Registry", "/org/a11y/atspi/accessible/root")
        return self.children(registry)

    def children(self, node: Node) -> list[Node]:
        """Return what is directly within a node."""
        return [self._node(str(owner), str(path)) for owner, path in self._ask(node, "GetChildren")]

    def name(self, node: Node) -> str:
        """Return what a node is called by now."""
        return self._text(node.owner, node.path, "Name")

    def description(self, node: Node) -> str:
        """Return what is said of a node beside its name."""
        return self._text(node.owner, node.path, "Description")

    def state(self, node: Node) -> int:
        """Return the first half of a node's state, bit by bit."""
        return int(self._ask(node, "GetState")[0])

    def press(self, node: Node) -> None:
        """Do the first thing that can be done with a node."""
        if not self._call(node.owner, node.path, f"{ATSPI}.Action", "DoAction", "i", 0):
            raise Wrong(f"{node.role} {node.name!r} cannot be pressed")

    def walk(self, node: Node) -> Iterator[Node]:
        """Yield a node and all that is within it."""
        yield node
        for child in self.children(node):
            yield from self.walk(child)


class Wrong(Exception):
    """What a screen reader would not find, or would find otherwise than it should."""


def wait_for(what: str, look: Callable[[], Any]) -> Any:
    """Return what is found, as soon as there is anything; the limit of the whole program ends the waiting."""
    with naming(what):
        while True:
            with suppress(dbus.DBusException):  # a node went away while it was asked
                found = look()
                if found:
                    return found
            time.sleep(PAUSE)


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Say what was waited for when the limit is reached meanwhile."""
    try:
        yield
    except TimeoutError:
        raise Wrong(f"a screen reader does not find {what}") from None


def read(reader: Reader) -> None:
    """Walk the whole window and what is on its tabs, and press what a person would."""
    window = wait_for("the window", lambda: [node for each in reader.programs() for node in reader.children(each)])[0]
    if "Inkling" not in window.name:
        raise Wrong(f"the window is called {window.name!r}")

    def find(role: str, begins: str, among: Node = window) -> Node:
        def look() -> Node | None:
            nodes = reader.walk(among)
            return next((node for node in nodes if node.role == role and node.name.startswith(begins)), None)

        return wait_for(f"a {role} called {begins!r}", look)

    find("label", "Ready")
    tell(f"window: {window.name}")
    read_verdict(reader, find)
    tabs = [node for node in reader.walk(window) if node.role == "page tab"]
    for tab in tabs:
        reader.press(tab)
        check_all(reader, window)
    tell(f"tabs: {', '.join(tab.name for tab in tabs)}")

    reader.press(find("page tab", "Mistakes"))
    matrix = find("table", "Which digit is taken for which")
    rows = wait_for("the rows of the matrix", lambda: [row for row in reader.children(matrix) if row.role == "row"])
    cells = wait_for("the cells of its row 4", lambda: reader.children(rows[4]))
    if [cell.name.split(":")[0] for cell in cells[:10]] != [f"4 read as {digit}" for digit in range(10)]:
        raise Wrong(f"row 4 of the matrix is heard as {[cell.name for cell in cells]}")
    reader.press(cells[9])
    find("label", "4 taken for 9")
    tell(f"matrix: {cells[9].name}")

    reader.press(find("page tab", "Neurons"))
    wall = find("list", "Weight images")
    neurons = wait_for("the neurons on the wall", lambda: reader.children(wall)[:-1])  # the last is the scale
    if len(neurons) < 10 or not all(neuron.name.startswith("Neuron ") for neuron in neurons):
        raise Wrong(f"the wall is heard as {[neuron.name for neuron in neurons[:10]]}")
    tell(f"wall: {neurons[0].name}")

    for title in ("Cost", "Accuracy"):
        plot = find("chart", title)
        if not reader.description(plot):
            raise Wrong(f"the plot {plot.name!r} is not summed up")
        tell(f"plot: {plot.name}: {reader.description(plot)}")


def read_verdict(reader: Reader, find: Callable[[str, str], Node]) -> None:
    """Put test images on the pad until another digit is read, and hear the verdict change with them."""
    reader.press(find("push button", "Try a trained network"))  # an untrained one is sure of nothing
    verdict, confidence = find("label", "–"), find("label", "Draw a digit on the pad.")
    heard: dict[str, str] = {}

    def look() -> bool:
        reader.press(find("push button", "Show a test image"))
        name, words = reader.name(verdict), reader.name(confidence)
        if name.isdigit():
            heard[name] = words
        return len(heard) > 1

    wait_for("a verdict that follows what is on the pad", look)
    if not all("%" in words for words in heard.values()):
        raise Wrong(f"how sure the network is, is heard as {list(heard.values())}")
    tell(f"verdicts: {heard}")


def check_all(reader: Reader, window: Node) -> None:
    """Check that whatever is on screen and reached by the keys has a name, and that no text on screen has tags."""

    def look(node: Node) -> Iterator[tuple[Node, str, bool]]:
        state = reader.state(node)
        if not state & SHOWING:
            return  # it is on another tab, with all that is within it
        yield node, reader.description(node), bool(state & FOCUSABLE)
        for child in reader.children(node):
            yield from look(child)

    seen = wait_for("the same window for as long as it takes to read it", lambda: list(look(window)))
    nameless = [(node.role, description) for node, description, is_reached in seen if is_reached and not node.name]
    if nameless:
        raise Wrong(f"the keys reach what has no name: {nameless}")
    tagged = [
        text for node, description, _ in seen for text in (node.name, description) if "<" in text or "&lt" in text
    ]
    if tagged:
        raise Wrong(f"tags are read aloud: {tagged}")


def tell(what: str) -> None:
    """Print what was heard."""
    sys.stdout.write(f"  {what}\n")
    sys.stdout.flush()


@contextmanager
def running(command: list[str], environment: dict[str, str], **options: Any) -> Iterator["subprocess.Popen[str]"]:
    """Run a program for as long as it is needed."""
    with subprocess.Popen(command, env=environment, text=True, **options) as program:
        try:
            yield program
        finally:
            program.terminate()
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()


def start_screen(stack: ExitStack, environment: dict[str, str]) -> None:
    """Start a screen in memory, on a free display."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    stack.enter_context(running(command, environment, pass_fds=[write_end], stderr=subprocess.DEVNULL))
    os.close(write_end)
    with os.fdopen(read_end) as told:
        environment["DISPLAY"] = f":{told.readline().strip()}"


def start_session(stack: ExitStack, environment: dict[str, str]) -> None:
    """Start a session bus; the accessibility bus and its registry start with the first question and end with it."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    bus = stack.enter_context(running(command, environment, **quiet))
    environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()


def home(stack: ExitStack) -> dict[str, str]:
    """Return an environment in which a program finds nothing of the person's."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    folder.chmod(0o700)
    unwanted = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "WAYLAND_DISPLAY", "INKLING_DATA", "NO_AT_BRIDGE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    own = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "QT_QPA_PLATFORM": "xcb"}
    return kept | own | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}


def give_up(*_: object) -> None:
    """End the waiting."""
    raise TimeoutError


def reap_orphans() -> None:
    """Wait for what the buses started, which has nobody else to wait for it."""
    signal.alarm(20)
    with suppress(ChildProcessError):
        while True:
            os.wait()


def main(command: list[str]) -> None:
    """Read the window of a program that this command starts."""
    ctypes.CDLL(None).prctl(ADOPTS_ORPHANS, 1, 0, 0, 0)
    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.alarm(LIMIT)
    with ExitStack() as stack:
        stack.callback(reap_orphans)
        environment = home(stack)
        start_screen(stack, environment)
        start_session(stack, environment)
        inkling = stack.enter_context(running(command, environment))
        read(Reader(environment["DBUS_SESSION_BUS_ADDRESS"]))
        if inkling.poll() is not None:
            raise Wrong(f"the program ended by itself with {inkling.returncode}")
        inkling.terminate()
        if inkling.wait() != 0:
            raise Wrong(f"the program ended with {inkling.returncode}")


try:
    main(sys.argv[1:])
except Wrong as trouble:
    sys.exit(f"read_screen: {trouble}.")
