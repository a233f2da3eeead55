"""The sheets of ``inkling lessons``: what a class prints, hands in and looks at."""

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from core import disk
from core.cli.output import complain, say, say_json
from core.errors import FileError, InklingError
from core.files import weights
from core.lessons import course
from core.lessons.lesson import Lesson
from core.lessons.progress import FILE, LessonProgress, ProgressFile
from core.lessons.question import Ask
from core.lessons.sheets import collecting
from core.lessons.sheets.again import train_again
from core.lessons.sheets.answers import answers_page
from core.lessons.sheets.collecting import pages_in
from core.lessons.sheets.handed_in import HandedIn, read
from core.lessons.sheets.new_lesson import lesson_from
from core.lessons.sheets.worksheet import worksheet as worksheet_of

_WIDEST_BAR = 40


def worksheet(options: argparse.Namespace) -> int:
    """Write the worksheet of a lesson."""
    lesson = course.find(options.name)
    path = options.output or Path(f"{lesson.id}{'-key' if options.key else ''}.html")
    _write(path, worksheet_of(lesson, with_key=options.key))
    return _tell(options, path, f"The worksheet is in {path}.")


def report(options: argparse.Namespace) -> int:
    """Write the page of a person's answers; or read one, and train its runs again if that is asked for."""
    if options.file is not None:
        return _check(options) if options.check else _say_what_is_in(options)
    if options.check:
        raise FileError("There is no page to check.", "Name it: inkling lessons report FILE --check.")
    played, trouble = ProgressFile(disk.data_folder() / FILE).load()
    if trouble:
        complain(trouble)
    path = options.output or Path("answers.html")
    entries = course.entries(language=options.language)
    _write(path, answers_page(played, entries, datetime.now().astimezone(), options.name))
    return _tell(options, path, f"Your answers are in {path}.")


def collect(options: argparse.Namespace) -> int:
    """Write the pages of a class as one table; bad ones are told, and the rest goes on."""
    pages = pages_in(options.folder)
    for trouble in pages.troubles:
        complain(trouble)
    content = collecting.table(pages.read)
    if options.output is None and not options.json:
        for line in content.splitlines():
            say(line)
        return int(not pages.read)
    path = options.output or Path("answers.csv")
    _write(path, content)
    return _tell(options, path, f"{len(pages.read)} pages are in {path}.") or int(not pages.read)


def predictions(options: argparse.Namespace) -> int:
    """Say how many of a class gave each answer to a question, without names."""
    lesson = course.find(options.lesson)
    ask = _question(lesson, options.ask)
    pages = pages_in(options.folder)
    for trouble in pages.troubles:
        complain(trouble)
    bars = collecting.guesses([page for _, page in pages.read], lesson, ask)
    if options.json:
        counts = [{"answer": bar.words, "count": bar.count} for bar in bars]
        say_json({"lesson": lesson.id, "ask": ask.id, "pages": len(pages.read), "answers": counts})
        return 0
    say(ask.question)
    most = max([bar.count for bar in bars] + [1])
    for bar in bars:
        say(f"{bar.count:4} {'█' * round(_WIDEST_BAR * bar.count / most):{_WIDEST_BAR}} {bar.words}")
    return 0


def new(options: argparse.Namespace) -> int:
    """Write a lesson made from a saved run."""
    run = weights.load_run(options.weights)
    path = options.output or options.weights.with_suffix(".md")
    if path.exists():
        raise FileError(f"{path.name} is there already.", "Give another name behind -o.")
    _write(path, lesson_from(run, options.title))
    return _tell(options, path, f"The lesson is in {path}. Edit its words; inkling lessons check says what is wrong.")


def _check(options: argparse.Namespace) -> int:
    """Train the runs of a page again; 1 where one does not come out as it was handed in."""
    status, count = 0, 0
    for name, progress in _played(read(options.file)).items():
        for found in train_again(name, progress):
            count += 1
            status = max(status, int(found.is_reproduced is not True))
            if options.json:
                say_json({"lesson": name, "run": found.run, "reproduced": found.is_reproduced, "words": found.words})
                continue
            state = {True: "reproduced", False: "NOT REPRODUCED", None: "cannot be trained again"}[found.is_reproduced]
            say(f"{name}, run {found.run}: {state} ({found.words.rstrip('.')})")
    if not count:
        complain("There is no run on this page.")
    return status


def _say_what_is_in(options: argparse.Namespace) -> int:
    handed_in = read(options.file)
    for name, progress in _played(handed_in).items():
        judged = [answer for answer in progress.answers.values() if answer.right is not None]
        right = sum(bool(answer.right) for answer in judged)
        if options.json:
            values = {"lesson": name, "done": progress.done, "answers": len(progress.answers), "right": right}
            say_json(values | {"runs": len(progress.runs)})
        else:
            say(f"{name}: {right} of {len(judged)} answers right, runs: {', '.join(progress.runs) or 'none'}")
    return 0


def _played(handed_in: HandedIn) -> Mapping[str, LessonProgress]:
    return dict(sorted(handed_in.lessons.items()))


def _question(lesson: Lesson, name: str) -> Ask:
    asks = {ask.id: ask for ask in lesson.blocks(Ask)}
    if name not in asks:
        raise InklingError(f'The lesson "{lesson.id}" has no question "{name}".', f"It has {', '.join(asks)}.")
    return asks[name]


def _write(path: Path, content: str) -> None:
    disk.replace_file(path, lambda file: file.write(content.encode("utf-8")))


def _tell(options: argparse.Namespace, path: Path, words: str) -> int:
    if options.json:
        say_json({"file": str(path)})
    else:
        say(words)
    return 0
