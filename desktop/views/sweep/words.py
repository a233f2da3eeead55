"""What the view of a sweep says of it, in a line."""

import math

from core.plain import duration
from core.sweep.file import SweepFile
from core.sweep.plan import Sweep
from core.sweep.result import Trial
from core.sweep.words import setting_in_words
from desktop.models.sweeps import State, SweepEntry

_STATES = {
    State.WAITING: "Waits for one of the sweeps at work to end",
    State.RUNNING: "Training",
    State.PAUSED: "Paused",
    State.STOPPING: "Stopping",
    State.UNFINISHED: "Unfinished: Go on trains what is left",
    State.DONE: "Done",
}


def how_far(entry: SweepEntry) -> str:
    """Return how far a sweep is: ``Training · 7 of 24 runs · 2 at work · best 97.80 % · 3 min 05 s left``."""
    words = [_state(entry), f"{entry.done:,} of {entry.runs:,} runs"]
    if entry.running:
        words.append(f"{len(entry.running)} at work")
    rung = max((result.rung for result in entry.results), default=0)
    if len(entry.sweep.rungs) > 1:
        words.append(f"stage {rung + 1} of {len(entry.sweep.rungs)}")
    if entry.best is not None:
        words.append(f"best {entry.sweep.goal.written(entry.sweep.goal.of(entry.best))}")
    failed = sum(bool(result.trouble) for result in entry.results)
    if failed:
        words.append(f"{failed:,} without a result")
    if entry.state in (State.RUNNING, State.PAUSED) and not math.isnan(entry.seconds_left) and entry.seconds_left > 0:
        words.append(f"about {duration(entry.seconds_left)} left")
    return " · ".join(words)


def _state(entry: SweepEntry) -> str:
    return f"From {entry.journal.path.name}" if isinstance(entry.journal, SweepFile) else _STATES[entry.state]


def trial_in_words(sweep: Sweep, trial: Trial) -> str:
    """Return which run it is: ``learning rate 0.01, seed 2``."""
    varied = setting_in_words(sweep, sweep.values[trial.setting])
    return ", ".join(filter(None, (varied, f"seed {trial.seed}")))
