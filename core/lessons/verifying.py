"""Verifying: a lesson played to its end with real runs and right answers, to see whether every claim in it holds."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.lessons.answers import Answer
from core.lessons.breaking import Break, known_of_broken
from core.lessons.conditions import Condition, Known
from core.lessons.facts import known_of
from core.lessons.figures import UNKNOWN
from core.lessons.lesson import Lesson, Paragraphs
from core.lessons.pace import LONGEST_WAIT, Pace, pace_of
from core.lessons.player import Player
from core.lessons.question import Ask
from core.lessons.running import Check, RunBlock, Set, all_hold
from core.lessons.seen import Seen
from core.lessons.showing import If, Show
from core.network.processors import limit_blas
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

_WAY = "one process"  # beside other work, two that wait for each other take many times as long
_DRAWN: Known = {"pad.ink": 1.0, "pad.answer": 0.0, "pad.confidence": 1.0}  # as if something stood on the pad


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a lesson says of a run.

    Attributes
    ----------
    text : str
        The condition, the question or the figure.
    line : int
        Where it stands.
    holds : bool
        Whether it is so.
    value, bound : float
        What was found, and what it was compared to; NaN where nothing was.
    """

    text: str
    line: int
    holds: bool
    value: float = math.nan
    bound: float = math.nan


