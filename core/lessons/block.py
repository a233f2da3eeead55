"""Block: what a lesson does and asks between its paragraphs, a frozen class for each kind.

A new kind of block is one class with :func:`block` above it: reading, checking and the list in the help find it.
Whether the player waits at it stands there too; what the window does with it, in the window.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from core.lessons.conditions import Condition
from core.lessons.table import Table

IMAGES = ("mnist", "builtin")
"""The images a lesson may be made for."""


@dataclass(frozen=True, slots=True)
class Block(ABC):
    """Something between the paragraphs.

    Attributes
    ----------
    line : int
        Where it stands in the file.

    Class attributes
    ----------------
    kind : str
        Its word after the fence.
    waits : bool
        Whether what stands below it is hidden until it is done.
    """

    line: int

    kind: ClassVar[str] = ""
    waits: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def read(cls, table: Table) -> Block:
        """Make it from its table, whose faults are noted there."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions in it."""
        return ()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that a person reads of it."""
        return ()

    @property
    def goes_to(self) -> tuple[str, ...]:
        """The steps it may lead to."""
        return ()


BLOCKS: dict[str, type[Block]] = {}
"""All kinds of blocks, by the word after the fence."""


def block(kind: str, *, waits: bool = False) -> Callable[[type[Any]], type[Any]]:
    """Register a kind of block."""

    def register(cls: type[Any]) -> type[Any]:
        cls.kind, cls.waits = kind, waits
        BLOCKS[kind] = cls
        return cls

    return register


def fields_of(cls: type[Block]) -> tuple[str, ...]:
    """Return the names of a block's fields, without its line."""
    return tuple(declared.name for declared in fields(cls) if declared.name != "line")
