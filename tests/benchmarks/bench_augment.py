"""What augmentation costs: the time an epoch takes with it, in parts of the time without.

Trainers of the same settings but for the augmentation train in turns, a piece of an epoch each, so that whatever
else the machine does meets all alike. Of each one's turns the best counts: what disturbs a turn makes it longer.
Measurements on the way are left out, as in what the window calls images per second.
"""

import argparse
from dataclasses import replace

from core.data import catalog
from core.data.augment import Affine, Augmentation, Elastic, Shift, Unchanged
from core.hyperparameters import Hyperparameters
from core.network.processors import limit_blas
from core.parts.adaptive import Adam
from core.parts.optimizers import GradientDescent
from core.training.trainer import Trainer
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_GOAL = 2.5
_TURN = 6_000  # images
_EPOCH = 60_000

_CASES = {
    "Adam, batch 128": Hyperparameters(optimizer=Adam(), batch_size=128, epochs=1000),
    "SGD, batch 64": Hyperparameters(optimizer=GradientDescent(), batch_size=64, epochs=1000),
}
_AUGMENTATIONS: tuple[Augmentation, ...] = (Unchanged(), Shift(), Affine(), Elastic())


def compare(case: str, dataset: str, turns: int) -> list[Figure]:
    """Let trainers with each augmentation train in turns, and return their times in parts of the plain one's."""
    data = catalog.load(dataset)
    settings = _CASES[case]
    trainers = [Trainer(_with(settings, part), data) for part in _AUGMENTATIONS]
    times: list[list[float]] = [[] for _ in trainers]
    for turn in range(turns + 1):
        for trainer, seconds in zip(trainers, times, strict=True):
            if turn:  # the first turn makes arrays, and tries ways
                seconds.append(_train(trainer))
            else:
                _train(trainer)
    for trainer in trainers:
        trainer.close()
    plain = min(times[0])
    figures = []
    for part, seconds in zip(_AUGMENTATIONS[1:], times[1:], strict=True):
        ratios = [one / other for one, other in zip(seconds, times[0], strict=True)]
        note = f"{min(seconds) * _EPOCH:.2f} ÷ {plain * _EPOCH:.2f} s an epoch; {measuring.spread(ratios)}"
        figures.append(Figure(f"epoch with {part.label} ÷ plain, {case}", "", min(seconds) / plain, _GOAL, note=note))
    return figures


def _with(settings: Hyperparameters, part: Augmentation) -> Hyperparameters:
    return replace(settings, augmentation=part)


def _train(trainer: Trainer) -> float:
    """Train for a turn, and return the seconds an image took."""
    before = trainer.snapshot()
    goal = before.epoch + _TURN / before.train_images
    while trainer.epoch < goal:
        trainer.advance(trainer.batches_in(0.02))
    after = trainer.snapshot()
    return (after.seconds - before.seconds) / ((after.epoch - before.epoch) * before.train_images)


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--turns", type=int, default=20, help="turns for each (20)")
    options = parser.parse_args()
    dataset = "mnist" if measuring.find_mnist() else "builtin"
    with limit_blas():
        figures = [figure for case in _CASES for figure in compare(case, dataset, options.turns)]
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
