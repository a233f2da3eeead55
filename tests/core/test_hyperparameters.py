"""The description of an experiment: checked as it is made, told in words, kept in files."""

import json
import math
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest

from core.errors import KnobError
from core.hyperparameters import (
    MOST_LAYERS,
    MOST_NEURONS,
    Hyperparameters,
    changed_fields,
    derived,
    describe_change,
    describe_value,
    fitted,
    is_live,
    label_of,
    needs_new_network,
    plain_value,
)
from core.knob import knobs_of
from core.parts.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from core.parts.adaptive import Adam
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.initializers import Normal
from core.parts.optimizers import GradientDescent, Momentum
from core.parts.outputs import LinearOutput, ReLUOutput, SigmoidOutput
from core.parts.schedules import Constant, Linear, Step
from core.registry import choices_of

LIVE = {"optimizer", "learning_rate", "schedule", "batch_size", "epochs", "weight_decay", "shuffle", "augmentation"}
LIVE |= {"target_accuracy", "patience", "minutes", "keep_best", "dropout", "l1", "clip_norm", "frozen"}
FAR_FROM_DEFAULT = Hyperparameters(
    hidden=(30, 20),
    activation=LeakyReLU(leak=0.2),
    hidden_activations=(LeakyReLU(leak=0.3), Tanh()),
    output=SigmoidOutput(),
    cost=SquaredError(),
    initializer=Normal(deviation=0.5),
    first_biases=0.5,
    seed=99,
    train_images=500,
    optimizer=Momentum(momentum=0.5),
    frozen=(1,),
    learning_rate=0.125,
    schedule=Step(every=3, drop=0.25),
    batch_size=0,
    epochs=7,
    weight_decay=0.001,
    dropout=0.25,
    l1=0.0001,
    clip_norm=2.5,
    shuffle=False,
    target_accuracy=98.5,
    patience=3,
    minutes=2.5,
    keep_best=True,
    first_images=True,
    validation_split=12.5,
    standardize=True,
)


def test_nothing_can_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        Hyperparameters().seed = 2  # type: ignore[misc]


def test_equal_settings_are_equal_and_can_be_keys() -> None:
    assert len({Hyperparameters(), Hyperparameters(), replace(Hyperparameters(), seed=2)}) == 2


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, (_, field) in knobs_of(Hyperparameters).items()
        if name not in ("shuffle", "keep_best", "first_images", "standardize")
    ],
)
def test_what_is_worked_out_ends_where_the_range_of_its_knob_does(name: str) -> None:
    declared, _ = knobs_of(Hyperparameters)[name]
    for beyond, end in ((declared.low - 1, declared.low), (declared.high + 1, declared.high)):
        assert derived(FAR_FROM_DEFAULT, **{name: beyond}) == replace(FAR_FROM_DEFAULT, **{name: end})


def test_what_is_worked_out_within_the_ranges_is_as_it_was_worked_out() -> None:
    changes: dict[str, Any] = {"learning_rate": 0.5, "schedule": Constant(), "hidden": (9, 8), "shuffle": True}
    assert derived(FAR_FROM_DEFAULT, **changes) == replace(FAR_FROM_DEFAULT, **changes)
    with pytest.raises(KnobError, match="must be a number"):
        derived(FAR_FROM_DEFAULT, learning_rate=math.nan)


@pytest.mark.parametrize("name", list(knobs_of(Hyperparameters)))
def test_every_knob_refuses_what_is_out_of_its_range(name: str) -> None:
    declared, declaration = knobs_of(Hyperparameters)[name]
    kind: Any = type(declaration.default)
    wrong: list[Any] = [None, "1", math.nan, math.inf]
    if kind is not bool:
        wrong += [declared.low - 1, declared.high + 1, -(10**400), 10**400]
        for allowed in (declared.low, declared.high):
            assert getattr(replace(Hyperparameters(), **{name: kind(allowed)}), name) == allowed
    for value in wrong:
        with pytest.raises(KnobError, match=declared.label):
            replace(Hyperparameters(), **{name: value})


@pytest.mark.parametrize("hidden", [(), (1,), (MOST_NEURONS,), (2,) * MOST_LAYERS])
def test_any_depth_is_a_network(hidden: tuple[int, ...]) -> None:
    assert Hyperparameters(hidden=hidden).hidden == hidden


@pytest.mark.parametrize(
    "hidden", [(0,), (-1,), (16, 0), (MOST_NEURONS + 1,), (10**400,), (2,) * (MOST_LAYERS + 1), (1.0,), (True,), ("8",)]
)
def test_an_impossible_depth_is_told(hidden: tuple[Any, ...]) -> None:
    with pytest.raises(KnobError, match="hidden layer"):
        Hyperparameters(hidden=hidden)


