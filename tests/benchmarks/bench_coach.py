"""What the coach finds in runs that fail and runs that do not, and what each of its experiments gains.

Every experiment is followed as its button does: with fresh weights where it needs them, for as many epochs; else from
the moment it was offered for, for as many epochs again, beside the same run left alone.
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from core.coach.coach import advise, is_healthy
from core.coach.examination import examine
from core.coach.finding import Finding
from core.data import catalog
from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters, describe_change, needs_new_network
from core.network.processors import limit_blas
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from tests.benchmarks import measuring
from tests.benchmarks.coach_runs import CASES, HEALTHY, Case

_GAIN = 0.004
"""Of accuracy: about three times as much as two halves of MNIST's test images differ by chance at 98 %."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An experiment of the coach, and what came of it."""

    finding: Finding
    before: float
    after: float

    @property
    def gain(self) -> float:
        """Return by how much more of the test images are read."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the coach said of a run."""

    case: Case
    seed: int
    accuracy: float
    is_healthy: bool
    findings: tuple[Finding, ...]
    followed: tuple[Followed, ...]

    def troubles(self, least_gain: float = _GAIN) -> tuple[str, ...]:
        """Return what is wrong with what the coach said, a few words each; nothing where all is right."""
        found = [finding.rule for finding in self.findings]
        troubles = []
        if found[:1] != ([] if self.case.rule == HEALTHY else [self.case.rule]):
            troubles.append(f"finds {', '.join(found) or 'nothing'}")
        if self.is_healthy != (self.case.rule == HEALTHY):
            troubles.append(f"is {'' if self.is_healthy else 'not '}called healthy")
        for each in self.followed:
            if each.gain < least_gain:
                troubles.append(f"{each.finding.rule} gains {100 * each.gain:.1f} points")
        gains = [each.gain for each in self.followed]
        if gains and gains[0] < max(gains) - least_gain:
            troubles.append("the first does not gain most")
        return tuple(troubles)


def judge(case: Case, seed: int, dataset: Dataset) -> Verdict:
    """Train a run, ask the coach, and follow all it says."""
    settings, data = replace(case.settings, seed=seed), with_labels(dataset, case.labels)
    moment, has_failed = _trained(case, settings, data)
    known = examine(moment, data, has_failed=has_failed)
    findings = advise(known)
    offered: dict[Hyperparameters, Finding] = {}
    for finding in findings:
        if finding.experiment is not None:
            offered.setdefault(finding.experiment, finding)
    followed = tuple(_follow(finding, moment, data, has_failed=has_failed) for finding in offered.values())
    return Verdict(case, seed, _accuracy(moment), is_healthy(known, findings), findings, followed)


def with_labels(dataset: Dataset, change: str) -> Dataset:
    """Return a data set with labels that do not go with the images; see :attr:`Case.labels`."""
    train, test = dataset.train, dataset.test
    if change == "shifted":
        train, test = (Split(split.images, np.roll(split.labels, 1)) for split in (train, test))
    elif change == "renamed":
        test = Split(test.images, ((test.labels + 1) % 10).astype(np.uint8))
    return Dataset(dataset.name, dataset.title, train, test) if change else dataset


def _trained(case: Case, settings: Hyperparameters, dataset: Dataset) -> tuple[Snapshot, bool]:
    if not case.raised_to:
        return _to_the_end(Trainer(settings, dataset))
    trainer = Trainer(settings, dataset)
    while trainer.epoch < settings.epochs / 2:
        trainer.advance(1000)
    trainer.adopt(replace(settings, learning_rate=case.raised_to))
    return _to_the_end(trainer)


def _to_the_end(trainer: Trainer) -> tuple[Snapshot, bool]:
    try:
        while not trainer.is_finished:
            trainer.advance(1000)
    except TrainingError:
        return trainer.snapshot(), True
    finally:
        trainer.close()
    return trainer.snapshot(), False


def _follow(finding: Finding, moment: Snapshot, dataset: Dataset, *, has_failed: bool) -> Followed:
    settings, experiment = moment.hyperparameters, finding.experiment
    assert experiment is not None
    if finding.begins_anew or has_failed or needs_new_network(settings, experiment):
        after, _ = _to_the_end(Trainer(experiment, dataset))
        return Followed(finding, _accuracy(moment), _accuracy(after))
    twice = 2 * settings.epochs
    left_alone, _ = _to_the_end(Trainer(replace(settings, epochs=twice), dataset, start=moment))
    after, _ = _to_the_end(Trainer(replace(experiment, epochs=twice), dataset, start=moment))
    return Followed(finding, _accuracy(left_alone), _accuracy(after))


def _accuracy(moment: Snapshot) -> float:
    known = moment.curves.last("test_accuracy")
    return known if np.isfinite(known) else 0.1  # of weights that are no numbers


def verdicts(cases: Iterable[Case], dataset: Dataset) -> Iterable[Verdict]:
    """Judge runs, one after the other."""
    with limit_blas():
        for case in cases:
            for seed in case.seeds:
                yield judge(case, seed, dataset)


def _told(verdict: Verdict) -> str:
    case, troubles = verdict.case, verdict.troubles()
    head = f"{case.name:44}{verdict.seed:3} {100 * verdict.accuracy:6.1f} %"
    rules = ", ".join(finding.rule for finding in verdict.findings) or "healthy"
    lines = [f"{head}  {rules}{'   MISSED: ' + '; '.join(troubles) if troubles else ''}"]
    for each in verdict.followed:
        change = describe_change(replace(case.settings, seed=verdict.seed), each.finding.experiment or case.settings)
        lines.append(
            f"{'':6}{each.finding.rule:12}{change}: {100 * each.before:.1f} % to {100 * each.after:.1f} %"
            f"{' anew' if each.finding.begins_anew else ''}"
        )
    return "\n".join(lines)


def main() -> int:
    """Judge all runs and print what came of it; return 1 when something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], help="runs whose name holds one of these")
    parser.add_argument("--seeds", type=int, help="so many seeds for each run")
    options = parser.parse_args()
    if not measuring.find_mnist():
        sys.exit(measuring.WITHOUT_MNIST)
    cases = [case for case in CASES if not options.only or any(part in case.name for part in options.only)]
    if options.seeds:
        cases = [replace(case, seeds=tuple(range(1, options.seeds + 1))) for case in cases]
    missed = 0
    for verdict in verdicts(cases, catalog.load("mnist")):
        measuring.say(_told(verdict))
        missed += bool(verdict.troubles())
    measuring.say(f"{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
