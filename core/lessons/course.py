"""Course: the lessons that come with Inkling and a person's own, in order, in the language that is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core import disk
from core.errors import FileError, InklingError
from core.lessons.checking import check
from core.lessons.lesson import Lesson, LessonError
from core.lessons.reading import SUFFIX, parsed, read_text
from core.lessons.translation import departures
from core.plain import LONGEST_NAME, harmless

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "lessons"
"""The lessons that come with Inkling."""

LAST_OF_DIARY = 9
"""The number of the last lesson on the learner's diary; those behind it go further."""

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


def find(name: str, language: str = "en") -> Lesson:
    """Return the lesson of an id, or of a file.

    Parameters
    ----------
    name : str
        The id, or the path of a file.
    language : str
        In which language the lesson of an id is, as in :func:`entries`.

    Raises
    ------
    FileError
        When there is none, or it is wrong somewhere.
    """
    entry = next(
        (entry for entry in entries(language=language) if entry.lesson is not None and entry.lesson.id == name), None
    )
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


def minutes_of_diary(lessons: Iterable[Lesson]) -> float:
    """Return how many minutes the lessons on the diary take together."""
    return sum(lesson.minutes for lesson in lessons if 1 <= lesson.number <= LAST_OF_DIARY)


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
        for fault in departures(lesson, other, path.name):
            raise LessonError(translated.name, fault.line, fault.what)
    except InklingError as error:
        return Entry(path, lesson, f"{error} The {_named(lesson.language)} lesson is shown instead.")
    return Entry(translated, other)


def original_of(path: Path) -> Path | None:
    """Return the lesson beside it of which a file is a translation, as ``stuck.md`` is of ``stuck.de.md``."""
    stem, _, language = path.name.removesuffix(SUFFIX).rpartition(".")
    original = path.with_name(f"{stem}{SUFFIX}")
    return original if stem and language and path.name.endswith(SUFFIX) and original.exists() else None


def _named(language: str) -> str:
    return "English" if language == "en" else language
