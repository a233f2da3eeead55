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
from core.lessons.pace import LONGEST_WAIT
from core.lessons.reading import parsed, read_text
from core.lessons.table import Fault
from core.lessons.translation import departures
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
    entries = course.entries(language=options.language)
    for entry in entries:
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
            if entry.trouble:  # why it is not the translation that was asked for
                complain(entry.trouble)
    if not options.json:
        minutes = course.minutes_of_diary(entry.lesson for entry in entries if entry.lesson is not None)
        say(f"Lessons 1 to {course.LAST_OF_DIARY}, the diary: {minutes:g} min.")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Say all faults of all files."""
    status = 0
    for path in map(Path, options.names):
        lesson, of_form = parsed(read_text(path))
        faults = sorted(
            (*of_form, *(check(lesson) if lesson else ()), *_departures(path, lesson)), key=lambda fault: fault.line
        )
        for fault in faults:
            status = 1
            _say_fault(path, fault, as_json=options.json)
        if not faults and not options.json:
            say(f"{path.name}: nothing is wrong with it.")
    return status


def _departures(path: Path, lesson: Lesson | None) -> Iterable[Fault]:
    """Return in what a translation departs from the lesson beside it, if that can be read."""
    original = course.original_of(path)
    if lesson is None or original is None:
        return ()
    found, _ = parsed(read_text(original))
    return () if found is None else departures(found, lesson, original.name)


def _say_fault(path: Path, fault: Fault, *, as_json: bool) -> None:
    if as_json:
        say_json({"file": path.name, "line": fault.line, "what": fault.what, "remedy": fault.remedy})
    else:
        place = f"{path.name}, line {fault.line}" if fault.line else path.name
        say(f"{place}: {fault.what} {fault.remedy}".rstrip())


def _verify(options: argparse.Namespace) -> int:
    """Train every run of the lessons asked for, with each seed, and say which claims do not hold."""
    status, rows = 0, []
    for images in [options.images] if options.images else ["mnist", "builtin"]:
        dataset = _dataset(images, is_asked_for=bool(options.images))
        if dataset is None:
            continue
        for lesson in _presets(options.names) if options.presets else _asked_for(options.names):
            found = [_verified(lesson, dataset, images, seed, options) for seed in range(1, options.seeds + 1)]
            status = max(status, *(int(not one.holds) for one in found))
            rows.append(verifying.row_of(found))
            if not options.json:
                for text in verifying.close_claims(found):
                    say(f"  close: {text}")
                for text in verifying.slow_runs(found):
                    say(f"  slow: the run {text}, more than {LONGEST_WAIT:.0f} s")
    if rows and not options.json:
        _say_table(rows)
    return status


def _say_table(rows: list[tuple[str, ...]]) -> None:
    """Say what came of all lessons as a table in Markdown."""
    widths = [max(len(row[column]) for row in (verifying.HEAD, *rows)) for column in range(len(verifying.HEAD))]
    rules = tuple("-" * width for width in widths)
    say("")
    for row in (verifying.HEAD, rules, *rows):
        say(f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |")


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
        "waits": found.waits,
        "minutes": found.pace.minutes,
        "claims": claims,
        "runs": found.runs,
    }
