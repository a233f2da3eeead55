"""What is trained in the race: one row of its table each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

PIXELS, CLASSES, EPOCH = 28 * 28, 10, 60_000

_OPTIMIZERS = {"gd": "gradient descent", "adam": "Adam"}
_RATES = {"gd": 0.1, "adam": 0.001}


@dataclass(frozen=True, slots=True)
class Row:
    """A network, an optimizer and a batch size; ReLU, softmax and cross-entropy in all of them."""

    hidden: tuple[int, ...]
    optimizer: str  # "gd" or "adam"
    batch: int

    @classmethod
    def parse(cls, name: str) -> "Row":
        """Return the row of a name such as ``256-128-gd-64``."""
        *hidden, optimizer, batch = name.split("-")
        if optimizer not in _OPTIMIZERS or not hidden:
            raise ValueError(f"no row is called {name}")
        row = cls(tuple(map(int, hidden)), optimizer, int(batch))
        if min(*row.hidden, row.batch) < 1 or row.batch > EPOCH:
            raise ValueError(f"no row is called {name}")
        return row

    @property
    def name(self) -> str:
        return "-".join(map(str, (*self.hidden, self.optimizer, self.batch)))

    @property
    def title(self) -> str:
        return f"{'-'.join(map(str, self.sizes))}, {_OPTIMIZERS[self.optimizer]}, {self.batch}"

    @property
    def sizes(self) -> tuple[int, ...]:
        return (PIXELS, *self.hidden, CLASSES)

    @property
    def rate(self) -> float:
        return _RATES[self.optimizer]

    @property
    def steps(self) -> int:
        """How many batches an epoch has, with the smaller last one."""
        return -(-EPOCH // self.batch)

    @property
    def operations(self) -> float:
        """Additions and multiplications of an epoch's matrix products; nobody needs the slopes at the pixels."""
        first, *rest = (before * after for before, after in pairwise(self.sizes))
        return 2.0 * EPOCH * (2 * first + 3 * sum(rest))


ROWS = tuple(
    map(
        Row.parse,
        (
            *(f"128-gd-{batch}" for batch in (16, 64, 256, 1000)),
            *(f"128-adam-{batch}" for batch in (16, 64, 128, 1000)),
            "256-128-gd-64",
            "800-gd-64",
        ),
    )
)


def choose(words: Sequence[str]) -> list[Row]:
    """Return the rows that are named, whole or by how they begin (``128-adam``); all without a word.

    Raises
    ------
    ValueError
        When a word names no row.
    """
    chosen: list[Row] = []
    for word in words:
        begun = [row for row in ROWS if f"{row.name}-".startswith(f"{word}-")]
        chosen += begun or [Row.parse(word)]
    return list(dict.fromkeys(chosen)) or list(ROWS)
