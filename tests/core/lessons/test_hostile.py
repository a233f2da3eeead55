"""Damaged and hostile lessons: a sentence each, whatever was changed in them."""

import random
import tracemalloc

import pytest

from core.lessons.checking import check
from core.lessons.course import FOLDER
from core.lessons.reading import parsed
from tests.core.lessons.lesson_texts import LESSON

WORDS = (
    "+++",
    "```",
    "## ",
    "{#x}",
    '"""',
    "[",
    "{",
    "= ",
    "1e999",
    "9" * 5000,
    "nan",
    "<script>",
    "file://",
    "\0",
    "goto",
)


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with a few places changed, deleted, doubled or filled with what parsers dislike."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 1, 5, 80)))
        piece = chance.choice(("", chance.choice(WORDS), text[start:end] * 2, chr(chance.randrange(1, 0x3000))))
        text = text[:start] + piece + text[end:]
    return text


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_lesson_is_read_or_refused_in_sentences(seed: int) -> None:
    chance = random.Random(seed)
    sources = [LESSON, *(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md")))]
    tracemalloc.start()
    refused = 0
    for _ in range(150):
        lesson, faults = parsed(mutated(chance.choice(sources), chance))
        faults = faults if lesson is None else (*faults, *check(lesson))
        refused += bool(faults)
        assert lesson is not None or faults
        for fault in faults:
            assert fault.what.endswith((".", "?"))
            assert fault.line >= 0
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused > 20
    assert peak < 50 * 2**20


@pytest.mark.parametrize(
    "block",
    [
        "```set\n" + "hidden = " + "[" * 5000 + "]" * 5000 + "\n```",
        "```set\nhidden = [" + "100000, " * 60 + "]\n```",
        '```run\nname = "a"\nepochs = 99999999999999999999999999\n```',
        '```check\nall = ["' + "a" * 100_000 + ' > 1"]\nfailed = "x"\n```',
        '```point\nat = "../../etc"\ntext = "x"\n```',
    ],
)
def test_a_hostile_block_is_refused(block: str) -> None:
    head = LESSON.split("## ", 1)[0]
    lesson, faults = parsed(f'{head}## A {{#a}}\n```set\npreset = "default"\n```\n{block}\n')
    assert len(faults) + len(check(lesson) if lesson else ()) > 0
