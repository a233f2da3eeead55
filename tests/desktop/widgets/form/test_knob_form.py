"""KnobForm: a field for every setting, made from its declaration."""

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.hyperparameters import Hyperparameters
from core.parts.activations import LeakyReLU, ReLU, Tanh
from core.parts.optimizers import GradientDescent, Momentum
from core.presets import PRESETS
from desktop.widgets.form import rows
from desktop.widgets.form.knob_form import KnobForm

START = Hyperparameters()


@pytest.fixture
def form(qtbot: QtBot) -> KnobForm:
    form = KnobForm(START)
    qtbot.addWidget(form)
    form.show()
    return form


def find(form: KnobForm, kind: type, name: str) -> QWidget:
    found = form.findChild(kind, name)
    assert found is not None, name
    return found


def usable(form: KnobForm) -> list[QWidget]:
    kinds = (QAbstractSpinBox, QComboBox, QCheckBox, QLineEdit)
    inner = ("qt_spinbox_lineedit",)
    return [w for w in form.findChildren(QWidget) if isinstance(w, kinds) and w.objectName() not in inner]


def test_there_is_a_field_for_every_setting(form: KnobForm):
    names = {widget.objectName() for widget in usable(form)}
    assert {
        "hiddenLayersEdit",
        "activationCombo",
        "outputCombo",
        "costCombo",
        "initializerCombo",
        "seedSpin",
        "optimizerCombo",
        "learningRateSpin",
        "scheduleCombo",
        "batchSizeSpin",
        "epochsSpin",
        "weightDecaySpin",
        "shuffleCheck",
        "augmentationCombo",
    } <= names
    assert len(names) >= len(fields(Hyperparameters))


def test_every_field_has_a_name_and_says_what_it_does(form: KnobForm):
    for widget in usable(form):
        assert widget.accessibleName(), widget.objectName()
        assert len(widget.toolTip()) > 20, widget.objectName()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_showing_settings_proposes_nothing(form: KnobForm, qtbot: QtBot, preset):
    with qtbot.assertNotEmitted(form.proposed):
        form.show_value(preset.hyperparameters)


def test_settings_are_shown_as_they_are(form: KnobForm):
    form.show_value(
        replace(START, hidden=(64, 32), activation=Tanh(), learning_rate=0.5, batch_size=0, epochs=7, shuffle=False)
    )
    assert find(form, QLineEdit, "hiddenLayersEdit").text() == "64, 32"
    assert find(form, QComboBox, "activationCombo").currentText() == "Tanh"
    assert find(form, QDoubleSpinBox, "learningRateSpin").value() == 0.5
    assert find(form, QSpinBox, "batchSizeSpin").text() == "all"
    assert find(form, QDoubleSpinBox, "clipNormSpin").text() == "off"
    assert find(form, QSpinBox, "epochsSpin").value() == 7
    assert not find(form, QCheckBox, "shuffleCheck").isChecked()


def test_a_number_is_proposed_with_its_field(form: KnobForm, qtbot: QtBot):
    with qtbot.waitSignal(form.proposed) as caught:
        find(form, QDoubleSpinBox, "learningRateSpin").setValue(0.25)
    assert caught.args == ["learning_rate", 0.25]


def test_a_choice_is_proposed_as_a_part(form: KnobForm, qtbot: QtBot):
    combo = find(form, QComboBox, "optimizerCombo")
    with qtbot.waitSignal(form.proposed) as caught:
        combo.setCurrentIndex(combo.findData("momentum"))
    assert caught.args == ["optimizer", Momentum()]


def test_a_part_brings_its_own_knobs(form: KnobForm, qtbot: QtBot):
    form.show_value(replace(START, optimizer=Momentum(momentum=0.5)))
    field = find(form, QDoubleSpinBox, "optimizerMomentumSpin")
    assert field.value() == 0.5
    with qtbot.waitSignal(form.proposed) as caught:
        field.setValue(0.75)
    assert caught.args == ["optimizer", Momentum(momentum=0.75)]
    form.show_value(replace(START, optimizer=GradientDescent()))
    assert form.findChild(QDoubleSpinBox, "optimizerMomentumSpin") is None or not field.isVisible()


def test_a_switch_is_proposed(form: KnobForm, qtbot: QtBot):
    with qtbot.waitSignal(form.proposed) as caught:
        find(form, QCheckBox, "shuffleCheck").click()
    assert caught.args == ["shuffle", False]


@pytest.mark.parametrize(
    ("text", "layers"),
    [("64, 32", (64, 32)), ("64 32", (64, 32)), ("64x32", (64, 32)), ("16", (16,)), ("", ()), ("  7 ;5", (7, 5))],
)
def test_layers_are_read_as_people_write_them(form: KnobForm, qtbot: QtBot, text: str, layers: tuple[int, ...]):
    edit = find(form, QLineEdit, "hiddenLayersEdit")
    edit.selectAll()
    with qtbot.waitSignal(form.proposed) as caught:
        edit.setText(text)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert caught.args == ["hidden", layers]


@pytest.mark.parametrize("text", ["many", "-5", "3.5", "64,,x y", "1e3"])
def test_layers_that_cannot_be_read_are_explained_below_the_field(form: KnobForm, qtbot: QtBot, text: str):
    edit = find(form, QLineEdit, "hiddenLayersEdit")
    with qtbot.assertNotEmitted(form.proposed):
        edit.setText(text)
        edit.editingFinished.emit()
    errors = [label.text() for label in form.findChildren(QLabel, "fieldError") if label.isVisible()]
    assert len(errors) == 1
    assert errors[0].endswith("Write whole numbers such as 128 or 64, 32; leave it empty for no hidden layer.")


