"""What the data box offers: data sets by name, and those of one's own with where they lie and what was done to them."""

from dataclasses import dataclass
from pathlib import Path

from core.data.catalog import Entry
from core.data.own import OwnData, place_of
from core.plain import harmless
from desktop.models.library import LibraryModel

_LONGEST = 56  # letters of a way to a file: more do not stand in a line


@dataclass(frozen=True, slots=True)
class DatasetChoice:
    """An item of the box.

    Attributes
    ----------
    title : str
        What it is called.
    name : str
        By what it is used: its name, or where it lies.
    story : str
        What stands below the title; may be empty.
    is_there : bool
        Whether it can be chosen.
    is_in_use : bool
        Whether it is the one in use.
    """

    title: str
    name: str
    story: str = ""
    is_there: bool = True
    is_in_use: bool = False


def choices_of(library: LibraryModel) -> list[DatasetChoice]:
    """Return what can be chosen: those with a name first, then those of one's own, the latest first."""
    in_use, named = library.in_use, library.entries()
    is_named = any(entry.name == in_use for entry in named)
    place = "" if is_named or not in_use else place_of(Path(in_use))
    found = [_named(entry, entry.name == in_use) for entry in named]
    found += [_own(each, each.path == place) for each in library.own_entries()]
    if library.dataset is not None and not any(choice.is_in_use for choice in found):
        found.append(DatasetChoice(library.dataset.title, in_use, _short(in_use), is_in_use=True))
    return found


def _named(entry: Entry, is_in_use: bool) -> DatasetChoice:
    if entry.is_ready:
        return DatasetChoice(entry.title, entry.name, is_in_use=is_in_use)
    story = f"A download of {entry.download_size / 1e6:.0f} MB."
    return DatasetChoice(f"{entry.title} (not here yet)", entry.name, story)


def _own(each: OwnData, is_in_use: bool) -> DatasetChoice:
    tests = f"{each.test_images:,}" if each.test_images else "none"
    counts = f"{each.train_images:,} images to train on, {tests} to test with"
    if not each.is_there:
        gone = f"No longer in {_short(each.path)}"
        return DatasetChoice(each.name, each.path, gone, is_there=False, is_in_use=is_in_use)
    story = "\n".join((_short(each.path), f"{counts}, {each.classes} classes.", *each.changes))
    return DatasetChoice(each.name, each.path, story, is_in_use=is_in_use)


def _short(path: str) -> str:
    shown = harmless(path)
    return shown if len(shown) <= _LONGEST else f"…{shown[-_LONGEST:]}"
