"""Stand: how far a sweep is, ordered once for all its pictures, and what is said of a setting."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.sweep.findings import Effect, Findings, Row
from core.sweep.pictures import in_trouble
from core.sweep.plan import Sweep
from core.sweep.result import Trial
from core.sweep.words import difference_in_words, setting_in_words


@dataclass(frozen=True, eq=False, slots=True)
class Stand:
    """A sweep with the runs it has.

    Attributes
    ----------
    sweep : Sweep
        The sweep.
    rows : tuple of Row
        Its settings that have a run, the best first.
    even_rows : tuple of Row
        The same with all runs after as many epochs, where successive halving let some go further.
    effects : tuple of Effect
        What each setting moves, the strongest first.
    running : frozenset of Trial
        Runs that are being trained.
    by_setting : mapping
        The row of a setting.
    values : tuple
        The value of each axis, for each setting.
    """

    sweep: Sweep
    rows: tuple[Row, ...]
    even_rows: tuple[Row, ...]
    effects: tuple[Effect, ...]
    running: frozenset[Trial]
    by_setting: Mapping[int, Row]
    values: tuple[tuple[object, ...], ...]

    @classmethod
    def of(cls, sweep: Sweep, found: Findings, running: Collection[Trial]) -> "Stand":
        """Return how far a sweep is, by what its runs have shown."""
        by_setting = {row.setting: row for row in found.rows}
        return cls(sweep, found.rows, found.even_rows, found.effects, frozenset(running), by_setting, sweep.values)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not self.rows and not self.running

    @property
    def is_halving(self) -> bool:
        """Whether some runs are let go further than others."""
        return len(self.sweep.rungs) > 1

    @property
    def troubled(self) -> int:
        """How many runs are left out."""
        return in_trouble(self.rows)

    def best_run(self, setting: int) -> Trial | None:
        """Return the best run of a setting; none where none is done."""
        row = self.by_setting.get(setting)
        return None if row is None else row.best

    def is_done(self, trial: Trial) -> bool:
        """Return whether something came of a run that can be opened."""
        row = self.by_setting.get(trial.setting)
        return row is not None and any(each.trial == trial and not each.trouble for each in row.results)

    def named(self, setting: int) -> str:
        """Return what a setting is: ``learning rate 0.003, optimizer Adam``."""
        return setting_in_words(self.sweep, self.values[setting]) or "these settings"

    def words(self, setting: int) -> str:
        """Return what a setting is and what it came to, in a line."""
        row = self.by_setting.get(setting)
        name = _capital(self.named(setting))
        busy = sum(trial.setting == setting for trial in self.running)
        told = [self._figure(row)] if row is not None else []
        if busy:
            told.append(f"{busy} being trained" if row is not None else "being trained")
        return f"{name}: {', '.join(told) or 'not trained yet'}"

    def words_of_run(self, trial: Trial) -> str:
        """Return the same of one run."""
        row = self.by_setting.get(trial.setting)
        found = next((each for each in row.results if each.trial == trial), None) if row is not None else None
        name = f"{_capital(self.named(trial.setting))}, seed {trial.seed}"
        return f"{name}: {'being trained' if found is None else self.written(self.sweep.goal.of(found))}"

    def written(self, figure: float) -> str:
        """Return a figure as people write it."""
        text = self.sweep.goal.written(figure)
        return "no figure" if text == "–" else text

    def _figure(self, row: Row) -> str:
        sound = [result for result in row.results if not result.trouble]
        if not sound:
            return "in trouble"
        spread = "" if row.spread != row.spread else f" ± {difference_in_words(self.sweep.goal, row.spread)}"
        count = f" ({len(sound)} runs)" if len(sound) > 1 else ""
        return f"{self.written(row.mean)}{spread}{count}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