def test_each_hidden_layer_has_an_activation_of_its_own_or_all_the_same() -> None:
    shared = Hyperparameters(hidden=(5, 4), activation=Tanh())
    assert shared.layer_activations == (Tanh(), Tanh())
    assert replace(shared, hidden_activations=(ReLU(), Sigmoid())).layer_activations == (ReLU(), Sigmoid())
    assert Hyperparameters(hidden=()).layer_activations == ()


@pytest.mark.parametrize(
    ("hidden", "given", "said"),
    [
        ((5, 4), (ReLU(),), "1 activation is given for 2 hidden layers"),
        ((5,), (ReLU(), ReLU()), "2 activations are given for 1 hidden layer"),
        ((), (ReLU(),), "1 activation is given for no hidden layers"),
    ],
)
def test_as_many_activations_as_hidden_layers(hidden: tuple[int, ...], given: tuple[ReLU, ...], said: str) -> None:
    with pytest.raises(KnobError, match=said):
        Hyperparameters(hidden=hidden, hidden_activations=given)


def test_an_output_is_no_activation_of_a_hidden_layer() -> None:
    with pytest.raises(ValueError, match="not registered activations"):
        Hyperparameters(hidden=(5,), hidden_activations=(SigmoidOutput(),))


@pytest.mark.parametrize(
    ("frozen", "said"),
    [
        ((4,), "There is no layer 4 to freeze: this network has 3 layers, outputs counted"),
        ((0,), "There is no layer 0"),
        (("1",), "There is no layer '1'"),
        ((True,), "There is no layer True"),
        ((2, 1), "not in their order"),
        ((1, 1), "not in their order"),
        ((1, 2, 3), "All layers are frozen, so nothing would learn"),
    ],
)
def test_layers_that_cannot_be_frozen_are_told(frozen: tuple[Any, ...], said: str) -> None:
    with pytest.raises(KnobError, match=said):
        Hyperparameters(hidden=(5, 4), frozen=frozen)


def test_layers_that_are_not_frozen_learn() -> None:
    assert Hyperparameters(hidden=(5, 4)).moving_layers == (0, 1, 2)
    assert Hyperparameters(hidden=(5, 4), frozen=(1, 3)).moving_layers == (1,)


def test_what_is_said_of_each_layer_is_fitted_to_other_layers() -> None:
    settings = Hyperparameters(hidden=(5, 4), hidden_activations=(Tanh(), Sigmoid()), frozen=(1, 3))
    fewer = fitted(settings, hidden=(7,), epochs=3)
    assert (fewer.hidden, fewer.hidden_activations, fewer.frozen, fewer.epochs) == ((7,), (Tanh(),), (1,), 3)
    more = fitted(settings, hidden=(5, 4, 3))
    assert (more.hidden_activations, more.frozen) == ((Tanh(), Sigmoid(), ReLU()), (1, 4))
    assert fitted(settings, hidden=()) == replace(settings, hidden=(), hidden_activations=(), frozen=())
    assert fitted(Hyperparameters(), hidden=(5, 4)) == Hyperparameters(hidden=(5, 4))
    assert fitted(settings, activation=ReLU()) == replace(settings, activation=ReLU(), hidden_activations=())
    given = (ReLU(), Tanh())
    assert fitted(settings, activation=ReLU(), hidden_activations=given).hidden_activations == given


@pytest.mark.parametrize("output", [LinearOutput(), ReLUOutput()])
def test_cross_entropy_needs_probabilities(output: Any) -> None:
    with pytest.raises(KnobError, match="Cross-entropy has no meaning for .* outputs"):
        Hyperparameters(output=output, cost=CrossEntropy())
    assert Hyperparameters(output=output, cost=SquaredError()).output == output


def test_a_part_of_another_family_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="output is not a registered output"):
        Hyperparameters(output=Sigmoid())  # type: ignore[arg-type]


def test_the_rate_in_force_is_what_the_schedule_leaves_of_it() -> None:
    falling = Hyperparameters(learning_rate=0.5, schedule=Linear(), epochs=4)
    assert [falling.rate_at(epoch) for epoch in (0, 1, 4)] == pytest.approx([0.5, 0.375, 0.0])
    assert replace(falling, schedule=Constant()).rate_at(3.0) == 0.5


@pytest.mark.parametrize("settings", [Hyperparameters(), Hyperparameters(hidden=()), FAR_FROM_DEFAULT])
def test_settings_survive_a_file(settings: Hyperparameters) -> None:
    assert Hyperparameters.from_dict(json.loads(json.dumps(settings.to_dict()))) == settings


