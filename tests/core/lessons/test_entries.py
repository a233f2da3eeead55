"""The list of lessons: in order, in a language, the bad ones with their sentence."""

from pathlib import Path

import pytest

from core.lessons.course import entries, load, own_folder
from core.lessons.lesson import LessonError
from tests.core.lessons.lesson_texts import LESSON, changed


def _write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_lessons_come_in_order_and_a_bad_one_last(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", LESSON)
    _write(tmp_path, "b.md", changed("number = 3", "number = 1"))
    _write(tmp_path, "c.md", changed("epochs = 2", "epochs = 0"))
    found = entries([tmp_path])
    assert [entry.path.name for entry in found] == ["b.md", "a.md", "c.md"]
    assert found[2].lesson is None
    assert found[2].trouble.startswith('c.md, line 28: "epochs" of the run is 0')


def test_a_translation_is_taken_where_it_is_whole(tmp_path: Path) -> None:
    german = changed("Look.", "Schau.", changed('title = "Small"', 'title = "Klein"\nlanguage = "de"'))
    _write(tmp_path, "a.md", LESSON)
    _write(tmp_path, "a.de.md", german)
    (entry,) = entries([tmp_path], "de")
    assert entry.title == "3 · Klein"
    assert entries([tmp_path], "fr")[0].title == "3 · Small"
    _write(tmp_path, "a.de.md", changed("{#now}", "{#jetzt}", german))
    (entry,) = entries([tmp_path], "de")
    assert entry.title == "3 · Small"
    assert entry.trouble == 'a.de.md: the step "now" of a.md is missing. The lesson in English is shown instead.'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "nothing"', 'id = "nichts"', "An option"),
        ("Look.\n", "", "A block"),
        ('id = "number"', 'id = "zahl"', "The question"),
    ],
)
def test_a_translation_lacks_nothing(tmp_path: Path, old: str, new: str, said: str) -> None:
    _write(tmp_path, "a.md", LESSON)
    _write(tmp_path, "a.de.md", changed(old, new, changed('title = "Small"', 'title = "Klein"\nlanguage = "de"')))
    assert said.lower() in entries([tmp_path], "de")[0].trouble.lower()


def test_a_person_s_own_lessons_are_found(tmp_path: Path) -> None:
    _write(own_folder(), "mine.md", changed('id = "small"', 'id = "mine"'))
    assert "mine" in [entry.lesson.id for entry in entries() if entry.lesson is not None]


def test_what_makes_no_sense_is_refused_as_what_cannot_be_read(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", changed("Look.", "Look: {test_accuracy:%}."))
    with pytest.raises(LessonError, match=r'a\.md, line \d+: "test_accuracy" is not known yet'):
        load(tmp_path / "a.md")
