"""Reads the window as a screen reader does, from another program, over AT-SPI: read_screen.py INKLING [ARGUMENT...].

Starts all it needs and ends it again: a screen in memory, a session bus, the accessibility bus, the window. Nothing of
Inkling is imported and no mouse is moved; what is asked and pressed here, any screen reader can ask and press. Runs
with the test extra (jeepney) and Debian's dbus-daemon, at-spi2-core and xvfb.

Whatever is looked for has a limit of its own, and what is not found is named beside what is there instead.
"""

import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from screen_reader import FOCUSABLE, SENSITIVE, SHOWING, START, Bus, Node, Reader, Wrong

LIMIT = 240  # seconds for everything; a tenth of it where nothing else runs
ADOPTS_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


def read(reader: Reader) -> None:
    """Read the whole window and what is on its tabs, and press what a person would."""
    find_window(reader)
    for button in ("Train", "Step"):
        reader.find("push button", button, state=SHOWING | SENSITIVE)
    reader.find("graphic", "Drawing pad")
    reader.press(reader.find("push button", "Skip"))
    read_verdict(reader)
    hear_a_notice(reader)
    read_matrix(reader)
    read_tabs(reader)
    read_neurons(reader)
    read_plots(reader)


def find_window(reader: Reader) -> None:
    """Wait for the window, whose title is what is heard first."""
    deadline = time.monotonic() + START
    while not (windows := reader.windows()):
        if time.monotonic() > deadline:
            raise Wrong("no window says that it is there")
        reader.bus.hear(0.3)
    reader.window = windows[0].place
    if not re.fullmatch(r".+ – Inkling", windows[0].name):
        raise Wrong(f"the window is called {windows[0].name!r}")
    tell("window", windows[0].name)


def read_verdict(reader: Reader) -> None:
    """Put test images on the pad until another digit is read, and hear the verdict change with them."""
    # Once the images are there, which are drawn at the first start.
    button = reader.find("push button", "Show a test image", state=SHOWING | SENSITIVE, seconds=START)
    verdict = reader.find("label", "–")
    heard: dict[str, str] = {}

    def look(window: Node) -> bool:
        labels = {node.place: node.name for node in window.all("label") if node.is_(SHOWING)}
        name = labels.get(verdict.place, "")
        if name.isdigit():
            heard[name] = next((text for text in labels.values() if re.match(r"\d+\W?%", text)), "")
        reader.press(button)
        return len(heard) > 1

    reader.wait("a verdict that follows what is on the pad", look, role="label")
    if not all(heard.values()):
        raise Wrong(f"how sure the network is, is heard as {heard}")
    tell("verdicts", ", ".join(f"{digit}: {words}" for digit, words in heard.items()))


def hear_a_notice(reader: Reader) -> None:
    """Open the trained network, which a notice tells of, and hear the notice without looking for it."""
    reader.bus.listen()
    reader.press(reader.find("menu item", "Open the trained network", state=SENSITIVE))

    def look(window: Node) -> str | None:
        shown = {label.name for notice in window.all("filler", "Notice") for label in notice.all("label")} - {""}
        return next((said for said in reader.bus.announced for text in shown if said.startswith(text)), None)

    tell("announced", reader.wait("what a notice says, among what is announced", look))


def read_matrix(reader: Reader) -> None:
    """Read the matrix as a table: rows of ten cells, each with what it counts."""
    reader.press(reader.find("page tab", "Mistakes"))

    def look(window: Node) -> list[Node]:
        rows = [row for table in window.all("table", "Which class is taken for which") for row in table.all("row")]
        cells = rows[3].parts if len(rows) > 9 else []
        return cells if len(cells) == 10 and re.fullmatch(r"3 read as 3: [1-9][\d,]* times?", cells[3].name) else []

    cells = reader.wait("row 3 of the matrix, with more than nothing in its cell of the 3", look, role="cell")
    wrong = [cell.name for digit, cell in enumerate(cells) if not cell.name.startswith(f"3 read as {digit}: ")]
    if wrong or any(cell.role != "cell" for cell in cells):
        raise Wrong(f"row 3 of the matrix is heard as {[(cell.role, cell.name) for cell in cells]}")
    tell("matrix", cells[8].name)


def read_tabs(reader: Reader) -> None:
    """Press every tab: its page has its name, and what is on screen then is fit to be heard."""
    tabs = [node for node in reader.read().all("page tab") if node.is_(SHOWING)]
    if len(tabs) < 9:
        raise Wrong(f"only {len(tabs)} tabs are there")
    for tab in tabs:
        reader.press(tab)
        name = tab.name

        def look(window: Node, name: str = name) -> Node | None:
            pages = (page for views in window.all("filler", "Views") for stack in views.parts for page in stack.parts)
            return window if any(page.name == name and page.is_(SHOWING) for page in pages) else None

        check(reader.wait(f"a page called {name!r}", look))
    tell("tabs", ", ".join(tab.name for tab in tabs))


def check(window: Node) -> None:
    """Check that whatever shows and is reached by the keys has a name, and that no tags are read aloud."""
    shown = [node for node in window.walk() if node.is_(SHOWING)]
    nameless = [(node.role, node.description) for node in shown if node.is_(FOCUSABLE) and not node.name]
    if nameless:
        raise Wrong(f"the keys reach what has no name: {nameless}")
    tagged = [
        text for node in window.walk() for text in (node.name, node.description) if re.search("</?[a-z]|&lt", text)
    ]
    if tagged:
        raise Wrong(f"tags are read aloud: {tagged}")


def read_neurons(reader: Reader) -> None:
    """Walk the wall of neurons, each of which is an image with a name."""
    reader.press(reader.find("page tab", "Neurons"))

    def look(window: Node) -> list[Node]:
        return [neuron for wall in window.all("list", "Weight images") for neuron in wall.all("graphic", "Neuron ")]

    neurons = reader.wait("the neurons on the wall", look, role="list")
    tell("wall", neurons[0].name)


def read_plots(reader: Reader) -> None:
    """Read what each plot is, and what is to be seen there."""
    for title in ("Cost", "Accuracy"):
        plot = reader.find("chart", title)
        if not plot.description:
            raise Wrong(f"the plot {plot.name!r} is not summed up")
        tell(plot.name, plot.description)


def tell(what: str, words: str) -> None:
    """Print what was heard."""
    sys.stdout.write(f"  {what}: {words}\n")
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
    quiet: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    bus = stack.enter_context(running(command, environment, **quiet))
    assert bus.stdout is not None
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
    """End what takes longer than all of it may."""
    raise Wrong(f"reading the window takes longer than {LIMIT} seconds")


def reap_orphans() -> None:
    """Wait for what the buses started, which has nobody else to wait for it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(20)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    signal.alarm(0)


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
        read(Reader(Bus(environment["DBUS_SESSION_BUS_ADDRESS"])))
        if inkling.poll() is not None:
            raise Wrong(f"the program ended by itself with {inkling.returncode}")
        inkling.terminate()
        if inkling.wait() != 0:
            raise Wrong(f"the program ended with {inkling.returncode}")
        signal.alarm(0)


try:
    main(sys.argv[1:])
except Wrong as trouble:
    sys.exit(f"read_screen: {trouble}.")