@pytest.mark.parametrize(
    "name",
    [
        *("first_biases", "first_images", "validation_split", "target_accuracy", "patience", "minutes", "keep_best"),
        *("dropout", "l1", "clip_norm", "hidden_activations", "frozen", "standardize"),
    ],
)
def test_files_name_what_an_older_version_does_not_know_only_where_it_is_used(name: str) -> None:
    assert name not in Hyperparameters().to_dict()
    assert FAR_FROM_DEFAULT.to_dict()[name] == plain_value(getattr(FAR_FROM_DEFAULT, name))


def test_far_from_default_is_far_from_default() -> None:
    assert set(changed_fields(Hyperparameters(), FAR_FROM_DEFAULT)) == {f.name for f in fields(Hyperparameters)} - {
        "augmentation"
    }


def test_what_a_file_leaves_out_is_at_its_default() -> None:
    assert Hyperparameters.from_dict({}) == Hyperparameters()
    assert Hyperparameters.from_dict({"optimizer": {"name": "adam"}}) == Hyperparameters()


@pytest.mark.parametrize(
    "values",
    [
        {"colour": 3},
        {"seed": "1"},
        {"seed": 10**400},
        {"hidden": 128},
        {"hidden": "128"},
        {"hidden": [[128]]},
        {"hidden": None},
        {"optimizer": "adam"},
        {"optimizer": None},
        {"optimizer": {}},
        {"optimizer": {"name": "adam", "beta3": 1}},
        {"optimizer": {"name": "adam", "beta1": 1.5}},
        {"optimizer": {"name": "adam", "self": 1}},
        {"activation": {"name": "softmax"}},
        {"shuffle": 1},
        {"hidden_activations": "tanh"},
        {"hidden_activations": ["tanh"]},
        {"hidden_activations": [{"name": "magic"}]},
        {"hidden_activations": [{"name": "tanh"}, {"name": "tanh"}]},
        {"frozen": 1},
        {"frozen": ["1"]},
        {"frozen": [3]},
    ],
)
def test_a_file_that_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(KnobError):
        Hyperparameters.from_dict(values)


def test_what_acts_at_once_is_what_the_design_says() -> None:
    assert {f.name for f in fields(Hyperparameters) if is_live(f.name)} == LIVE
    assert not is_live("no such setting")


@pytest.mark.parametrize("name", [f.name for f in fields(Hyperparameters) if f.name != "augmentation"])
def test_only_what_does_not_act_at_once_needs_a_new_network(name: str) -> None:
    before = Hyperparameters(hidden=(9, 9), output=SigmoidOutput(), cost=SquaredError())
    other = FAR_FROM_DEFAULT if name not in ("output", "cost") else Hyperparameters()
    after = replace(before, **{name: getattr(other, name)})
    assert changed_fields(before, after) == (name,)
    assert needs_new_network(before, after) is (name not in LIVE)
    assert not needs_new_network(after, after)


def test_a_change_is_told_in_words() -> None:
    before = Hyperparameters(learning_rate=0.1, optimizer=GradientDescent(), schedule=Constant())
    assert describe_change(before, before) == ""
    assert describe_change(before, replace(before, learning_rate=0.01)) == "learning rate 0.1 → 0.01"
    both = replace(before, schedule=Linear(end=0.5), shuffle=False)
    assert describe_change(before, both) == "schedule Constant → Linear fall (ends at 0.5), shuffle on → off"
    assert describe_change(before, replace(before, hidden=())) == "hidden layers 128 → none"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ((64, 32), "64, 32"),
        ((), "none"),
        (True, "on"),
        (0.002, "0.002"),
        (64, "64"),
        ((Tanh(), LeakyReLU(leak=0.2)), "Tanh, Leaky ReLU (leak 0.2)"),
        (Momentum(), "Momentum (momentum 0.9)"),
    ],
)
def test_values_are_told_as_a_person_would_write_them(value: Any, said: str) -> None:
    assert describe_value(value) == said


def test_every_field_has_a_label_and_help() -> None:
    declared = {name: knob for name, (knob, _) in knobs_of(Hyperparameters).items()}
    chosen = {name: choice for name, (choice, _) in choices_of(Hyperparameters).items()}
    assert set(declared) | set(chosen) | {"hidden", "hidden_activations", "frozen"} == {
        f.name for f in fields(Hyperparameters)
    }
    for name in (f.name for f in fields(Hyperparameters)):
        assert label_of(name)[0].isupper()
    helps = [knob.help for knob in declared.values()] + [choice.help for choice in chosen.values()]
    assert all(text.endswith(".") for text in helps)


def test_the_default_is_quick_and_good() -> None:
    assert Hyperparameters().hidden == (128,)
    assert Hyperparameters().optimizer == Adam()
