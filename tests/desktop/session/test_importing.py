"""Networks of other programs in the window: tried, asked about, opened, trained further, saved as Inkling's own."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMessageBox

from core.data import idx
from core.data.dataset import Dataset
from core.files import weights
from core.files.exchange.exporting import export, format_called
from core.network.network import Network
from core.parts.activations import LeakyReLU, Sigmoid
from core.parts.outputs import SigmoidOutput
from desktop import app
from desktop.dialogs.importing import ImportDialog
from desktop.models.training import State
from tests.desktop.conftest import Person, dispose
from tests.desktop.helpers import assert_same_weights, file_of
from tests.desktop.strange_networks import OPENED, REFUSED, dressed, stranger, taught

pytestmark = pytest.mark.panels("pad")


@pytest.fixture(scope="module")
def relu_network(tiny_dataset: Dataset) -> Network:
    return taught(tiny_dataset).network


@pytest.fixture(scope="module")
def sigmoid_network(tiny_dataset: Dataset) -> Network:
    return taught(tiny_dataset, Sigmoid(), SigmoidOutput()).network


def dialog_of(person) -> ImportDialog:
    """Return the dialog of a network that is being opened, once it is there."""

    def found() -> list[ImportDialog]:
        return [dialog for dialog in person.window.findChildren(ImportDialog) if dialog.isVisible()]

    person.wait_until(lambda: bool(found()))
    (dialog,) = found()
    return dialog


def verdict(dialog: ImportDialog) -> str:
    return dialog.findChild(QLabel, "importVerdict").text()


def warning(dialog: ImportDialog) -> str:
    label = dialog.findChild(QLabel, "importWarning")
    return "" if label is None else label.text()


def ask_for(person, path: Path) -> ImportDialog:
    person.window.open_path(path)
    return dialog_of(person)


def open_as_chosen(person, path: Path) -> None:
    """Open a network of another program as it was found to read best."""
    ask_for(person, path).accept()
    person.wait_until(lambda: person.workbench.runs.title == path.stem)
    person.wait_until(lambda: person.workbench.training.state is State.PAUSED)


def cancel(person, dialog: ImportDialog) -> None:
    dialog.reject()
    person.wait_until(lambda: not person.window.findChildren(ImportDialog))


@pytest.mark.parametrize("name", OPENED)
def test_each_dress_opens_as_a_run_of_its_own_and_reads(
    person, tmp_path: Path, relu_network: Network, sigmoid_network: Network, tiny_dataset: Dataset, name: str
):
    network = sigmoid_network if name == "nielsen.json" else relu_network
    dialog = ask_for(person, dressed(network, tmp_path / name))
    assert "784-12-10" in " ".join(label.text() for label in dialog.findChildren(QLabel))
    accuracy = (network.outputs(tiny_dataset.test.images).argmax(axis=1) == tiny_dataset.test.labels).mean()
    assert accuracy > 0.9
    assert (
        verdict(dialog)
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
        .endswith(f"it reads {accuracy:.1%} of these 100 test images.".replace("%", " %"))
    )
    assert warning(dialog) == ""
    dialog.accept()
    person.wait_until(lambda: person.workbench.runs.title == Path(name).stem)
    person.wait_until(lambda: person.workbench.training.state is State.PAUSED)
    latest = person.workbench.timeline.latest
    assert_same_weights(latest.network, network)
    assert len(latest.curves) == 1
    assert latest.whole_accuracy == pytest.approx(accuracy)
    assert latest.class_names == tiny_dataset.class_names
    assert (file_of(person.workbench), person.workbench.runs.current.is_unsaved) == (None, False)
    person.draw((0.5, 0.2), (0.5, 0.8))
    person.wait_until(lambda: person.workbench.pad.answer is not None)
    assert not person.workbench.pad.is_stand_in


@pytest.mark.parametrize("name", REFUSED)
def test_each_stranger_is_named_and_its_two_lines_can_be_copied(person, tmp_path: Path, name: str):
    path = stranger(tmp_path / name)
    before = path.read_bytes()
    person.window.open_path(path)
    person.wait_until(lambda: REFUSED[name] in person.notice)
    assert person.step == 0
    person.press("Copy the two lines")
    first, second = QGuiApplication.clipboard().text().splitlines()
    assert first.startswith("import ")
    assert repr(name) in second
    assert "clipboard" in person.notice
    assert path.read_bytes() == before


def test_cancel_changes_nothing_and_asks_nothing(person, dialogs, tmp_path: Path, relu_network: Network):
    person.train_a_little()
    run, step = person.workbench.runs.current, person.step
    path = dressed(relu_network, tmp_path / "w1b1.npz")
    cancel(person, ask_for(person, path))
    assert (person.workbench.runs.current, person.step) == (run, step)
    assert person.workbench.preferences.recent_files == ()
    assert person.notice == ""
    assert dialogs.asked == []


@pytest.mark.parametrize(
    ("button", "is_opened"), [(QMessageBox.StandardButton.Cancel, False), (QMessageBox.StandardButton.Discard, True)]
)
def test_unsaved_work_is_asked_about_once_the_ways_are_chosen(
    person, dialogs, tmp_path: Path, relu_network: Network, *, button: QMessageBox.StandardButton, is_opened: bool
):
    person.train_a_little()
    run = person.workbench.runs.current
    dialogs.button = button
    dialog = ask_for(person, dressed(relu_network, tmp_path / "w1b1.npz"))
    assert dialogs.asked == []
    dialog.accept()
    person.wait_until(lambda: bool(dialogs.asked))
    assert "before opening another network?" in dialogs.asked[0]
    if is_opened:
        person.wait_until(lambda: person.workbench.runs.title == "w1b1")
    assert (person.workbench.runs.current == run) is not is_opened


def test_a_file_that_is_no_network_asks_nothing(person, dialogs, tmp_path: Path):
    person.train_a_little()
    np.savez(tmp_path / "conv.npz", weights_0=np.zeros((784, 6), "f4"), weights_1=np.zeros((7, 10), "f4"))
    person.window.open_path(tmp_path / "conv.npz")
    person.wait_until(lambda: "conv.npz" in person.notice)
    assert dialogs.asked == []


def test_it_is_trained_further_saved_as_a_file_of_its_own_and_the_same_when_it_is_opened_again(
    person, dialogs, tmp_path: Path, relu_network: Network
):
    path = dressed(relu_network, tmp_path / "w1b1.npz")
    before = path.read_bytes()
    open_as_chosen(person, path)
    person.train_a_little()
    assert person.workbench.runs.current.is_unsaved
    dialogs.path = tmp_path / "own.npz"
    person.trigger("saveAction")
    person.wait_until(lambda: file_of(person.workbench) == tmp_path / "own.npz")
    assert dialogs.asked == ["Save the network"]
    assert path.read_bytes() == before
    saved = person.workbench.timeline.latest
    again = weights.load(tmp_path / "own.npz")
    assert_same_weights(again.network, saved.network)
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.window.open_path(tmp_path / "own.npz")
    person.wait_until(lambda: person.step == saved.step)
    assert_same_weights(person.workbench.timeline.latest.network, saved.network)


def test_it_is_not_lost_when_another_takes_its_place(person, tmp_path: Path, relu_network: Network):
    open_as_chosen(person, dressed(relu_network, tmp_path / "w1b1.npz"))
    settings = person.workbench.settings
    settings.propose("hidden", (5,))
    assert "The trained one stays" in person.notice
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.workbench.runs.title == "w1b1")
    person.wait_for_state(State.PAUSED)
    assert_same_weights(person.workbench.timeline.latest.network, relu_network)


@pytest.mark.panels("coach")
def test_the_coach_does_not_say_that_it_guesses(person, tmp_path: Path, relu_network: Network):
    open_as_chosen(person, dressed(relu_network, tmp_path / "w1b1.npz"))
    coach = person.window.panels["coach"]
    person.window.tabs.setCurrentWidget(coach)
    person.wait_until(lambda: person.workbench.coach.findings is not None)
    assert coach._quiet.text().startswith("Train the network.")


def test_another_activation_tells_at_once_how_well_it_reads(person, tmp_path: Path, relu_network: Network):
    dialog = ask_for(person, dressed(relu_network, tmp_path / "w1b1.npz"))
    best, labels = verdict(dialog), [kind.label for kind in dialog._activations]
    assert "ReLU" in best
    dialog._activation.setCurrentIndex(labels.index("Sigmoid"))
    assert "With Sigmoid" in verdict(dialog)
    assert dialog._ways.currentItem().text(0) == "Sigmoid"
    dialog._ways.setCurrentItem(dialog._ways.topLevelItem(0))
    assert dialog._activation.currentText() == dialog._ways.topLevelItem(0).text(0)
    dialog._activation.setCurrentIndex(labels.index("Tanh"))
    dialog.accept()
    person.wait_until(lambda: person.workbench.runs.title == "w1b1")
    assert person.workbench.runs.current.settings.activation.label == "Tanh"


def test_what_the_file_says_is_chosen(person, tmp_path: Path, tiny_dataset: Dataset):
    kind = LeakyReLU(leak=0.3)
    moment = replace(taught(tiny_dataset, kind), class_names=tuple("ABCDEFGHIJ"))
    export(tmp_path / "said.safetensors", moment, format_called("safetensors"))
    dialog = ask_for(person, tmp_path / "said.safetensors")
    assert dialog.activation == kind
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "What its file says is chosen" in told
    assert "calls its classes A, B, C" in told
    cancel(person, dialog)


def test_a_network_of_other_images_is_told_and_opens_all_the_same(person, tmp_path: Path, relu_network: Network):
    first, last = relu_network.layers
    inverted = replace(first, weights=-first.weights, biases=first.biases + first.weights.sum(axis=0))
    path = dressed(Network((inverted, last)), tmp_path / "w1b1.npz")
    dialog = ask_for(person, path)
    assert "may have been taught other images" in warning(dialog)
    assert (dialog.activation.label, dialog.output.label) == ("ReLU", "Softmax")
    cancel(person, dialog)
    open_as_chosen(person, path)


def test_another_count_of_classes_is_told_and_not_opened(person, tmp_path: Path):
    chance = np.random.default_rng(1)
    np.savez(tmp_path / "letters.npz", a=chance.normal(0, 0.1, (784, 6)), b=chance.normal(0, 0.1, (6, 26)))
    dialog = ask_for(person, tmp_path / "letters.npz")
    assert "it tells 26 classes apart" in warning(dialog)
    assert not dialog._open.isEnabled()
    cancel(person, dialog)


def test_without_hidden_neurons_only_the_outputs_are_asked_for(person, tmp_path: Path):
    np.savez(tmp_path / "flat.npz", w=np.random.default_rng(1).normal(0, 0.1, (784, 10)), b=np.zeros(10))
    dialog = ask_for(person, tmp_path / "flat.npz")
    assert (dialog._activation.isVisible(), dialog._output.isVisible()) == (False, True)
    assert "With softmax outputs it reads" in verdict(dialog)
    dialog.accept()
    person.wait_until(lambda: person.workbench.runs.title == "flat")
    person.wait_for_state(State.PAUSED)


def test_without_test_images_it_is_tried_on_the_training_images(
    person, tmp_path: Path, relu_network: Network, tiny_dataset: Dataset
):
    (tmp_path / "no-test").mkdir()
    idx.write(tmp_path / "no-test" / "train-images-idx3-ubyte", tiny_dataset.train.images)
    idx.write(tmp_path / "no-test" / "train-labels-idx1-ubyte", tiny_dataset.train.labels)
    person.workbench.use_dataset(str(tmp_path / "no-test"))
    person.wait_until(lambda: not len(person.workbench.library.dataset.test))
    dialog = ask_for(person, dressed(relu_network, tmp_path / "w1b1.npz"))
    assert "of these 300 training images" in verdict(dialog)
    cancel(person, dialog)


def test_of_two_that_are_opened_the_last_one_is_asked_about(person, tmp_path: Path, relu_network: Network):
    for name in ("w1b1.npz", "transposed.npz"):
        person.workbench._importing.look_at(dressed(relu_network, tmp_path / name))
    dialog = dialog_of(person)
    assert "transposed.npz" in [label.text() for label in dialog.findChildren(QLabel)]
    cancel(person, dialog)


def test_other_images_that_come_meanwhile_are_tried_in_their_turn(
    person, tmp_path: Path, relu_network: Network, figures_folder: Path
):
    dialog = ask_for(person, dressed(relu_network, tmp_path / "w1b1.npz"))
    before = person.workbench.library.dataset
    person.workbench.use_dataset(str(figures_folder))
    person.wait_until(lambda: person.workbench.library.dataset is not before)
    dialog.accept()
    person.wait_until(lambda: dialog not in person.window.findChildren(ImportDialog))
    cancel(person, dialog_of(person))
    assert person.workbench.runs.title == ""


def test_named_on_the_command_line_it_waits_for_the_images(
    qtbot, preferences, figures_folder: Path, tmp_path: Path, relu_network: Network, dialogs, crashes
):
    window = app.assemble(app.application(), preferences)
    window.workbench.crashed.connect(crashes.append)
    person = Person(qtbot, window)
    window.workbench.open_first(dressed(relu_network, tmp_path / "w1b1.npz"), str(figures_folder))
    window.show()
    dialog_of(person).accept()
    person.wait_until(lambda: person.workbench.runs.title == "w1b1")
    person.wait_for_state(State.PAUSED)
    dispose(window)
    assert not crashes
