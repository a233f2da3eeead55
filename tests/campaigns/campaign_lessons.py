"""Damaged lessons: whatever was changed in one, it is read or refused in sentences, in little memory."""

import random

from core.lessons.checking import check
from core.lessons.course import FOLDER
from core.lessons.reading import parsed
from tests.campaigns.campaign import Campaign, Trial, Wrong
from tests.core.lessons.lesson_texts import LESSON
from tests.core.lessons.test_hostile import mutated


def attempt(trial: Trial) -> None:
    """Read and check one mutated lesson."""
    chance = random.Random(int(trial.chance.integers(2**32)))
    sources = [LESSON, *(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md")))]
    lesson, faults = parsed(mutated(chance.choice(sources), chance))
    faults = faults if lesson is None else (*faults, *check(lesson))
    if lesson is None and not faults:
        raise Wrong("the lesson was refused without a word")
    for fault in faults:
        if not fault.what.endswith((".", "?")) or fault.line < 0:
            raise Wrong(f"what is said is no sentence, or of no line: {fault}")


CAMPAIGN = Campaign(
    name="lessons",
    things="damaged lessons",
    attempt=attempt,
    count=5000,
    quick=20,
    seconds=10.0,
    megabytes=300.0,
)
