"""Registry: one family of parts, found by name.

A part is a frozen dataclass whose fields are its knobs. Registering its class is
all it takes to appear in the form, among the command-line flags, in the weight
files and in the contract tests.
"""

from collections.abc import Callable, Iterator
from dataclasses import Field, asdict, dataclass, field, fields
from typing import Any, Generic, TypeVar

from core.errors import KnobError
from core.knob import check_knobs

P = TypeVar("P", bound="Part")


class Part:
    """What every part of a family has: a name, a label, help, and checked knobs.

    Class attributes
    ----------------
    name : str
        The word used in files and on the command line, given by ``register``.
    label : str
        The name on screen.
    help : str
        One or two sentences for a beginner: what it does, what to expect.
    """

    __slots__ = ()

    name: str
    label: str
    help: str

    def __post_init__(self) -> None:
        check_knobs(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the part as plain values for a file: its name, then its knobs."""
        return {"name": self.name, **asdict(self)}  # type: ignore[call-overload]  # every part is a dataclass


class Registry(Generic[P]):
    """One family of parts, by name, in the order they were registered.

    Parameters
    ----------
    family : str
        What a person calls a member, for messages: "optimizer".
    """

    def __init__(self, family: str) -> None:
        self.family = family
        self._classes: dict[str, type[P]] = {}

    def register(self, name: str, *, label: str, help: str) -> Callable[[type[P]], type[P]]:
        """Return a class decorator that adds a part to the family under ``name``."""

        def add(part_class: type[P]) -> type[P]:
            if name in self._classes:
                raise ValueError(f"two parts are called {name!r} among the {self.family}s")
            part_class.name, part_class.label, part_class.help = name, label, help
            self._classes[name] = part_class
            return part_class

        return add

    def __iter__(self) -> Iterator[type[P]]:
        return iter(self._classes.values())

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in the order they were registered."""
        return tuple(self._classes)

    def get(self, name: str) -> type[P]:
        """Return the class registered under ``name``.

        Raises
        ------
        KnobError
            When there is none: it lists the names there are.
        """
        try:
            return self._classes[name]
        except KeyError:
            raise KnobError(
                f"There is no {self.family} called {name!r}.", f"Choose one of: {', '.join(self._classes)}."
            ) from None

    def create(self, name: str, /, **knobs: Any) -> P:
        """Make a part from its name and the knobs that are not at their default.

        Raises
        ------
        KnobError
            When the name or a knob is unknown, or a knob is out of range.
        """
        part_class = self.get(name)
        unknown = set(knobs) - set(part_class.__dataclass_fields__)  # type: ignore[attr-defined]  # a dataclass
        if unknown:
            raise KnobError(
                f"The {self.family} {name!r} has no setting called {sorted(unknown)[0]!r}.",
                "Leave it out, or choose another part.",
            )
        return part_class(**knobs)

    def from_dict(self, values: dict[str, Any]) -> P:
        """Make a part from what :meth:`Part.to_dict` returned.

        Raises
        ------
        KnobError
            When the name is missing or unknown, or a knob is unknown or out of range.
        """
        knobs = dict(values)
        return self.create(str(knobs.pop("name", "")), **knobs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What there is to know about a field that holds one part of a family.

    Attributes
    ----------
    registry : Registry
        The family to choose from.
    label, help : str
        Its name on screen, and what the choice is about.
    live : bool
        Whether a change acts on the next batch; otherwise it needs a new network.
    """

    registry: Registry[Any]
    label: str
    help: str
    live: bool


def choice(default: Part, registry: Registry[Any], *, label: str, help: str, live: bool) -> Any:
    """Declare a dataclass field that holds one part of a family; see :class:`Choice`."""
    return field(default=default, metadata={"choice": Choice(registry=registry, label=label, help=help, live=live)})


def choices_of(thing: Any) -> dict[str, tuple[Choice, Field[Any]]]:
    """Return the choices of a dataclass or of an instance, by field name, in the order declared."""
    return {f.name: (f.metadata["choice"], f) for f in fields(thing) if "choice" in f.metadata}
