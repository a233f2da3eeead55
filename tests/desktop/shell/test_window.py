"""The window: everything in it has a name, commands do what they say, nothing is lost without a word."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QDragEnterEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QScrollBar,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from desktop.dialogs.shortcuts import ShortcutsDialog
from desktop.models.training import State
from desktop.widgets.ink.canvas import InkCanvas
from desktop.widgets.tiles.image_grid import ImageGrid
from tests.desktop.helpers import kept_runs

NAMED_ACTIONS = [
    "trainAction",
    "stepAction",
    "stepEpochAction",
    "resetAction",
    "openAction",
    "saveAction",
    "saveAsAction",
    "undoInkAction",
    "clearInkAction",
]
NAMED_WIDGETS = [
    "hiddenLayersEdit",
    "activationCombo",
    "outputCombo",
    "costCombo",
    "initializerCombo",
    "optimizerCombo",
    "learningRateSpin",
    "scheduleCombo",
    "batchSizeSpin",
    "epochsSpin",
    "seedSpin",
    "datasetCombo",
    "presetCombo",
    "costPlot",
    "accuracyPlot",
    "weightImages",
    "pad",
    "padPreview",
    "digitBars",
    "predictionLabel",
    "confidenceLabel",
    "timelineSlider",
    "statusLabel",
    "progressBar",
    "noticeBar",
]
USABLE = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider, InkCanvas, ImageGrid)


def usable_widgets(window: QWidget) -> list[QWidget]:
    """Return what a person can use, without the parts that Qt makes inside of other widgets."""
    found = [w for w in window.findChildren(QWidget) if isinstance(w, USABLE) and not isinstance(w, QScrollBar)]
    return [w for w in found if not w.objectName().startswith("qt_") and not isinstance(w.parent(), QTabBar)]


# Names


def test_every_promised_action_and_widget_is_there_once(still_window):
    counts = {name: len(still_window.findChildren(QAction, name)) for name in NAMED_ACTIONS}
    counts |= {name: len(still_window.findChildren(QWidget, name)) for name in NAMED_WIDGETS}
    assert counts == dict.fromkeys([*NAMED_ACTIONS, *NAMED_WIDGETS], 1)
    assert still_window.objectName() == "mainWindow"


def test_everything_that_can_be_used_has_a_name_for_screen_readers(still_window):
    nameless = [w for w in usable_widgets(still_window) if not (w.accessibleName() or getattr(w, "text", str)())]
    assert nameless == []


def test_everything_that_can_be_used_says_what_it_does(still_window):
    # An image grid has a tooltip for each of its tiles instead.
    silent = [w.objectName() for w in usable_widgets(still_window) if not w.toolTip() and not isinstance(w, ImageGrid)]
    assert silent == []
    assert all(grid.tooltip(0) for grid in still_window.findChildren(ImageGrid))


def test_a_tooltip_has_short_lines(still_window):
    lines = [line for w in usable_widgets(still_window) for line in w.toolTip().split("\n")]
    assert [line for line in lines if len(line) > 90] == []


def test_the_tab_key_reaches_everything_that_can_be_used(still_window):
    reached, widget = set(), still_window.nextInFocusChain()
    while widget not in reached:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    unreachable = [
        w.objectName() or w.accessibleName() or w.toolTip()
        for w in usable_widgets(still_window)
        if w not in reached or not w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    # A button of the toolbar or beside the slider does what a menu command or the slider's keys do as well.
    of_toolbar = {a.objectName() for a in still_window.findChildren(QAction)}
    left = [name for name in unreachable if name not in of_toolbar]
    buttons = [w for w in usable_widgets(still_window) if isinstance(w, QAbstractButton)]
    not_buttons = {w.objectName() for w in usable_widgets(still_window)} - {w.objectName() for w in buttons}
    assert not [name for name in left if name in not_buttons]


def test_no_two_commands_share_a_shortcut(still_window):
    keys = [key.toString() for action in still_window.findChildren(QAction) for key in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("part", [QMenuBar, QToolBar])
def test_no_menu_offers_to_take_the_toolbar_away(still_window, part: type[QWidget]):
    place, clicked = QPoint(300, 5), still_window.findChild(part)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, clicked.mapToGlobal(place))
    QApplication.sendEvent(clicked, event)
    menus = [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]
    for menu in menus:
        menu.close()
    assert not menus


def test_what_is_no_file_is_not_welcome(still_window):
    data = QMimeData()
    data.setText("only words")
    flags = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDragEnterEvent(still_window.rect().center(), *flags)
    event.ignore()
    QApplication.sendEvent(still_window, event)
    assert not event.isAccepted()


# Closing


def test_closing_in_the_middle_of_training_leaves_no_thread_and_keeps_the_work(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 5)
    person.window.close()
    assert not person.workbench.training._thread._thread.is_alive()
    assert [run.step for run in kept_runs()] == [person.step]


@pytest.fixture
def no_room_to_keep(person, tmp_path: Path) -> None:
    """Let nothing be kept: the folder it would go to cannot be made."""
    (tmp_path / "file").write_text("in the way")
    person.workbench.keeping.store.folder = tmp_path / "file" / "store"


def test_closing_asks_nothing_when_the_work_can_be_kept(person, dialogs):
    person.train_a_little()
    assert person.window.close()
    assert dialogs.asked == []
    assert len(kept_runs()) == 1


@pytest.mark.usefixtures("no_room_to_keep")
def test_closing_asks_nothing_when_there_is_nothing_to_keep(person, dialogs):
    assert person.window.close()
    assert dialogs.asked == []


@pytest.mark.usefixtures("no_room_to_keep")
def test_cancel_leaves_the_window_open_when_the_work_would_be_lost(person, dialogs):
    person.train_a_little()
    dialogs.button = QMessageBox.StandardButton.Cancel
    assert not person.window.close()
    assert person.window.isVisible()
    assert "would be lost" in dialogs.asked[-1]
    step = person.step
    person.train_a_little()
    assert person.step > step  # all goes on as before
    dialogs.button = QMessageBox.StandardButton.Discard
    assert person.window.close()
    assert len(dialogs.asked) == 2


@pytest.mark.usefixtures("no_room_to_keep")
def test_closing_in_the_middle_of_training_asks_while_training_waits(person, dialogs):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 5)
    assert not person.window.close()
    assert person.workbench.training.state is State.PAUSED
    person.settle()
    dialogs.button = QMessageBox.StandardButton.Discard
    assert person.window.close()
    assert not person.workbench.training._thread._thread.is_alive()


def test_the_tab_and_the_hidden_panels_are_remembered(person, open_window):
    person.window.tabs.setCurrentWidget(person.window.panels["data"])
    next(a for a in person.window.findChildren(QAction) if a.text() == "Settings").trigger()
    person.window.close()
    again = open_window()
    assert again.tabs.currentWidget() is again.panels["data"]
    assert not again.panels["settings"].isVisible()
    assert again.panels["pad"].isVisible()
    next(menu for menu in again.findChildren(QMenu) if menu.title() == "&View").aboutToShow.emit()
    entry = next(a for a in again.findChildren(QAction) if a.text() == "Settings")
    assert not entry.isChecked()
    entry.trigger()
    again.close()
    assert open_window().panels["settings"].isVisible()


def test_size_and_settings_are_remembered(person, open_window):
    person.window.resize(1100, 740)
    person.workbench.settings.propose("learning_rate", 0.125)
    person.window.close()
    again = open_window()
    assert again.height() == 740  # the width is cut to that of the offscreen screen
    assert again.workbench.settings.value.learning_rate == 0.125


# Commands and looks


def test_train_says_pause_while_it_runs(person):
    action = person.find(QAction, "trainAction")
    assert action.text() == "&Train"
    person.trigger("trainAction")
    assert action.text() == "&Pause"
    assert not person.find(QAction, "stepAction").isEnabled()
    person.pause()
    assert action.text() == "&Train"
    assert person.find(QAction, "stepAction").isEnabled()


def test_the_theme_can_be_changed_while_training_runs(person):
    person.trigger("trainAction")
    light = person.window.grab().toImage()
    person.trigger("themeAction")
    assert person.window.themes.theme.is_dark
    assert person.workbench.preferences.theme == "dark"
    assert person.window.grab().toImage() != light
    person.trigger("themeAction")
    assert not person.window.themes.theme.is_dark
    step = person.step
    person.wait_until(lambda: person.step > step)
    person.pause()


def test_panels_can_be_hidden_and_shown(person):
    action = next(a for a in person.window.findChildren(QAction) if a.text() == "Settings")
    action.trigger()
    assert not person.window.panels["settings"].isVisible()
    action.trigger()
    assert person.window.panels["settings"].isVisible()


def test_the_logarithmic_cost_axis_is_a_command_and_is_remembered(person, open_window):
    person.trigger("logCostAction")
    assert person.window.panels["curves"].cost.is_logarithmic
    person.window.close()
    again = open_window()
    assert again.panels["curves"].cost.is_logarithmic
    assert again.findChild(QAction, "logCostAction").isChecked()


def test_escape_leaves_the_full_screen(person, qtbot):
    action = person.find(QAction, "fullScreenAction")
    for way_out in (lambda: qtbot.keyClick(person.window, Qt.Key.Key_Escape), action.trigger):
        person.trigger("fullScreenAction")
        assert person.window.isFullScreen()
        assert action.isChecked()
        way_out()
        person.wait_until(lambda: not person.window.isFullScreen())
        assert not action.isChecked()
    qtbot.keyClick(person.window, Qt.Key.Key_Escape)
    assert person.window.isVisible()


def test_the_keyboard_page_tells_every_shortcut(person):
    assert person.find(QAction, "shortcutsAction").shortcut() == QKeySequence("F1")
    person.trigger("shortcutsAction")
    (dialog,) = person.window.findChildren(ShortcutsDialog)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    listed = person.window.actions_.keys()
    assert all({text, keys} <= words for text, keys in listed)
    assert any(word.startswith("On the pad") for word in words)
    dialog.reject()


def test_the_about_box_opens_and_closes(person):
    person.trigger("aboutAction")
    (dialog,) = person.window.findChildren(QDialog)
    assert "About" in dialog.windowTitle()
    dialog.reject()


def test_the_window_fits_small_and_large_screens(person):
    for size in ((1024, 700), (1280, 800), (3840, 2160)):
        person.window.resize(*size)
        QApplication.processEvents()
        assert person.window.size().toTuple() == size


def test_every_view_has_its_tab_in_sight_on_a_small_screen(window):
    window.resize(1024, 700)
    bar = window.tabs.tabBar()
    window.tabs.setTabText(window.tabs.indexOf(window.panels["coach"]), "Coach (3)")  # the longest it becomes
    assert bar.width() < bar.sizeHint().width()  # there is not room for all at their usual width
    assert bar.tabRect(bar.count() - 1).right() < bar.width()
    assert not any(button.isVisible() for button in bar.findChildren(QToolButton))


def test_the_usual_layout_is_that_of_the_first_start(person, open_window):
    window = person.window
    first, front = window.size(), window.tabs.currentIndex()
    splitter = window.arrangement.splitters["middle"]
    usual = splitter.sizes()
    splitter.setSizes([600, 100])
    window.tabs.setCurrentIndex(3)
    for name in ("settings", "pad", "timeline", "coach"):
        window.arrangement.toggles[name].setChecked(False)
    person.trigger("largerTextAction")
    window.close()
    again = open_window()
    assert again.tabs.currentIndex() == 3
    assert not again.arrangement.toggles["coach"].isChecked()
    again.actions_["usualLayoutAction"].trigger()
    assert again.tabs.currentIndex() == front
    assert all(toggle.isChecked() for toggle in again.arrangement.toggles.values())
    assert again.text_sizes.size == 1.0
    person.wait_until(lambda: again.size() == first)
    share = [sizes[0] / sum(sizes) for sizes in (again.arrangement.splitters["middle"].sizes(), usual)]
    assert abs(share[0] - share[1]) < 0.15
