"""The numpy tab: the lines of the settings shown, what has changed in them, and the script to keep."""

from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from core.files.script import script
from desktop.views.numpy_lines.code_view import CodeView
from desktop.views.wishes import MarkLines

pytestmark = pytest.mark.panels("numpy", "neurons", "network")


@pytest.fixture
def text(person) -> CodeView:
    person.window.tabs.setCurrentWidget(person.window.panels["numpy"])
    return person.find(QPlainTextEdit, "numpyText")


def test_the_lines_are_those_of_the_settings_shown(person, text):
    lines = [line.text for line in script(person.workbench.settings.value).lines if line.block]
    assert [line for line in text.toPlainText().split("\n") if line] == [line for line in lines if line]
    assert person.find(QLabel, "numpyLineLabel").text().startswith("What the settings shown do")
    assert text.isReadOnly()
    assert text.changed_lines == ()


def test_what_a_setting_changes_is_marked(person, text):
    person.workbench.settings.propose("learning_rate", 0.123)
    assert any("0.123" in line for line in text.changed_lines)
    assert all("def forward" not in line for line in text.changed_lines)
    assert text.extraSelections()


def test_a_hidden_tab_catches_up_when_it_is_looked_at(person, text):
    person.window.tabs.setCurrentIndex(0)
    person.workbench.settings.propose("batch_size", 17)
    person.window.tabs.setCurrentWidget(person.window.panels["numpy"])
    assert "batch = 17" in text.toPlainText()


def test_a_line_tells_which_setting_it_comes_from(person, text):
    lines = text.toPlainText().split("\n")
    text.lead_to(next(number for number, line in enumerate(lines) if line.startswith("batch = ")))
    assert person.find(QLabel, "numpyLineLabel").text() == (
        "This line comes from Batch size: a change acts on the next batch."
    )
    text.moveCursor(QTextCursor.MoveOperation.Start)
    assert "the same whatever the settings are" in person.find(QLabel, "numpyLineLabel").text()


def test_the_whole_script_is_copied_and_saved(person, text, dialogs, tmp_path: Path):
    whole = script(person.workbench.settings.value, person.workbench.library.in_use).text
    person.find(QPushButton, "numpyCopyButton").click()
    assert QApplication.clipboard().text() == whole
    dialogs.path = tmp_path / "mine.py"
    person.find(QPushButton, "numpySaveButton").click()
    person.wait_until(lambda: (tmp_path / "mine.py").exists())
    assert (tmp_path / "mine.py").read_text(encoding="utf-8") == whole
    compile(whole, "mine.py", "exec")


def test_the_lines_that_another_view_speaks_of_are_marked_while_it_does(person, text):
    network = person.window.panels["network"]
    network.wished.emit(MarkLines("d = d @ w2.T\nno such line"))
    assert text.spoken_of == ("d = d @ w2.T",)
    assert person.window.tabs.currentWidget() is person.window.panels["numpy"]  # nobody is led away
    person.workbench.settings.propose("batch_size", 17)
    assert text.spoken_of == ("d = d @ w2.T",)
    network.wished.emit(MarkLines(""))
    assert text.spoken_of == ()
