"""Reading lessons: what is good is read whole, what is bad is told with its line."""

from pathlib import Path

import pytest

from core.errors import FileError, InklingError
from core.hyperparameters import Hyperparameters
from core.lessons import course
from core.lessons.block import BLOCKS
from core.lessons.breaking import Break
from core.lessons.lesson import LessonError, Paragraphs
from core.lessons.question import Ask
from core.lessons.reading import MOST_BYTES, parsed
from core.lessons.running import Check, RunBlock, Set
from core.lessons.showing import Draw, If, NumpyLines, Point, Show, Slow
from core.presets import preset
from tests.core.lessons.lesson_texts import HEAD, LESSON, changed

EVERY_BLOCK = f"""{HEAD}## One {{#one}}
```point
at = "cell:7,1"
text = "Here."
until = "click"
```
```show
tab = "mistakes"
test_image = 3
```
```draw
text = "A three."
digit = 3
```
```slow
train_image = 0
frames = "all"
```
```numpy
lines = "update"
```
```if
images = "mnist"
text = "Only there."
```
```python
w -= rate * dw  # <b> is no tag here
```
"""


def test_a_lesson_is_read_whole() -> None:
    lesson, faults = parsed(LESSON)
    assert not faults
    assert lesson is not None
    assert (lesson.id, lesson.heading, lesson.minutes) == ("small", "3 · Small", 2)
    assert [step.id for step in lesson.steps] == ["guess", "now"]
    assert [type(item) for item in lesson.steps[0].items] == [Paragraphs, Set, Ask, RunBlock, Check, Paragraphs]
    (made,) = lesson.blocks(Set)
    base = preset("diary-128").hyperparameters
    assert made.settings == Hyperparameters.from_dict(base.to_dict() | {"hidden": [8], "batch_size": 50})
    ask = next(lesson.blocks(Ask))
    assert [(option.id, option.right) for option in ask.options] == [("nothing", False), ("better", True)]


def test_every_kind_of_block_is_read() -> None:
    lesson, faults = parsed(EVERY_BLOCK)
    assert not faults
    assert lesson is not None
    kinds = {type(item) for item in lesson.steps[0].items}
    assert {Point, Show, Draw, Slow, NumpyLines, If} <= kinds
    assert set(BLOCKS.values()) == {Point, Show, Draw, Slow, NumpyLines, If, Ask, RunBlock, Break, Check, Set}


def test_code_stays_in_the_text() -> None:
    lesson, _ = parsed(EVERY_BLOCK)
    assert lesson is not None
    last = lesson.steps[0].items[-1]
    assert isinstance(last, Paragraphs)
    assert "w -= rate" in last.text


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (
            'text = "Nothing", says = "Something did."',
            'text = "Nothing"',
            '"nothing"',
            'The option "nothing" has no "says"',
        ),
        ("test_accuracy > 5%", "test_acuracy > 5%", "test_acuracy", 'Did you mean "test_accuracy"?'),
        ("test_accuracy > 5%", "test_accuracy is good", "is good", "is no condition"),
        ("epochs = 2", "epochs = 2000", "2000", "has to be from 1 to 1000"),
        ("epochs = 2", "epochs = 2\nsteps = 5", 'name = "first"', "either epochs or steps"),
        ("epochs = 2", "epochs = nan", "nan", "is not a whole number"),
        ('watch = "The cost."', "watch = 3", "watch = 3", "is not a text"),
        ('watch = "The cost."', 'whatch = "The cost."', "whatch", 'Did you mean "watch"?'),
        ("hidden = [8]", "hidden = [8, -1]", "hidden", "These settings cannot be"),
        ("hidden = [8]", 'hidden = "8"', "hidden", "These settings cannot be"),
        ("hidden = [8]", "hiden = [8]", "hiden", "no setting called"),
        ('preset = "diary-128"', 'preset = "diary-127"', "diary-127", 'Did you mean "diary-128"?'),
        ("right = true, ", "", 'id = "guess"', "0 options are right"),
        ('kind = "number"', 'kind = "nummer"', "nummer", 'Did you mean "number"?'),
        ("near = 5", 'near = "five"', "near", "is not a number or two"),
        ("```run", "```rum", "```rum", 'Did you mean "run"?'),
        ("## And now? {#now}", "## And now?", "## And", "has no id"),
        ("{#now}", "{#guess}", "## And", "two steps"),
        ("inkling_lesson = 1", "inkling_lesson = 2", "inkling_lesson", "newer"),
        ("minutes = 2", "minutes = 2\nminuts = 3", "minuts", "Did you mean"),
        ('images = ["builtin"]', 'images = ["bultin"]', "bultin", 'Did you mean "builtin"?'),
        ("The end.\n", "```show\n", "```show", "has no end"),
        ("The end.\n", '```slow\nframes = ["sums", "cots"]\n```\n', "cots", 'There is no frame "cots"'),
        ("epochs = 2", "epochs == 2", "epochs ==", "is no TOML"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, at: str, said: str) -> None:
    text = changed(old, new)
    _, faults = parsed(text)
    told = [(fault.line, f"{fault.what} {fault.remedy}") for fault in faults]
    line = text[: text.index(at)].count("\n") + 1
    assert any(said in sentence and where == line for where, sentence in told), (line, told)


def test_all_faults_are_told_at_once() -> None:
    _, faults = parsed(changed("epochs = 2", "epochs = 0", changed("test_accuracy > 5%", "nothing")))
    assert len(faults) == 2


@pytest.mark.parametrize("text", ["", "# Notes", "+++\n", "text\n+++\nx=1\n+++", HEAD, f"{HEAD}text\n## A {{#a}}"])
def test_what_is_no_lesson_is_refused(text: str) -> None:
    _, faults = parsed(text)
    assert faults


def test_too_much_is_refused() -> None:
    many_steps = HEAD + "".join(f"## S {{#s{n}}}\nText.\n" for n in range(41))
    many_blocks = f"{HEAD}## S {{#s}}\n" + '```show\ntab = "data"\n```\n' * 13
    assert any("more than 40 steps" in fault.what for fault in parsed(many_steps)[1])
    assert any("more than 12 blocks" in fault.what for fault in parsed(many_blocks)[1])


def test_a_file_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    good, bad, large, binary = (tmp_path / name for name in ("good.md", "bad.md", "large.md", "binary.md"))
    good.write_text(LESSON, encoding="utf-8")
    bad.write_text(changed("epochs = 2", "epochs = 0"), encoding="utf-8")
    large.write_bytes(b"+" * (MOST_BYTES + 1))
    binary.write_bytes(b"+++\xff\xfe")
    assert course.load(good).id == "small"
    with pytest.raises(LessonError, match=r'bad\.md, line \d+: "epochs" of the run'):
        course.load(bad)
    for path in (large, binary, tmp_path / "missing.md"):
        with pytest.raises(FileError) as caught:
            course.load(path)
        assert isinstance(caught.value, InklingError)


def test_the_version_follows_questions_and_not_words() -> None:
    versions = {}
    for name, text in {
        "as it is": LESSON,
        "words": changed("Look.", "Look well."),
        "option": changed('id = "nothing"', 'id = "none"'),
    }.items():
        lesson, _ = parsed(text)
        assert lesson is not None
        versions[name] = lesson.version
    assert versions["as it is"] == versions["words"] != versions["option"]
