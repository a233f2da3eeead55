"""A screen reader, as far as a program can be one: asks over AT-SPI what is in a window, and hears what is announced.

A page of some thousand answers takes a second or two, also of a window that is busy: many questions are on their way
at a time, none waits for ever, and of a thing with very many parts the first ones are read.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

START, ANSWERS, WAIT = 120.0, 10.0, 20.0  # seconds for a start, for a page of answers, for what follows from a press
PAUSE = 0.3  # seconds between two looks
AT_ONCE = 64  # questions on their way: one after the other would wait for the window each time
MOST = 40  # parts of one thing that are looked at
FOCUSABLE, SENSITIVE, SHOWING = 1 << 11, 1 << 24, 1 << 25  # ATSPI_STATE_…
ATSPI = "org.a11y.atspi"

Place = tuple[str, str]  # whose it is, and its path on the bus


class Wrong(Exception):
    """What a screen reader would not find, or would find otherwise than it should."""


@dataclass
class Node:
    """One thing in the window, and what is heard of it."""

    place: Place
    role: str
    name: str
    description: str
    state: int
    count: int
    parts: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield it and all that is within it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def all(self, role: str, begins: str = "") -> list["Node"]:
        """Return all of a role within it whose names begin so."""
        return [node for node in self.walk() if node.role == role and node.name.startswith(begins)]

    def is_(self, state: int) -> bool:
        """Return whether it is in a state."""
        return self.state & state == state


class Bus:
    """The accessibility bus, for many questions at a time."""

    def __init__(self, session_address: str) -> None:
        with open_dbus_connection(session_address) as session:
            asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            address = session.send_and_get_reply(asked, timeout=START).body[0]
        self._connection: DBusConnection = open_dbus_connection(address)
        self.announced: list[str] = []

    def ask(self, questions: Sequence[Message]) -> list[Any]:
        """Return the answers; None where what was asked is no more, or has no answer to this."""
        answers: list[Any] = []
        for first in range(0, len(questions), AT_ONCE):
            answers += self._ask_at_once(questions[first : first + AT_ONCE])
        return answers

    def _ask_at_once(self, questions: Sequence[Message]) -> list[Any]:
        waiting = {}
        for at, question in enumerate(questions):
            serial = next(self._connection.outgoing_serial)
            waiting[serial] = at
            self._connection.send(question, serial=serial)
        answers: list[Any] = [None] * len(questions)
        deadline = time.monotonic() + ANSWERS
        while waiting:
            message = self._receive(deadline)
            if message is None:
                raise Wrong(f"the window leaves {len(waiting)} of {len(questions)} questions without an answer")
            at = waiting.pop(message.header.fields.get(HeaderFields.reply_serial), None)
            if at is not None and message.header.message_type is MessageType.method_return:
                answers[at] = message.body[0] if message.body else ()
        return answers

    def _receive(self, deadline: float) -> Message | None:
        """Return the next message, and keep what is announced; none when there is none until then."""
        try:
            message = self._connection.receive(timeout=max(0.0, deadline - time.monotonic()))
        except TimeoutError:
            return None
        if message.header.fields.get(HeaderFields.member) == "Announcement":
            self.announced.append(str(message.body[3][1]))
        return message

    def listen(self) -> None:
        """Have announcements sent here from now on."""
        registry = DBusAddress("/org/a11y/atspi/registry", f"{ATSPI}.Registry", f"{ATSPI}.Registry")
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        rule = f"type='signal',interface='{ATSPI}.Event.Object',member='Announcement'"
        asked = [
            new_method_call(bus, "AddMatch", "s", (rule,)),
            new_method_call(registry, "RegisterEvent", "sass", ("object:announcement", [], "")),
        ]
        if None in self.ask(asked):
            raise Wrong("nobody can listen to what is announced")

    def hear(self, seconds: float) -> None:
        """Take in what is announced within a time."""
        deadline = time.monotonic() + seconds
        while self._receive(deadline) is not None:
            pass


def question(place: Place, method: str, signature: str = "", *arguments: object, of: str = "Accessible") -> Message:
    """Return a question to a node."""
    return new_method_call(DBusAddress(place[1], place[0], f"{ATSPI}.{of}"), method, signature, arguments)


def value_of(place: Place, which: str) -> Message:
    """Return a question for a property of a node."""
    asked = DBusAddress(place[1], place[0], "org.freedesktop.DBus.Properties")
    return new_method_call(asked, "Get", "ss", (f"{ATSPI}.Accessible", which))


def questions_for_parts(node: Node) -> list[Message]:
    """Return what to ask for the parts of a node; of very many the first, for all are more than it can tell in time."""
    if node.count <= MOST:
        return [question(node.place, "GetChildren")]
    return [question(node.place, "GetChildAtIndex", "i", at) for at in range(MOST)]


class Reader:
    """A screen reader, as far as a program can be one."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.window: Place = ("", "")

    def children(self, place: Place) -> list[Place]:
        """Return what is directly within a node."""
        return [(owner, path) for owner, path in self.bus.ask([question(place, "GetChildren")])[0] or ()]

    def nodes(self, places: Sequence[Place]) -> list[Node]:
        """Return what is heard at these places, of those that are still there."""
        asked = []
        for place in places:
            asked += [question(place, "GetRoleName"), question(place, "GetState")]
            asked += [value_of(place, each) for each in ("Name", "Description", "ChildCount")]
        answers = self.bus.ask(asked)
        found = []
        for at, place in enumerate(places):
            role, state, *values = answers[5 * at : 5 * at + 5]
            if None not in (role, state, *values):
                name, description, count = (value for _, value in values)
                found.append(Node(place, role, name, description, state[0], count))
        return found

    def read(self, is_whole: bool = False) -> Node:
        """Return the window with all that shows in it, or with all that is in it: floor by floor."""
        floor = self.nodes([self.window])
        if not floor:
            raise Wrong("the window is not there any more")
        root = floor[0]
        while floor:
            open_ = [node for node in floor if node.count and (is_whole or node.is_(SHOWING))]
            asked = [each for node in open_ for each in questions_for_parts(node)]
            owners = [node for node in open_ for _ in questions_for_parts(node)]
            inner: dict[Place, Node] = {}
            for answer, owner in zip(self.bus.ask(asked), owners, strict=True):
                places = [] if not answer else answer if isinstance(answer, list) else [answer]
                inner |= dict.fromkeys(places, owner)
            floor = self.nodes(list(inner))
            for node in floor:
                inner[node.place].parts.append(node)
        return root

    def windows(self) -> list[Node]:
        """Return the windows of all programs that speak."""
        registry = (f"{ATSPI}.Registry", "/org/a11y/atspi/accessible/root")
        return self.nodes([window for program in self.children(registry) for window in self.children(program)])

    def press(self, node: Node) -> None:
        """Do the first thing that can be done with a node."""
        if self.bus.ask([question(node.place, "DoAction", "i", 0, of="Action")]) != [True]:
            raise Wrong(f"{node.role} {node.name!r} cannot be pressed")

    def wait(
        self,
        what: str,
        look: Callable[[Node], Any],
        *,
        seconds: float = WAIT,
        role: str = "",
        is_whole: bool = False,
    ) -> Any:
        """Return what is found in the window, as soon as there is anything; else name what is there of that role."""
        deadline = time.monotonic() + seconds
        while True:
            window = self.read(is_whole)
            found = look(window)
            if found:
                return found
            if time.monotonic() > deadline:
                there = [node.name for node in window.all(role) if is_whole or node.is_(SHOWING)]
                raise Wrong(f"{what} is not found" + (f"; there are {', '.join(map(repr, there))}" if role else ""))
            self.bus.hear(PAUSE)

    def find(self, role: str, begins: str, *, state: int = SHOWING, seconds: float = WAIT) -> Node:
        """Return the first of a role whose name begins so, once it is in a state."""

        def look(window: Node) -> Node | None:
            return next((node for node in window.all(role, begins) if node.is_(state)), None)

        what = f"a {role} called {begins!r}" + (" that can be used" if state & SENSITIVE else "")
        found: Node = self.wait(what, look, seconds=seconds, role=role, is_whole=not state & SHOWING)
        return found
