"""The block that asks: a choice, a number or words, each answer with an explanation of its own."""

from __future__ import annotations

from dataclasses import dataclass, fields

from core.lessons.block import Block, block, fields_of
from core.lessons.facts import FACTS, SHARE, split
from core.lessons.table import MOST_OPTIONS, Table

DONT_KNOW = "dont-know"
"""The option that is always there, and never counted as wrong."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen.

    Attributes
    ----------
    id : str
        Its name in progress files.
    text : str
        What it says.
    says : str
        What is answered to who chose it: it begins with what the answer got right.
    right : bool
        Whether it is.
    idea : str
        The misconception behind it; empty where there is none.
    """

    id: str
    text: str
    says: str
    right: bool = False
    idea: str = ""

    @classmethod
    def read(cls, table: Table) -> Option:
        """Take an option; every answer needs its own explanation."""
        name, text = table.identifier(), table.text("text", needed=True)
        if not table.has("says"):
            table.fault(f'The {table.name} has no "says".', "Every answer needs its own explanation.")
        found = cls(name, text, table.text("says"), table.flag("right"), table.text("idea"))
        table.end(tuple(declared.name for declared in fields(cls)))
        return found


@dataclass(frozen=True, slots=True)
class Range:
    """What is said to a number that is beyond a bound.

    Attributes
    ----------
    above, below : float
        The bound; an infinite one is not there.
    says : str
        The explanation.
    """

    above: float
    below: float
    says: str

    def holds(self, number: float) -> bool:
        """Return whether the number is there."""
        return number > self.above or number < self.below

    @classmethod
    def read(cls, table: Table) -> Range:
        """Take a range."""
        above, below = table.number("above", float("inf")), table.number("below", float("-inf"))
        if above == float("inf") and below == float("-inf"):
            table.fault(f'The {table.name} has neither "above" nor "below".', "Write one of them with a number.")
        found = cls(above, below, table.text("says", needed=True))
        table.end(("above", "below", "says"))
        return found


@block("ask", waits=True)
@dataclass(frozen=True, slots=True)
class Ask(Block):
    """Asks something. Where a run follows in the step, the answer is explained after it, else at once.

    Attributes
    ----------
    id, question : str
        Its name in progress files, and what is asked.
    form : str
        ``choice`` (one option), ``several``, ``number`` or ``words`` (not judged).
    options : tuple of Option
        For a choice.
    low, high : float
        The range of a number.
    unit : str
        What stands behind the number.
    fact : str
        What the number is in truth; empty where ``near`` says it.
    near : tuple of float
        From where to where a number counts as right; with a fact, by how much it may be below and above.
    says, otherwise : str
        What is said to a right number or to words; and to a number that no range speaks of.
    ranges : tuple of Range
        What is said to numbers far off.
    hint, hint2 : str
        Two hints, the second stronger.
    idea : str
        Which idea is asked about.
    """

    id: str
    question: str
    form: str
    options: tuple[Option, ...] = ()
    low: float = 0.0
    high: float = 100.0
    unit: str = ""
    fact: str = ""
    near: tuple[float, float] = (0.0, 0.0)
    says: str = ""
    otherwise: str = ""
    ranges: tuple[Range, ...] = ()
    hint: str = ""
    hint2: str = ""
    idea: str = ""

    @classmethod
    def read(cls, table: Table) -> Ask:
        """Take a question with its answers."""
        name, form = table.identifier(), table.one_of("kind", ("choice", "several", "number", "words"), "choice")
        question = table.text("question", needed=True)
        options = tuple(Option.read(row) for row in table.tables("option", MOST_OPTIONS, "option"))
        low, high = table.number("low", 0.0), table.number("high", 100.0)
        ranges = tuple(Range.read(row) for row in table.tables("range", MOST_OPTIONS, "range"))
        found = cls(
            table.line,
            name,
            question,
            form,
            options,
            low,
            high,
            table.text("unit"),
            table.fact("fact"),
            _near(table, form),
            table.text("says"),
            table.text("otherwise"),
            ranges,
            table.text("hint"),
            table.text("hint2"),
            table.text("idea"),
        )
        found._check(table)
        table.end(("kind", *fields_of(cls)))
        return found

    @property
    def texts(self) -> tuple[str, ...]:
        """The question, its options and all that is said to them."""
        options = [text for option in self.options for text in (option.text, option.says)]
        said = [self.says, self.otherwise, self.hint, self.hint2, *(entry.says for entry in self.ranges)]
        return (self.question, *options, *filter(None, said))

    @property
    def is_percent(self) -> bool:
        """Whether the number is told in percent: its fact is a part of one."""
        known = FACTS.get(split(self.fact)[1])
        return known is not None and known.unit == SHARE

    def _check(self, table: Table) -> None:
        if self.form in ("choice", "several"):
            self._check_options(table)
        elif not self.says:
            table.fault(f'The question "{self.id}" has no "says".', "Every answer needs its own explanation.")
        if self.form == "number":
            if not self.otherwise:
                table.fault(f'The question "{self.id}" has no "otherwise".', "Say it to a number that is not right.")
            if not self.low < self.high:
                table.fault(f'The question "{self.id}" has no range of numbers.', "Make low less than high.")

    def _check_options(self, table: Table) -> None:
        rights, names = [option for option in self.options if option.right], [option.id for option in self.options]
        if len(self.options) < 2:
            table.fault(f'The question "{self.id}" has fewer than two options.', "Write at least two.")
        elif not rights or (self.form == "choice" and len(rights) > 1):
            table.fault(f'Of the question "{self.id}", {len(rights)} options are right.', "Mark the right one.")
        if len(set(names)) < len(names) or DONT_KNOW in names:
            table.fault(f'Two options of the question "{self.id}" have one id.', "Give each an id of its own.")


def _near(table: Table, form: str) -> tuple[float, float]:
    value = table.take("near", (int, float, list), None, "a number or two, such as [29, 31]")
    if value is None:
        if form == "number":
            table.fault('The question has no "near".', "Say from where to where a number is right: [29, 31].")
        return 0.0, 0.0
    numbers = [value, value] if not isinstance(value, list) else value
    if len(numbers) != 2 or not all(type(number) in (int, float) and abs(number) < 1e12 for number in numbers):
        table.fault('"near" is not a number or two.', "Write [29, 31].", "near")
        return 0.0, 0.0
    return float(numbers[0]), float(numbers[1])