@dataclass(slots=True)
class Verified:
    """What a lesson showed with one seed.

    Attributes
    ----------
    lesson : Lesson
        Which.
    images : str
        On which images.
    seed : int
        With which seed.
    claims : list of Claim
        All that it says.
    runs : dict of str to dict
        The facts about each run, by its name.
    waits : dict of str to float
        How many seconds each run trained, by its name.
    """

    lesson: Lesson
    images: str
    seed: int
    claims: list[Claim] = field(default_factory=list)
    runs: dict[str, dict[str, float]] = field(default_factory=dict)
    waits: dict[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long training took."""
        return sum(self.waits.values())

    @property
    def pace(self) -> Pace:
        """How long the lesson takes, reading and waiting."""
        return pace_of(self.lesson, self.seconds)

    @property
    def holds(self) -> bool:
        """Whether every claim does."""
        return all(claim.holds for claim in self.claims)


def verify(lesson: Lesson, dataset: Dataset, images: str, seed: int = 1) -> Verified:
    """Play a lesson with right answers and real runs, and return what held.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    dataset : Dataset
        The images it is played on.
    images : str
        What they are called in lessons: ``mnist`` or ``builtin``.
    seed : int
        Where chance starts, in the place of the settings' own seed.
    """
    return _Verifier(lesson, dataset, images, seed).play()


class _Verifier:
    """The policy *always right*, with a trainer."""

    def __init__(self, lesson: Lesson, dataset: Dataset, images: str, seed: int) -> None:
        self._player = Player(lesson, images)
        self._dataset, self._seed = dataset, seed
        self._found = Verified(lesson, images, seed)
        self._moments: dict[str, Snapshot] = {}
        self._image: tuple[Bytes, int] | None = None  # the image in sight, and what it shows
        self._shown: Snapshot | None = None  # the moment in sight

    def play(self) -> Verified:
        """Play to the end."""
        player = self._player
        while True:
            self._perform()
            self._play_block()
            if player.waits_for is None:
                self._look_at_step()
                if player.is_last:
                    return self._found
                player.next_step()

    def _play_block(self) -> None:
        block = self._player.waits_for
        if isinstance(block, Ask):
            self._player.answer(_right_answer(block, self._player.known))
        elif isinstance(block, RunBlock):
            self._run(block)
        elif isinstance(block, Break) and self._shown is not None:
            known = known_of_broken(self._shown, self._dataset, block.damage)
            self._found.runs[block.name] = known
            self._player.broken(known)
            self._judge_asks()
        elif block is not None:
            self._player.learn(_DRAWN)
            self._player.go_on()

    def _perform(self) -> None:
        for block in self._player.take_due():
            if isinstance(block, Set):
                trainer = Trainer(self._seeded(block.settings), self._dataset, way=_WAY)
                self._player.learn(self._known(trainer.snapshot()))
                trainer.close()
            elif isinstance(block, Show):
                self._show(block)

    def _show(self, block: Show) -> None:
        """Put an image in sight, which the network in sight reads at once."""
        image = block.image_in(self._dataset)
        if image is not None:
            self._image = image
            if self._shown is not None:
                self._player.learn(self._known(self._shown))

    def _run(self, run: RunBlock) -> None:
        try:
            snapshot = self._trained(run)
        except TrainingError as error:
            what = "is stopped" if run.stops else "ends soundly"
            self._found.claims.append(Claim(f"the run {what} ({error.what})", run.line, holds=run.stops))
            self._player.run_ended({})
            return
        if run.stops:
            self._found.claims.append(Claim("the run is stopped", run.line, holds=False))
        self._moments[run.name] = snapshot
        before = self._start_of(run)
        self._found.waits[run.name] = snapshot.seconds - (before.seconds if before else 0.0)
        known = self._found.runs[run.name] = self._known(snapshot)
        self._player.run_ended(known)
        self._judge_asks()

    def _start_of(self, run: RunBlock) -> Snapshot | None:
        """Return the moment that a run goes on from; none for a new network."""
        before = self._player.lesson.setup_of(run).goes_on_from
        return self._moments.get(before.name) if before else None

    def _trained(self, run: RunBlock) -> Snapshot:
        setup, start = self._player.lesson.setup_of(run), self._start_of(run)
        base = setup.made.settings if setup.made else Hyperparameters()
        settings = self._seeded(replace(base, epochs=run.epochs) if run.epochs else base)
        with limit_blas():
            trainer = Trainer(settings, self._dataset, start=start, way=_WAY)
            try:
                return self._drive(trainer, run)
            finally:
                trainer.close()

    def _drive(self, trainer: Trainer, run: RunBlock) -> Snapshot:
        first = trainer.step
        while not trainer.is_finished and (run.steps < 0 or trainer.step < first + run.steps):
            left = run.steps - (trainer.step - first) if run.steps >= 0 else 10**9
            trainer.advance(min(left, trainer.batches_in(0.1)))
            if run.until and trainer.is_measured and all_hold(run.until, self._known(trainer.snapshot())):
                break
        trainer.measure()
        return trainer.snapshot()

    def _known(self, snapshot: Snapshot) -> dict[str, float]:
        self._shown = snapshot
        return known_of(Seen(snapshot, self._dataset, self._image))

    def _seeded(self, settings: Hyperparameters) -> Hyperparameters:
        return replace(settings, seed=self._seed)

    def _judge_asks(self) -> None:
        """Claim that the truth of a question can be answered, once a run has shown it, and answer it with that."""
        for ask in self._player.step.blocks(Ask):
            truth = _truth(ask, self._player.known)
            if ask.id in self._player.answers and ask.fact and ask.form == "number" and not math.isnan(truth):
                what = f"{ask.id}: the truth lies within the range of the question"
                self._found.claims.append(Claim(what, ask.line, ask.low <= truth <= ask.high, truth))
                self._player.answers[ask.id] = Answer(number=truth, right=True)

    def _look_at_step(self) -> None:
        """Look at what the step says at its end: its checks and its figures."""
        player = self._player
        for item in player.step.items:
            if isinstance(item, Check):
                self._found.claims += _checked(item, player)
            elif isinstance(item, Paragraphs):
                self._claim_filled(item.text, item.line)
            elif isinstance(item, Ask):
                for text in item.texts:
                    self._claim_filled(text, item.line)
            elif isinstance(item, If) and player.applies(item):
                self._claim_filled(item.text, item.line)

    def _claim_filled(self, text: str, line: int) -> None:
        shown = self._player.text_of(text)
        if UNKNOWN in shown and UNKNOWN not in text:
            self._found.claims.append(Claim(f"every figure is known: {shown[:80]}", line, holds=False))


def _checked(check: Check, player: Player) -> Iterator[Claim]:
    if check.images and check.images != player.images:
        return
    known = player.known
    if check.any:
        holds = any(condition.holds(known) for condition in check.any)
        yield Claim(" or ".join(condition.text for condition in check.any), check.line, holds)
    for condition in check.all:
        yield _claimed(condition, check.line, known)


def _claimed(condition: Condition, line: int, known: Known) -> Claim:
    value, bound = known.get(condition.fact, math.nan), condition.bound(known)
    return Claim(condition.text, line, condition.holds(known), value, bound)


def _right_answer(ask: Ask, known: Known) -> Answer:
    if ask.form in ("choice", "several"):
        return Answer(tuple(option.id for option in ask.options if option.right))
    if ask.form == "words":
        return Answer(words="…")
    return Answer(number=_truth(ask, known) if ask.fact else sum(ask.near) / 2)


def _truth(ask: Ask, known: Known) -> float:
    return known.get(ask.fact, math.nan) * (100 if ask.is_percent else 1)


def close_claims(verified: list[Verified]) -> list[str]:
    """Return the claims that some seed only just meets: nearer to their bound than the seeds lie apart.

    Parameters
    ----------
    verified : list of Verified
        The same lesson with several seeds.
    """
    found: dict[tuple[int, str], list[float]] = {}
    for one in verified:
        for claim in one.claims:
            if not math.isnan(claim.value) and not math.isnan(claim.bound):
                found.setdefault((claim.line, claim.text), []).append(claim.value - claim.bound)
    return [text for (_, text), margins in found.items() if _is_close(margins)]


def _is_close(margins: list[float]) -> bool:
    if len(margins) < 2:
        return False
    mean = sum(margins) / len(margins)
    spread = math.sqrt(sum((margin - mean) ** 2 for margin in margins) / (len(margins) - 1))
    return min(abs(margin) for margin in margins) < spread


HEAD = ("lesson", "images", "holds", "close", "longest run", "waiting", "with reading")
"""The columns of the table of a verification."""


def row_of(verified: list[Verified]) -> tuple[str, ...]:
    """Return what came of one lesson on one kind of images, with all seeds, as a row of a table.

    A time is the longest of all seeds; a wait beyond :data:`core.lessons.pace.LONGEST_WAIT` is marked.
    """
    first = verified[0]
    number = f"{first.lesson.number} " if first.lesson.number else ""
    longest = max((wait for one in verified for wait in one.waits.values()), default=0.0)
    mark = " (!)" if longest > LONGEST_WAIT else ""
    slowest = max(verified, key=lambda one: one.seconds)
    return (
        f"{number}{first.lesson.title}",
        first.images,
        f"{sum(one.holds for one in verified)} of {len(verified)}",
        str(len(close_claims(verified))),
        f"{longest:.0f} s{mark}",
        f"{slowest.seconds:.0f} s",
        f"{slowest.pace.minutes:.1f} of {first.lesson.minutes:g} min",
    )


def slow_runs(verified: list[Verified]) -> list[str]:
    """Return the runs that are waited for too long, each with its longest wait, in words."""
    waits: dict[str, float] = {}
    for one in verified:
        for run, seconds in one.waits.items():
            waits[run] = max(seconds, waits.get(run, 0.0))
    return [f"{run} takes {seconds:.0f} s" for run, seconds in waits.items() if seconds > LONGEST_WAIT]
