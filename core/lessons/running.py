"""The blocks that train: what network is made, how far it is trained, and what it has to have shown."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.lessons.block import IMAGES, Block, block, fields_of
from core.lessons.conditions import Condition, Known
from core.lessons.table import Table
from core.presets import PRESETS, preset

_MOST_EPOCHS = 1000
_MOST_STEPS = 10_000_000
_SECONDS, _MOST_SECONDS = 90, 600


@block("set")
@dataclass(frozen=True, slots=True)
class Set(Block):
    """Makes a new network: a preset, and what is different from it.

    Attributes
    ----------
    preset : str
        Which.
    settings : Hyperparameters
        The preset with its changes.
    """

    preset: str
    settings: Hyperparameters

    @classmethod
    def read(cls, table: Table) -> Set:
        """Take the preset; every other field is a setting by its name in weight files."""
        names = [known.name for known in PRESETS]
        name = table.one_of("preset", names, "default")
        base, changes = preset(name).hyperparameters, table.rest()
        try:
            settings = Hyperparameters.from_dict(base.to_dict() | changes)
        except (KnobError, TypeError) as error:
            what = str(error) if isinstance(error, KnobError) else "A part has a value that is no number."
            table.fault(f"These settings cannot be: {what}", at=next(iter(changes), ""))
            settings = base
        return cls(table.line, name, settings)


@block("run", waits=True)
@dataclass(frozen=True, slots=True)
class RunBlock(Block):
    """Trains: a new network where a ``set`` stands before it, else the one that is there goes on.

    Attributes
    ----------
    name : str
        What it is called in facts.
    epochs : int
        How many epochs the run has in all; 0 where ``steps`` says how far.
    steps : int
        How many mini-batches; -1 where ``epochs`` says how far. With 0 the network is only made and measured.
    until : tuple of Condition
        It ends earlier once all of these hold.
    seconds : float
        After which it is cut short on a slow machine.
    watch : str
        What to look at meanwhile, one line.
    tab : str
        Which panel is in front meanwhile.
    stops : bool
        Whether it is to show that Inkling stops it, because the cost grows beyond what can be counted.
    """

    name: str
    epochs: int
    steps: int
    until: tuple[Condition, ...]
    seconds: float
    watch: str
    tab: str
    stops: bool = False

    @classmethod
    def read(cls, table: Table) -> RunBlock:
        """Take a run."""
        if table.has("epochs") == table.has("steps"):
            table.fault("A run has either epochs or steps.", "Write one of the two.")
        epochs = table.whole("epochs", 0, 1, _MOST_EPOCHS)
        steps = table.whole("steps", -1, 0, _MOST_STEPS)
        found = cls(
            table.line,
            table.identifier("name"),
            epochs,
            steps,
            table.conditions("until"),
            table.number("seconds", _SECONDS, 1, _MOST_SECONDS),
            table.text("watch"),
            table.text("tab"),
            table.flag("stops"),
        )
        table.end(fields_of(cls))
        return found

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Those that end it."""
        return self.until

    @property
    def texts(self) -> tuple[str, ...]:
        """What to watch."""
        return (self.watch,) if self.watch else ()


@block("check", waits=True)
@dataclass(frozen=True, slots=True)
class Check(Block):
    """Looks whether the run showed what the text goes on to say.

    Attributes
    ----------
    all, any : tuple of Condition
        All of these have to hold, and one of those where there are any.
    images : str
        Only with these images; with others it is passed over.
    passed, failed : str
        What is said then.
    retry : bool
        Whether the run may be repeated.
    goto : str
        The step that a failed one leads to when the person goes on.
    """

    all: tuple[Condition, ...]
    any: tuple[Condition, ...]
    images: str
    passed: str
    failed: str
    retry: bool
    goto: str

    @classmethod
    def read(cls, table: Table) -> Check:
        """Take a check."""
        if not table.has("all") and not table.has("any"):
            table.fault("The check has no condition.", 'Write all = ["test_accuracy > 90%"].')
        every, some = table.conditions("all"), table.conditions("any")
        images = table.one_of("images", IMAGES)
        passed, failed = table.text("passed"), table.text("failed", needed=True)
        found = cls(table.line, every, some, images, passed, failed, table.flag("retry"), table.text("goto"))
        table.end(fields_of(cls))
        return found

    def holds(self, known: Known) -> bool:
        """Return whether all of ``all`` hold, and one of ``any`` if there are any."""
        every = all_hold(self.all, known)
        return every and (not self.any or any(condition.holds(known) for condition in self.any))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All of them."""
        return (*self.all, *self.any)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said of its outcome."""
        return tuple(filter(None, (self.passed, self.failed)))

    @property
    def goes_to(self) -> tuple[str, ...]:
        """Where a failed one leads."""
        return (self.goto,) if self.goto else ()


def all_hold(conditions: tuple[Condition, ...], known: Known) -> bool:
    """Return whether every condition holds."""
    return all(condition.holds(known) for condition in conditions)
