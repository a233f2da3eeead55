"""Which of the files there are the data set, and of which format; the rest is kept for what can be said of it."""

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from core import disk
from core.data.formats import FORMATS
from core.data.formats.files import MOST_FILES, File, looked_at, part_of, stem_of
from core.data.formats.format import Format
from core.data.formats.unreadable import kind_of, refusal
from core.errors import DataError

_MOST_SHOWN = 6
_REMEDY = "Choose one of them: its folder, or one of its files."


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be read.

    Attributes
    ----------
    format : Format
    files : list of File
        Those of this format, of one data set.
    others : list of File
        The rest.
    notes : tuple of str
        What is to be said of files that are left out.
    """

    format: Format
    files: list[File]
    others: list[File]
    notes: tuple[str, ...] = ()

    @property
    def format_words(self) -> str:
        """What the format is called in a sentence."""
        return self.format.in_words(len(self.files))

    def explained(self, error: DataError) -> DataError:
        """Return why something is missing: a file that is not what it should be, or what was said."""
        return next((refusal(file) for file in self.others if kind_of(file).is_telling), error)


def looked_for(path: Path, files: Sequence[File], name: str) -> Found:
    """Return what to read of the files that were listed.

    Raises
    ------
    DataError
        When no format knows any of them, or there are several data sets.
    """
    known: dict[str, list[File]] = defaultdict(list)
    others: list[File] = []
    formats = {each.name: each() for each in FORMATS}
    for file in files:
        owner = next((each for each in formats.values() if each.knows(file)), None)
        (others if owner is None else known[owner.name]).append(file)
    chosen = next((each for each in formats.values() if known[each.name]), None)
    if chosen is None:
        raise _nothing(others, name)
    mine = known[chosen.name]
    if len(files) == 1 and chosen.has_companions and path.is_file():
        mine, beside = _companions(path, mine[0], chosen)
        others += beside
    elif not chosen.is_an_image_a_file:
        mine = _one_set(_without_copies(mine), name)
    rest = [them for each, them in known.items() if each != chosen.name and not formats[each].is_an_image_a_file]
    left = [file for them in rest for file in them]
    notes = (f"Also there, and left out: {_shown([file.own_name for file in left])}.",) if left else ()
    return Found(chosen, mine, others, notes)


def _nothing(others: Sequence[File], name: str) -> DataError:
    if len(others) == 1:
        return refusal(others[0])
    telling = [file for file in others if kind_of(file).is_telling]
    if telling:
        return refusal(telling[0])
    known = "IDX, CSV and NPZ files, pictures in a folder for each class, and ZIP and TAR archives of them"
    held = f"{len(others):,} files, none of which is one" if others else "no files"
    return DataError(f"{name} holds no data set: it has {held}.", f"Inkling opens {known}.")


def _companions(path: Path, file: File, format: Format) -> tuple[list[File], list[File]]:
    """Return the file and those in its folder that belong to it by their names, and those of them in no format."""
    found: list[File] = [file]
    others: list[File] = []
    try:
        names = sorted(os.listdir(path.parent))[:MOST_FILES]
    except OSError:
        return found, others
    for name in names:
        beside = path.parent / name
        if name == path.name or stem_of(name) != stem_of(path.name) or not beside.is_file():
            continue
        companion = looked_at(name, beside.stat().st_size, partial(disk.open_to_read, beside))
        (found if format.knows(companion) else others).append(companion)
    return _without_copies(found), others


def _without_copies(files: Sequence[File]) -> list[File]:
    """Leave out what lies beside it unpacked."""
    plain = {file.name for file in files}
    return [file for file in files if not (file.name.endswith(".gz") and file.name.removesuffix(".gz") in plain)]


def _one_set(files: list[File], name: str) -> list[File]:
    """Return the files if they are of one data set.

    Raises
    ------
    DataError
        When they are of several: it names them.
    """
    by_place: dict[str, list[File]] = defaultdict(list)
    for file in files:
        by_place[PurePosixPath(file.name).name.removesuffix(".gz")].append(file)
    twice = next((them for them in by_place.values() if len(them) > 1), None)
    if twice is not None:
        raise _several([str(PurePosixPath(file.name).parent) for file in twice], name)
    by_stem: dict[str, list[File]] = defaultdict(list)
    for file in files:
        by_stem[stem_of(file.name)].append(file)
    whole = [stem for stem, them in by_stem.items() if _is_whole(them)]
    if len(whole) > 1:
        raise _several([PurePosixPath(by_stem[stem][0].name).name for stem in whole], name)
    return files


def _is_whole(files: Sequence[File]) -> bool:
    """Return whether files of one name can be a data set without any others."""
    if files[0].name.lower().removesuffix(".gz").endswith((".npz", ".csv", ".txt", ".tsv")):
        return any(part_of(file.name) != "test" for file in files)
    return len(files) > 1


def _several(sets: Sequence[str], name: str) -> DataError:
    return DataError(f"{name} holds {len(sets)} data sets: {_shown(sets)}.", _REMEDY)


def _shown(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_SHOWN])
    return f"{shown} and {len(names) - _MOST_SHOWN:,} more" if len(names) > _MOST_SHOWN else shown
