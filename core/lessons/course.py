"""Course: the lessons that come with Inkling and a person's own, in order, in the language that is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core import disk
from core.errors import FileError, InklingError
from core.lessons.checking import check
from core.lessons.lesson import Lesson, LessonError
from core.lessons.question import Ask
from core.lessons.reading import SUFFIX, parsed, read_text
from core.plain import LONGEST_NAME, harmless

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "lessons"
"""The lessons that come with Inkling."""

_OWN = "lessons"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the course.

    Attributes
    ----------
    path : Path
        The file.
    lesson : Lesson or None
        The lesson; none where the file is wrong somewhere.
    trouble : str
        What is to be said of it; with a lesson, why it is not the translation that was asked for.
    """

    path: Path
    lesson: Lesson | None
    trouble: str = ""

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return self.lesson.heading if self.lesson else self.path.name


def own_folder() -> Path:
    """Return the folder of a person's own lessons (it may not exist)."""
    return disk.data_folder() / _OWN


def load(path: Path) -> Lesson:
    """Read a lesson and check it as a whole.

    Raises
    ------
    LessonError
        For its first fault, with the line.
    FileError
        When the file cannot be read.
    """
    lesson, faults = parsed(read_text(path))
    faults = faults if lesson is None else (*faults, *check(lesson))
    if lesson is None or faults:
        first = min(faults, key=lambda fault: fault.line)
        raise LessonError(path.name, first.line, first.what, first.remedy)
    return lesson


def find(name: str) -> Lesson:
    """Return the lesson of an id, or of a file.

    Raises
    ------
    FileError
        When there is none, or it is wrong somewhere.
    """
    entry = next((entry for entry in entries() if entry.lesson is not None and entry.lesson.id == name), None)
    if entry is not None and entry.lesson is not None:
        return entry.lesson
    path = Path(name)
    if not path.suffix and not path.exists():
        raise FileError(f'There is no lesson "{harmless(name, LONGEST_NAME)}".', "inkling lessons list names them all.")
    return load(path)


def entries(folders: Iterable[Path] | None = None, language: str = "en") -> tuple[Entry, ...]:
    """Return all lessons: those with a number in its order first, then the others by title.

    Parameters
    ----------
    folders : iterable of Path, optional
        Where to look; where Inkling's and the person's own are, without.
    language : str
        Which language; where a lesson does not have it, or has it wrong, the English one stands in.
    """
    found = []
    for folder in (FOLDER, own_folder()) if folders is None else folders:
        for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
            if "." not in path.name.removesuffix(SUFFIX):
                found.append(_entry(path, language))
    return in_order(found)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return lessons in their order: those with a number first, then the others by title."""
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[bool, int, str]:
    number = entry.lesson.number if entry.lesson else 0
    return not number, number, entry.title


def _entry(path: Path, language: str) -> Entry:
    try:
        lesson = load(path)
    except InklingError as error:
        return Entry(path, None, str(error))
    translated = path.with_name(f"{path.name.removesuffix(SUFFIX)}.{language}{SUFFIX}")
    if language == lesson.language or not translated.exists():
        return Entry(path, lesson)
    try:
        other = load(translated)
        missing = _missing(lesson, other)
        if missing:
            raise LessonError(translated.name, 0, f"{missing} of {path.name} is missing.")
    except InklingError as error:
        return Entry(path, lesson, f"{error} The lesson in {_named(lesson.language)} is shown instead.")
    return Entry(translated, other)


def _missing(lesson: Lesson, other: Lesson) -> str:
    """Return what a translation lacks: the same steps, blocks and ids have to be there."""
    for step in lesson.steps:
        if other.place(step.id) < 0:
            return f'The step "{step.id}"'
    for ask in lesson.blocks(Ask):
        same = next((found for found in other.blocks(Ask) if found.id == ask.id), None)
        if same is None:
            return f'The question "{ask.id}"'
        if [option.id for option in ask.options] != [option.id for option in same.options]:
            return f'An option of the question "{ask.id}"'
    shape, others = ([[type(item) for item in step.items] for step in one.steps] for one in (lesson, other))
    return "" if shape == others else "A block"


def _named(language: str) -> str:
    return "English" if language == "en" else language