def test_an_error_is_shown_under_its_field_until_another_value_is_proposed(form: KnobForm):
    form.show_error("learning_rate", "That is too much.")
    assert [label.text() for label in form.findChildren(QLabel, "fieldError") if label.isVisible()] == [
        "That is too much."
    ]
    find(form, QDoubleSpinBox, "learningRateSpin").setValue(0.25)
    assert not any(label.isVisible() for label in form.findChildren(QLabel, "fieldError"))


def test_settings_that_wait_for_a_new_network_are_marked(form: KnobForm):
    form.show_pending(("activation",))
    marked = [label.text() for label in form.findChildren(QLabel) if label.font().bold() and "•" in label.text()]
    assert marked == ["Activation •"]
    form.show_pending(())
    assert not any("•" in label.text() for label in form.findChildren(QLabel))


def test_every_label_belongs_to_its_field(form: KnobForm):
    buddies = {label.buddy() for label in form.findChildren(QLabel) if label.buddy() is not None}
    own = [w for w in usable(form) if w.objectName().count("Spin") + w.objectName().count("Combo")]
    top = [w for w in own if w.objectName() in ("learningRateSpin", "activationCombo", "batchSizeSpin")]
    assert top
    assert all(widget in buddies for widget in top)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the rows that are drawn from now on."""
    names: list[str] = []
    for kind in (rows._KnobRow, rows._ChoiceRow, rows._LayersRow):

        def draw(row, value, original=kind.show_value):
            names.append(row._name)
            original(row, value)

        monkeypatch.setattr(kind, "show_value", draw)
    return names


def test_only_what_has_changed_is_drawn_anew(form: KnobForm, drawn: list[str]):
    form.show_value(replace(START, learning_rate=0.5, seed=7))
    assert sorted(drawn) == ["learningRate", "seed"]
    form.show_value(replace(START, learning_rate=0.5, seed=7))
    assert len(drawn) == 2


def test_what_was_refused_makes_room_for_what_is_in_force(form: KnobForm):
    spin = find(form, QSpinBox, "seedSpin")
    spin.setValue(7)  # proposed, and refused by whoever hears it
    form.show_error("seed", "Not this one.")
    form.show_value(START)
    assert spin.value() == START.seed
    assert not any(label.isVisibleTo(form) for label in form.findChildren(QLabel, "fieldError"))


def test_what_could_not_be_read_makes_room_for_what_is_in_force(form: KnobForm):
    edit = find(form, QLineEdit, "hiddenLayersEdit")
    edit.setText("many")
    form.settle()
    form.show_value(START)
    assert edit.text() == ", ".join(map(str, START.hidden))


@pytest.mark.parametrize(
    ("field", "name", "text", "value"),
    [
        ("hiddenActivationsEdit", "hidden_activations", "tanh, relu", (Tanh(), ReLU())),
        ("hiddenActivationsEdit", "hidden_activations", "Tanh Leaky ReLU", (Tanh(), LeakyReLU())),
        ("hiddenActivationsEdit", "hidden_activations", "leaky-relu:leak=0.2", (LeakyReLU(leak=0.2),)),
        ("frozenEdit", "frozen", "2, 1", (1, 2)),
    ],
)
def test_what_is_said_of_each_layer_is_read_as_people_write_it(
    form: KnobForm, qtbot: QtBot, field: str, name: str, text: str, value: tuple[object, ...]
):
    edit = find(form, QLineEdit, field)
    with qtbot.waitSignal(form.proposed) as caught:
        edit.setText(text)
        edit.editingFinished.emit()
    assert caught.args == [name, value]


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("hiddenActivationsEdit", "tanh, magic", "There is no activation called 'magic'."),
        ("hiddenActivationsEdit", "tanh:leak=1", "has no setting called 'leak'"),
        ("hiddenActivationsEdit", "leaky-relu:leak=9", "Leak must be between"),
        ("frozenEdit", "first", "is not a row of layers' numbers"),
    ],
)
def test_what_cannot_be_said_of_layers_is_explained(form: KnobForm, qtbot: QtBot, field: str, text: str, said: str):
    edit = find(form, QLineEdit, field)
    with qtbot.waitSignal(form.misread) as caught, qtbot.assertNotEmitted(form.proposed):
        edit.setText(text)
        edit.editingFinished.emit()
    assert said in caught.args[1]


def test_each_layers_activation_is_shown_and_that_the_one_for_all_is_not_used(form: KnobForm):
    given = (Tanh(), LeakyReLU(leak=0.2))
    note = "Of no effect: Activations, below, names one for each layer."
    form.show_value(replace(START, hidden=(9, 8), hidden_activations=given, frozen=(1, 3)))
    assert find(form, QLineEdit, "hiddenActivationsEdit").text() == "tanh, leaky-relu:leak=0.2"
    assert find(form, QLineEdit, "frozenEdit").text() == "1, 3"
    assert [label.text() for label in form.findChildren(QLabel) if label.text() == note and label.isVisible()] == [note]
    form.show_value(START)
    assert not [label for label in form.findChildren(QLabel) if label.text() == note and label.isVisible()]
