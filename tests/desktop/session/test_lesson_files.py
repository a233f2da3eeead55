"""Lessons as documents: opened, listed, followed by links; a bad one gets its sentence."""

from pathlib import Path

import pytest

from core.data.dataset import Dataset
from core.errors import FileError
from core.lessons.link import Link
from desktop import app
from tests.core.lessons.lesson_texts import LESSON, changed
from tests.desktop.lesson_helpers import Learner, put_lesson_there, use_tiny_images

pytestmark = pytest.mark.panels("lessons", "settings", "pad", "curves")


@pytest.fixture
def learner(person, monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset, figures_folder: Path) -> Learner:
    use_tiny_images(monkeypatch, tiny_dataset, figures_folder)
    return Learner(person)


def test_a_file_is_opened_and_listed_and_a_link_leads_to_its_step(learner, tmp_path: Path):
    workbench, lessons = learner.person.workbench, learner.lessons
    path = tmp_path / "mine.md"
    path.write_text(changed('title = "Small"', 'title = "Handed out"'), encoding="utf-8")
    learner.person.window.open_path(path)
    learner.person.wait_until(lambda: lessons.lesson is not None)
    assert lessons.lesson.title == "Handed out"
    assert learner.seen("lessonPanel")
    learner.person.wait_until(lambda: bool(lessons.entries))
    assert [entry.path for entry in lessons.entries if entry.title == "3 · Handed out"] == [path]
    assert path in workbench.preferences.recent_files
    put_lesson_there()
    workbench.lesson_files.follow(Link("small", "now"))
    learner.person.wait_until(lambda: lessons.lesson.title == "Small")
    assert lessons.player.step.id == "now"


def test_a_bad_file_gets_its_sentence_and_the_window_stays_as_it_is(learner, tmp_path: Path):
    path = tmp_path / "bad.md"
    path.write_text(changed("epochs = 2", "epochs = 0"), encoding="utf-8")
    notices = learner.person.workbench.notices
    learner.person.window.open_path(path)
    learner.person.wait_until(lambda: notices.current is not None and "bad.md, line 28" in notices.current.text)
    assert learner.lessons.lesson is None
    learner.person.workbench.lesson_files.follow(Link("gone"))
    learner.person.wait_until(lambda: 'no lesson "gone"' in notices.current.text)


def test_the_window_is_not_built_for_a_lesson_that_is_not_there(tmp_path: Path):
    path = tmp_path / "small.md"
    path.write_text(LESSON, encoding="utf-8")
    for arguments, words in (
        (["inkling:lesson/gone"], 'no lesson "gone"'),
        (["inkling:tab/why"], "leads to no lesson"),
        (["--lesson", "stuck", "--step", "wyh"], 'no step "wyh"'),
        (["--lesson", str(path), "--step", "gone"], 'The lesson "small" has no step "gone"'),
    ):
        with pytest.raises(FileError, match=words):
            app.build(arguments)
