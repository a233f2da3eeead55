"""The list of lessons: in order, in a language, the bad ones with their sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.lessons.course import entries, load, original_of, own_folder
from core.lessons.lesson import LessonError
from core.lessons.reading import parsed
from core.lessons.translation import departures
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
    assert entry.trouble == 'a.de.md: the step "now" of a.md is missing. The English lesson is shown instead.'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "nothing"', 'id = "nichts"', 'the options of the question "guess" are not those of a.md'),
        ("Look.\n", "", 'the step "guess" does not have the blocks'),
        ('id = "number"', 'id = "zahl"', 'the question "number" of a.md is missing'),
        ('id = "small"', 'id = "klein"', 'line 1: the id is "klein"'),
        ("hidden = [8]", "hidden = [9]", "more than words differs"),
        ("epochs = 2", "epochs = 3", "more than words differs"),
        ("test_accuracy > 5%", "test_accuracy > 1%", "more than words differs"),
        ('says = "Something did."', 'right = true, says = "Something did."', "2 options are right"),
    ],
)
def test_a_translation_lacks_nothing(tmp_path: Path, old: str, new: str, said: str) -> None:
    _write(tmp_path, "a.md", LESSON)
    _write(tmp_path, "a.de.md", changed(old, new, changed('title = "Small"', 'title = "Klein"\nlanguage = "de"')))
    (entry,) = entries([tmp_path], "de")
    assert said in entry.trouble
    assert entry.title == "3 · Small"
    assert original_of(tmp_path / "a.de.md") == tmp_path / "a.md"
    assert original_of(tmp_path / "a.md") is None


def test_a_translation_is_of_one_mind_about_the_order_of_steps(tmp_path: Path) -> None:
    lesson, _ = parsed(LESSON)
    assert lesson is not None
    turned = replace(lesson, steps=lesson.steps[::-1])
    assert [fault.what for fault in departures(lesson, turned, "a.md")] == ["The steps are not in the order of a.md."]
    more = replace(lesson, steps=(*lesson.steps, replace(lesson.steps[0], id="more")))
    assert [fault.what for fault in departures(lesson, more, "a.md")] == ['The step "more" is not in a.md.']
    assert list(departures(lesson, lesson, "a.md")) == []


def test_a_person_s_own_lessons_are_found(tmp_path: Path) -> None:
    _write(own_folder(), "mine.md", changed('id = "small"', 'id = "mine"'))
    assert "mine" in [entry.lesson.id for entry in entries() if entry.lesson is not None]


def test_what_makes_no_sense_is_refused_as_what_cannot_be_read(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", changed("Look.", "Look: {test_accuracy:%}."))
    with pytest.raises(LessonError, match=r'a\.md, line \d+: "test_accuracy" is not known yet'):
        load(tmp_path / "a.md")
