"""``inkling lessons``: the list of lessons, what is wrong with a file, and whether every claim holds in its runs."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from core.cli import sheets
from core.cli.output import complain, say, say_json
from core.data import catalog
from core.data.dataset import Dataset
from core.errors import FileError
from core.lessons import course, of_presets, verifying
from core.lessons.checking import check
from core.lessons.lesson import Lesson
from core.lessons.reading import parsed, read_text
from core.lessons.table import Fault
from core.presets import preset


def run(options: argparse.Namespace) -> int:
    """Do what is asked for and return the exit status."""
    actions = {
        "list": _list,
        "check": _check,
        "verify": _verify,
        "worksheet": sheets.worksheet,
        "report": sheets.report,
        "collect": sheets.collect,
        "predictions": sheets.predictions,
        "new": sheets.new,
    }
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    for entry in course.entries(language=options.language):
        lesson = entry.lesson
        if options.json:
            values: dict[str, object] = {"file": entry.path.name, "trouble": entry.trouble}
            if lesson is not None:
                values |= {"id": lesson.id, "title": lesson.title, "number": lesson.number, "minutes": lesson.minutes}
            say_json(values)
        elif lesson is None:
            say(f"{'':4}{entry.trouble}")
        else:
            say(f"{lesson.number or '':<4}{lesson.id:18}{lesson.title} ({lesson.minutes:g} min)")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Say all faults of all files."""
    status = 0
    for path in map(Path, options.names):
        lesson, of_form = parsed(read_text(path))
        faults = sorted((*of_form, *(check(lesson) if lesson else ())), key=lambda fault: fault.line)
        for fault in faults:
            status = 1
            _say_fault(path, fault, as_json=options.json)
        if not faults and not options.json:
            say(f"{path.name}: nothing is wrong with it.")
    return status


def _say_fault(path: Path, fault: Fault, *, as_json: bool) -> None:
    if as_json:
        say_json({"file": path.name, "line": fault.line, "what": fault.what, "remedy": fault.remedy})
    else:
        place = f"{path.name}, line {fault.line}" if fault.line else path.name
        say(f"{place}: {fault.what} {fault.remedy}".rstrip())


def _verify(options: argparse.Namespace) -> int:
    """Train every run of the lessons asked for, with each seed, and say which claims do not hold."""
    status = 0
    for images in [options.images] if options.images else ["mnist", "builtin"]:
        dataset = _dataset(images, is_asked_for=bool(options.images))
        if dataset is None:
            continue
        for lesson in _presets(options.names) if options.presets else _asked_for(options.names):
            found = [_verified(lesson, dataset, images, seed, options) for seed in range(1, options.seeds + 1)]
            status = max(status, *(int(not one.holds) for one in found))
            if not options.json:
                for text in verifying.close_claims(found):
                    say(f"  close: {text}")
    return status


def _dataset(images: str, *, is_asked_for: bool) -> Dataset | None:
    if not is_asked_for and not catalog.find(images).is_ready:
        complain(f"{images} is not here: verified on other images only.")
        return None
    return catalog.load(images)


def _asked_for(names: list[str]) -> Iterable[Lesson]:
    """Return the lessons of these names or files; all of the course without names."""
    if not names:
        for entry in course.entries():
            if entry.lesson is None:
                raise FileError(entry.trouble, "")
            yield entry.lesson
        return
    for name in names:
        yield course.find(name)


def _presets(names: list[str]) -> Iterable[Lesson]:
    """Return what the presets of these names claim; all of them without names."""
    return [of_presets.lesson_of(preset(name)) for name in names] if names else of_presets.lessons()


def _verified(
    lesson: Lesson, dataset: Dataset, images: str, seed: int, options: argparse.Namespace
) -> verifying.Verified:
    found = verifying.verify(lesson, dataset, images, seed)
    if options.json:
        say_json(_values(found))
        return found
    say(f"{lesson.id}, {images}, seed {seed}: {'holds' if found.holds else 'DOES NOT HOLD'} ({found.seconds:.0f} s)")
    for claim in found.claims:
        if not claim.holds or options.verbose:
            mark = "holds" if claim.holds else "fails"
            say(f"  line {claim.line}: {mark}: {claim.text} ({claim.value:.4g} against {claim.bound:.4g})")
    return found


def _values(found: verifying.Verified) -> dict[str, object]:
    claims = [
        {"line": c.line, "text": c.text, "holds": c.holds, "value": c.value, "bound": c.bound} for c in found.claims
    ]
    return {
        "id": found.lesson.id,
        "images": found.images,
        "seed": found.seed,
        "holds": found.holds,
        "seconds": found.seconds,
        "claims": claims,
        "runs": found.runs,
    }
