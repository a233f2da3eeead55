"""The matrix of what is taken for what, the images behind a cell, and who argued for a mistake."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QToolButton

from core.arrays import Bytes
from core.data.dataset import Split
from core.insight import confusion
from core.insight.ablation import without
from core.insight.attribution import attribute
from desktop.session.workbench import Workbench
from desktop.views.mistakes.matrix import Matrix
from desktop.views.neurons.card import NeuronCard
from desktop.widgets.tiles.image_grid import ImageGrid
from tests.desktop.conftest import Person
from tests.desktop.helpers import wait_for_hidden

pytestmark = pytest.mark.panels("mistakes", "neurons", "why", "pad", "data")


@pytest.fixture
def mistakes(person: Person) -> Person:
    """Return someone who looks at the tab, with all test images read by the network shown."""
    show(person)
    wait_for_reading(person)
    return person


@pytest.fixture
def on_pad(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Bytes, int | None]]:
    """Return the images that were put on the pad, with their labels."""
    shown: list[tuple[Bytes, int | None]] = []
    monkeypatch.setattr(Workbench, "show_on_pad", lambda self, image, label=None: shown.append((image, label)))
    return shown


def show(person: Person, name: str = "mistakes") -> None:
    person.window.tabs.setCurrentWidget(person.window.panels[name])


def wait_for_reading(person: Person) -> None:
    panel, timeline = person.window.panels["mistakes"], person.workbench.timeline
    person.wait_until(lambda: panel._moment is not None and panel._moment.network is timeline.snapshot.network)


def reading(person: Person) -> confusion.Confusion:
    return person.workbench.confusion.current.reading


def test_the_matrix_counts_every_test_image(mistakes: Person):
    matrix = mistakes.find(Matrix, "confusionMatrix")
    test, network = mistakes.workbench.library.dataset.test, mistakes.workbench.timeline.latest.network
    assert np.array_equal(matrix._counts, confusion.read(network, test.images, test.labels).counts)
    wrong = len(test) - np.trace(matrix._counts)
    assert mistakes.find(QLabel, "cellLabel").text() == f"{wrong} of 100 test images misread"


def test_it_follows_the_training_and_the_scrubbing(mistakes: Person):
    matrix = mistakes.find(Matrix, "confusionMatrix")
    before = matrix._counts
    mistakes.train_a_little(30)
    wait_for_reading(mistakes)
    assert np.trace(matrix._counts) > np.trace(before)
    mistakes.workbench.timeline.move_to(0)
    wait_for_reading(mistakes)
    assert np.array_equal(matrix._counts, before)


def test_a_hidden_tab_reads_nothing_and_is_up_to_date_when_shown(mistakes: Person):
    show(mistakes, "data")
    asked = mistakes.workbench.confusion._asked
    mistakes.train_a_little(10)
    assert mistakes.workbench.confusion._asked is asked
    show(mistakes)
    wait_for_reading(mistakes)


def test_without_a_cell_the_surest_mistakes_come_first(mistakes: Person):
    grid, said = mistakes.find(ImageGrid, "mistakeImages"), reading(mistakes)
    expected = said.mistakes()
    assert grid.count == len(expected)
    test = mistakes.workbench.library.dataset.test
    assert np.array_equal(grid._values, test.images[expected])
    label, digit = said.labels[expected[0]], said.digits[expected[0]]
    assert grid._captions[0] == f"{label} → {digit}"


def test_a_cell_shows_its_images_and_all_come_back(qtbot, mistakes: Person):
    grid, matrix = mistakes.find(ImageGrid, "mistakeImages"), mistakes.find(Matrix, "confusionMatrix")
    digit, taken_for, count = reading(mistakes).commonest()[0]
    spot = matrix.cell_rect((digit, taken_for)).center().toPoint()
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=spot)
    assert mistakes.workbench.selection.cell == (digit, taken_for)
    assert grid.count == count
    plural = "" if count == 1 else "s"
    title = mistakes.find(QLabel, "mistakesTitle")
    assert title.text() == f"{digit} taken for {taken_for}: {count} image{plural}"
    mistakes.find(QPushButton, "allMistakesButton").click()
    assert matrix.chosen is None
    assert grid.count == len(reading(mistakes).mistakes())


def test_a_cell_chosen_elsewhere_is_shown_too(mistakes: Person):
    digit, taken_for, count = reading(mistakes).commonest()[0]
    mistakes.workbench.selection.choose_cell((digit, taken_for))
    assert mistakes.find(Matrix, "confusionMatrix").chosen == (digit, taken_for)
    assert mistakes.find(ImageGrid, "mistakeImages").count == count


def test_an_empty_cell_says_so(mistakes: Person):
    empty = next((int(a), int(b)) for a, b in np.argwhere(reading(mistakes).counts == 0) if a != b)
    mistakes.workbench.selection.choose_cell(empty)
    assert "at this moment" in mistakes.find(ImageGrid, "mistakeImages")._empty_text


def test_enter_opens_an_image_on_the_pad_and_tells_who_argued(qtbot, mistakes: Person, on_pad: list):
    gallery, arguments = mistakes.find(ImageGrid, "mistakeImages"), mistakes.find(ImageGrid, "argumentImages")
    assert not arguments.isVisible()
    qtbot.keyClick(gallery, Qt.Key.Key_Return)
    index = int(reading(mistakes).mistakes()[0])
    test = mistakes.workbench.library.dataset.test
    image, label = on_pad[-1]
    assert np.array_equal(image, test.images[index])
    assert label == test.labels[index]
    assert arguments.isVisible()
    why = attribute(mistakes.workbench.timeline.latest.network, image, int(reading(mistakes).digits[index]), label)
    said = why.neurons[-1]
    assert arguments.count == np.count_nonzero(said)  # of the twelve there are
    loudest = int(said.argmax())
    assert arguments._captions[0] == f"{loudest + 1}: +{said[loudest]:.1f}"
    assert f"neuron {loudest + 1} +{said[loudest]:.1f} for {why.winner} over {why.rival}" in arguments.tooltip(0)


def test_an_arguing_neuron_can_be_looked_at(qtbot, mistakes: Person, on_pad: list):
    qtbot.keyClick(mistakes.find(ImageGrid, "mistakeImages"), Qt.Key.Key_Return)
    arguments = mistakes.find(ImageGrid, "argumentImages")
    qtbot.keyClick(arguments, Qt.Key.Key_Return)
    number = int(arguments._captions[0].split(":")[0])
    assert mistakes.workbench.selection.neuron == (0, number - 1)


def test_an_arguing_neuron_opens_in_sight_and_escape_leads_back(qtbot, mistakes: Person, on_pad: list):
    window = mistakes.window
    qtbot.keyClick(mistakes.find(ImageGrid, "mistakeImages"), Qt.Key.Key_Return)
    arguments, card = mistakes.find(ImageGrid, "argumentImages"), mistakes.find(NeuronCard, "neuronCard")
    place = arguments.tile_rect(0).center().toPoint()
    for _ in range(2):  # there and back, as often as one likes
        qtbot.mouseClick(arguments.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert window.tabs.currentWidget() is window.panels["neurons"]
        assert card.isVisible()
        assert mistakes.find(QToolButton, "neuronCloseButton").text() == "Back to Mistakes"
        qtbot.keyClick(card, Qt.Key.Key_Escape)
        assert window.tabs.currentWidget() is window.panels["mistakes"]
        assert mistakes.workbench.selection.neuron is None


def test_the_way_back_is_forgotten_once_another_view_was_chosen(qtbot, mistakes: Person, on_pad: list):
    window = mistakes.window
    qtbot.keyClick(mistakes.find(ImageGrid, "mistakeImages"), Qt.Key.Key_Return)
    qtbot.keyClick(mistakes.find(ImageGrid, "argumentImages"), Qt.Key.Key_Return)
    show(mistakes, "data")
    show(mistakes, "neurons")
    assert mistakes.find(QToolButton, "neuronCloseButton").text() == "All neurons"
    qtbot.keyClick(mistakes.find(NeuronCard, "neuronCard"), Qt.Key.Key_Escape)
    assert window.tabs.currentWidget() is window.panels["neurons"]


def test_the_chosen_mistake_is_explained_under_why_against_its_label(qtbot, mistakes: Person):
    button = mistakes.find(QPushButton, "whyMistakeButton")
    assert not button.isVisible()
    show(mistakes, "why")
    mistakes.draw((0.3, 0.2), (0.7, 0.2), (0.4, 0.9))
    rivals = mistakes.find(QComboBox, "rivalCombo")
    rivals.setCurrentIndex(4)  # chosen for another image
    show(mistakes)
    gallery = mistakes.find(ImageGrid, "mistakeImages")
    place = gallery.tile_rect(0).center().toPoint()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    label = mistakes.workbench.pad.label
    mistakes.draw((0.3, 0.2), (0.7, 0.2), (0.4, 0.9))  # something else comes between
    button.click()
    assert mistakes.window.tabs.currentWidget() is mistakes.window.panels["why"]
    assert rivals.currentText() == f"the right one ({label})"


def test_the_layer_of_those_that_argue_is_told_where_there_are_several(qtbot, mistakes: Person, on_pad: list):
    mistakes.workbench.settings.propose("hidden", (9, 12))
    wait_for_hidden(mistakes, (9, 12))
    wait_for_reading(mistakes)
    qtbot.keyClick(mistakes.find(ImageGrid, "mistakeImages"), Qt.Key.Key_Return)
    assert "the neurons of layer 2 that argued" in mistakes.find(QLabel, "argumentsTitle").text()
    assert " of layer 2 " in mistakes.find(ImageGrid, "argumentImages").tooltip(0)


def test_where_no_neuron_says_anything_that_is_told(qtbot, mistakes: Person, on_pad: list):
    workbench = mistakes.workbench
    latest = workbench.timeline.latest
    dead = latest.network.working_copy()
    dead.layers[0].biases[:] = -1000
    workbench.timeline.add([replace(latest, network=dead.frozen_copy(), step=1)])
    wait_for_reading(mistakes)
    qtbot.keyClick(mistakes.find(ImageGrid, "mistakeImages"), Qt.Key.Key_Return)
    arguments = mistakes.find(ImageGrid, "argumentImages")
    assert arguments.count == 0
    assert arguments._empty_text.startswith("No neuron of the last hidden layer says anything")


def test_the_image_stays_chosen_while_the_network_learns_to_read_it(qtbot, mistakes: Person, on_pad: list):
    qtbot.keyClick(mistakes.find(ImageGrid, "mistakeImages"), Qt.Key.Key_Return)
    label = on_pad[-1][1]
    mistakes.train_a_little(100)
    wait_for_reading(mistakes)
    grid, title = mistakes.find(ImageGrid, "mistakeImages"), mistakes.find(QLabel, "argumentsTitle")
    panel = mistakes.window.panels["mistakes"]
    is_right = reading(mistakes).digits[panel._image] == label
    assert (grid.chosen is None) == is_right
    assert title.text().startswith("Read correctly now" if is_right else "Why")


def test_without_a_hidden_layer_no_neuron_argues(qtbot, mistakes: Person, on_pad: list):
    mistakes.workbench.settings.propose("hidden", ())
    wait_for_hidden(mistakes, ())
    wait_for_reading(mistakes)
    qtbot.keyClick(mistakes.find(ImageGrid, "mistakeImages"), Qt.Key.Key_Return)
    assert len(on_pad) == 1
    arguments = mistakes.find(ImageGrid, "argumentImages")
    assert arguments.count == 0
    assert "Without a hidden layer" in arguments._empty_text


@pytest.mark.parametrize("hidden", [(9, 5), (2000,)])
def test_another_architecture_takes_the_place_of_the_one_before(qtbot, mistakes: Person, on_pad: list, hidden):
    qtbot.keyClick(mistakes.find(ImageGrid, "mistakeImages"), Qt.Key.Key_Return)
    mistakes.workbench.settings.propose("hidden", hidden)
    wait_for_hidden(mistakes, hidden)
    wait_for_reading(mistakes)
    assert 0 < mistakes.find(ImageGrid, "argumentImages").count <= min(12, hidden[-1])  # silent ones are left out


def test_data_without_test_images_is_told(mistakes: Person, tiny_dataset):
    workbench = mistakes.workbench
    workbench.library.use(replace(tiny_dataset, test=Split.empty(), title="Half a set"), "half")
    workbench.timeline.shown.emit(workbench.timeline.latest)
    mistakes.wait_until(mistakes.window.panels["mistakes"]._message.isVisible)  # the panel may be resting
    assert mistakes.window.panels["mistakes"]._message.text().startswith("Half a set has no test images")
    workbench.library.use(tiny_dataset, "tiny")
    workbench.timeline.shown.emit(workbench.timeline.latest)
    mistakes.wait_until(lambda: mistakes.find(Matrix, "confusionMatrix").isVisible())


def test_outputs_that_are_no_numbers_are_told(mistakes: Person):
    workbench = mistakes.workbench
    latest = workbench.timeline.latest
    *others, last = latest.network.layers
    broken = replace(last, biases=np.full_like(last.biases, np.nan))
    network = replace(latest.network, layers=(*others, broken))
    workbench.confusion.ask(network, workbench.library.dataset, is_urgent=True)
    mistakes.wait_until(lambda: workbench.confusion.current.network is network)
    assert "no longer numbers" in mistakes.window.panels["mistakes"]._message.text()
    assert mistakes.window.panels["mistakes"]._message.isVisible()


def test_percent_are_remembered(mistakes: Person):
    mistakes.find(QCheckBox, "percentCheck").click()
    assert mistakes.find(Matrix, "confusionMatrix")._is_percent
    assert mistakes.workbench.preferences.flag("matrix in percent", False)


def test_neurons_that_are_switched_off_have_no_say(mistakes: Person):
    workbench = mistakes.workbench
    mistakes.train_a_little(30)
    wait_for_reading(mistakes)
    network, test = workbench.timeline.latest.network, workbench.library.dataset.test
    muted = frozenset((0, index) for index in range(11))
    workbench.selection.mute(muted)
    expected = confusion.read(without(network, muted), test.images, test.labels).counts
    matrix = mistakes.find(Matrix, "confusionMatrix")
    mistakes.wait_until(lambda: np.array_equal(matrix._counts, expected))
    assert mistakes.find(QLabel, "mistakesMutedLabel").text() == "11 neurons are off"
    workbench.selection.mute(frozenset())
    wait_for_reading(mistakes)
    assert not np.array_equal(matrix._counts, expected)


def test_images_stay_under_the_mouse_while_training_goes_on_and_catch_up_when_it_leaves(
    mistakes: Person, monkeypatch: pytest.MonkeyPatch
):
    panel, gallery = mistakes.window.panels["mistakes"], mistakes.find(ImageGrid, "mistakeImages")
    monkeypatch.setattr(gallery, "underMouse", lambda: True)
    before, shown = panel._indices.copy(), panel._shown
    mistakes.train_a_little(40)
    wait_for_reading(mistakes)
    assert panel._moment is not shown
    assert panel._shown is shown
    assert np.array_equal(panel._indices, before)
    assert panel._describe_image(0)
    monkeypatch.setattr(gallery, "underMouse", lambda: False)
    QApplication.sendEvent(gallery.viewport(), QEvent(QEvent.Type.Leave))
    assert panel._shown is panel._moment


def test_another_cell_has_its_images_at_once_wherever_the_mouse_is(mistakes: Person, monkeypatch: pytest.MonkeyPatch):
    gallery = mistakes.find(ImageGrid, "mistakeImages")
    monkeypatch.setattr(gallery, "underMouse", lambda: True)
    counts = reading(mistakes).counts.copy()
    np.fill_diagonal(counts, 0)
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    mistakes.workbench.selection.choose_cell((int(row), int(column)))
    assert gallery.count == counts.max()
