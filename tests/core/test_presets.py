"""The experiments to start from: those the design names, all of them sound."""

import pytest

from core.errors import KnobError
from core.hyperparameters import Hyperparameters, needs_new_network
from core.parts.activations import ReLU, Sigmoid
from core.parts.costs import SquaredError
from core.parts.optimizers import GradientDescent
from core.parts.schedules import Constant, Linear
from core.presets import PRESETS, Preset, preset

PROMISED = ("default", "diary-16-16", "diary-128", "diary-relu-constant", "diary-relu-falling")


DIARY = (
    "diary-random",
    "one-image-at-a-time",
    "all-at-once",
    "diary-16-16",
    "diary-16-16-batches",
    "diary-128",
    "diary-relu-constant",
    "diary-relu-falling",
)


def test_the_default_comes_first_and_then_the_diary_step_by_step() -> None:
    assert tuple(p.name for p in PRESETS)[: 1 + len(DIARY)] == ("default", *DIARY)
    assert all(p.label.startswith("Diary: ") == (p.name in DIARY) for p in PRESETS)


def test_the_presets_promised_are_there_and_found_by_name() -> None:
    assert {p.name for p in PRESETS} >= set(PROMISED)
    for candidate in PRESETS:
        assert preset(candidate.name) is candidate


def test_names_and_labels_are_used_once() -> None:
    assert len({p.name for p in PRESETS}) == len({p.label for p in PRESETS}) == len(PRESETS)


@pytest.mark.parametrize("candidate", PRESETS, ids=lambda p: p.name)
def test_every_preset_tells_its_story_and_survives_a_file(candidate: Preset) -> None:
    assert candidate.story.endswith(".")
    assert all(text.endswith((".", "?")) for text in (candidate.differs, candidate.watch, candidate.following))
    assert all(len(text.split()) <= 25 for text in (candidate.differs, candidate.watch, candidate.following))
    assert Hyperparameters.from_dict(candidate.hyperparameters.to_dict()) == candidate.hyperparameters


def test_the_default_preset_builds_the_default_network() -> None:
    assert not needs_new_network(preset("default").hyperparameters, Hyperparameters())


@pytest.mark.parametrize("name", PROMISED[1:])
def test_the_diary_is_replayed_as_it_was_written(name: str) -> None:
    settings = preset(name).hyperparameters
    assert settings.cost == SquaredError()
    assert settings.optimizer == GradientDescent()
    assert settings.learning_rate == 1.0
    assert settings.epochs == 100
    assert not settings.shuffle
    assert settings.hidden == ((16, 16) if name == "diary-16-16" else (128,))
    assert settings.activation == (ReLU() if "relu" in name else Sigmoid())
    assert settings.schedule == (Linear() if "falling" in name else Constant())


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(
        KnobError, match="no preset called 'fast'.*Choose one of: default, diary-random, one-image-at-a-time"
    ):
        preset("fast")
