"""A small lesson in a window, on a data set that is learned at once."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from core.data import catalog
from core.data.dataset import Dataset, Split
from core.lessons.course import own_folder
from tests.core.lessons.lesson_texts import LESSON


def put_lesson_there(text: str = LESSON, name: str = "small") -> None:
    """Write a lesson into the person's own folder."""
    own_folder().mkdir(parents=True, exist_ok=True)
    (own_folder() / f"{name}.md").write_text(text, encoding="utf-8")


def use_tiny_images(monkeypatch: pytest.MonkeyPatch, dataset: Dataset, figures_folder: Path) -> None:
    """Let the built-in data set be a tiny one: the images of the window's own in another order."""
    train = Split(dataset.train.images[::-1].copy(), dataset.train.labels[::-1].copy())
    built_in = Dataset(catalog.BUILT_IN, "Built-in handwriting", train, dataset.test)
    load = catalog.load

    def loaded(name: str, *others: object, **options: object) -> Dataset:
        return built_in if name == catalog.BUILT_IN else load(name, *others, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(catalog, "load", loaded)


class Learner:
    """A person who plays a lesson with mouse and keyboard."""

    def __init__(self, person) -> None:
        self.person, self.lessons = person, person.workbench.lessons

    def open_list(self) -> None:
        self.person.trigger("lessonsAction")
        self.person.wait_until(lambda: bool(self.lessons.entries))

    def choose(self, title: str) -> None:
        found = self.seen("lessonList")
        rows = [found.item(row) for row in range(found.count())]
        item = next(item for item in rows if title in item.text())
        found.itemActivated.emit(item)
        self.person.wait_until(lambda: self.lessons.player is not None and self.lessons.lesson.title == title)

    def begin(self, title: str = "Small") -> None:
        self.open_list()
        self.choose(title)
        self.person.wait_until(lambda: "test_accuracy" in self.lessons.player.known)

    def seen(self, name: str) -> QWidget:
        self.person.wait_until(lambda: bool(self._all(name)))  # a layout shows what is new when it has the time
        return self._all(name)[-1]

    def is_seen(self, name: str) -> bool:
        QApplication.processEvents()
        return bool(self._all(name))

    def _all(self, name: str) -> list[QWidget]:
        found = [widget for widget in self.person.window.findChildren(QWidget) if widget.objectName() == name]
        return [widget for widget in found if widget.isVisible()]

    def press(self, name: str) -> None:
        button = self.seen(name)
        assert button.isEnabled(), name
        button.click()

    def guess(self, option: int) -> None:
        self.seen(f"lessonAnswer{option}").click()
        self.press("lessonGuessButton")

    def run(self) -> None:
        block = self.lessons.player.waits_for
        self.press("lessonRunButton")
        self.person.wait_until(lambda: self.lessons.player.waits_for is not block)
