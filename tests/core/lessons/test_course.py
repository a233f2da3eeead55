"""The lessons that come with Inkling: sound files, in plain words, each idea taught before it is asked about."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.data.writer.synthetic import make_images
from core.lessons import course
from core.lessons.answers import Answer
from core.lessons.breaking import Break
from core.lessons.facts import FACTS
from core.lessons.lesson import Lesson, Paragraphs, Step
from core.lessons.player import Player
from core.lessons.question import DONT_KNOW, Ask
from core.lessons.running import Check, RunBlock, Set
from core.lessons.showing import Draw, If, Point
from core.lessons.verifying import verify

LESSONS = {entry.lesson.id: entry.lesson for entry in course.entries([course.FOLDER]) if entry.lesson is not None}
DIARY = ("look", "random", "slowly", "one-or-all", "stuck", "steps", "wider", "overshoot", "falling")
BEYOND = ("by-heart", "why-random", "ingredients", "your-hand")
ALL = (*DIARY, *BEYOND, "final")

MOST_WORDS_A_STEP, MOST_WORDS_A_SENTENCE, MOST_WORDS_AN_ANSWER, HIGHEST_GRADE = 90, 25, 45, 8.0
FORBIDDEN = re.compile(r"\b(simply|just|obviously|of course|easily|trivial\w*)\b", re.IGNORECASE)

every_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.id)


def of_step(step: Step) -> Iterator[str]:
    """Return what everybody reads of a step: its text, questions and pointers, but not the answers."""
    for item in step.items:
        if isinstance(item, Paragraphs):
            yield item.text
        elif isinstance(item, Ask):
            yield item.question
        elif isinstance(item, (Point, Draw, If)):
            yield from item.texts


def of_answers(lesson: Lesson) -> Iterator[str]:
    """Return all answers, and all that is said to them."""
    for ask in lesson.blocks(Ask):
        yield from ask.texts[1:]


def of_runs(lesson: Lesson) -> Iterator[str]:
    for block in (*lesson.blocks(RunBlock), *lesson.blocks(Break), *lesson.blocks(Check)):
        yield from block.texts


def all_texts(lesson: Lesson) -> list[str]:
    return [*(text for step in lesson.steps for text in of_step(step)), *of_answers(lesson), *of_runs(lesson)]


def plain(text: str) -> str:
    """Return a text without marks; a figure is one word."""
    return re.sub(r"[*_`>]", "", re.sub(r"\{[^}]*\}", "7", text))


def words(text: str) -> list[str]:
    return [word for word in plain(text).split() if re.search(r"[A-Za-z0-9]", word)]


def sentences(text: str) -> list[str]:
    """Divide at full stops, question marks, and where a paragraph or a row of a list ends."""
    parts = re.split(r"(?<=[.?!])[\"'”*)]*\s+|\n\s*\n|\n\s*- ", plain(text))
    return [part for part in parts if words(part)]


def syllables(word: str) -> int:
    """Estimate them: groups of vowels, without a silent e at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    is_silent = bool(re.search(r"[^aeiouyl]e(s|d)?$", letters)) and not re.search(
        r"(ted|ded|[sxz]es|ches|shes)$", letters
    )
    return max(groups - is_silent, 1)


def grade(texts: list[str]) -> float:
    """Return the grade of Flesch and Kincaid (1975): 0.39 words a sentence + 11.8 syllables a word − 15.59."""
    found = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in found for word in words(sentence)]
    return 0.39 * len(spoken) / len(found) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59


def test_the_whole_course_is_there_in_order_and_nothing_is_wrong_with_it() -> None:
    entries = course.entries([course.FOLDER])
    assert [entry.trouble for entry in entries] == [""] * len(ALL)
    assert tuple(entry.lesson.id for entry in entries if entry.lesson) == ALL
    assert [entry.lesson.number for entry in entries if entry.lesson] == list(range(1, len(ALL) + 1))
    assert all(entry.path.name == f"{entry.lesson.id}.md" for entry in entries if entry.lesson)


@every_lesson
def test_a_step_is_short(lesson: Lesson) -> None:
    counts = {step.id: sum(len(words(text)) for text in of_step(step)) for step in lesson.steps}
    assert {step: count for step, count in counts.items() if count > MOST_WORDS_A_STEP} == {}


@every_lesson
def test_sentences_are_short(lesson: Lesson) -> None:
    found = [sentence for text in all_texts(lesson) for sentence in sentences(text)]
    assert [sentence for sentence in found if len(words(sentence)) > MOST_WORDS_A_SENTENCE] == []


@every_lesson
def test_what_is_said_to_an_answer_is_short(lesson: Lesson) -> None:
    assert [text for text in of_answers(lesson) if len(words(text)) > MOST_WORDS_AN_ANSWER] == []


@every_lesson
def test_the_language_is_plain(lesson: Lesson) -> None:
    texts = all_texts(lesson)
    assert [text for text in texts if FORBIDDEN.search(text)] == []
    assert grade(texts) <= HIGHEST_GRADE


def test_the_reading_grade_can_fail() -> None:
    hard = "The optimization procedure iteratively approximates unidentifiable configurations of the representation."
    assert grade(["The cat sat on the mat."]) < 3
    assert grade([hard]) > 20
    assert sentences("One 0.5 here. Two?\n\n- Three\n- Four") == ["One 0.5 here.", "Two?", "- Three", "Four"]


@every_lesson
def test_every_answer_has_an_explanation_of_its_own(lesson: Lesson) -> None:
    for ask in lesson.blocks(Ask):
        said = [option.says for option in ask.options]
        assert len(set(said)) == len(said)
        assert all(len(words(text)) >= 5 for text in said)
        # Who does not know is told what is said to the right answer.
        assert not any(option.says.startswith("Yes") for option in ask.options)


@every_lesson
def test_every_answer_shows_its_own_explanation_once_its_runs_are_over(lesson: Lesson) -> None:
    for ask in lesson.blocks(Ask):
        for chosen in (*(option.id for option in ask.options), DONT_KNOW):
            player = Player(lesson, "mnist")
            _play_to(player, ask)
            assert player.feedback(ask) == ""
            player.answer(Answer((chosen,)))
            if player.step.explained_after(player.step.items.index(ask)) is not None:
                assert player.feedback(ask) == ""
            _play_on(player)
            wanted = next(
                (o.says for o in ask.options if o.id == chosen or (chosen == DONT_KNOW and o.right)), ask.says
            )
            assert player.feedback(ask) == player.text_of(wanted)
            assert "…" not in player.feedback(ask)


def _play_to(player: Player, ask: Ask) -> None:
    while player.waits_for is not ask:
        _play_block(player)


def _play_on(player: Player) -> None:
    """Play the step to its end."""
    while player.waits_for is not None:
        _play_block(player)


def _play_block(player: Player) -> None:
    block = player.waits_for
    if isinstance(block, Ask):
        player.answer(Answer((block.options[0].id,)) if block.options else Answer(number=0.0, words="…"))
    elif isinstance(block, RunBlock):
        player.run_ended(dict.fromkeys(FACTS, 1.0))
    elif isinstance(block, Break):
        player.broken(dict.fromkeys(FACTS, 1.0))
    elif block is None:
        player.next_step()
    else:
        player.learn(dict.fromkeys(FACTS, 1.0))
        player.go_on()


@every_lesson
def test_a_guess_comes_before_every_run(lesson: Lesson) -> None:
    for step in lesson.steps:
        asks, runs = (
            [n for n, item in enumerate(step.items) if isinstance(item, kind)] for kind in (Ask, (RunBlock, Break))
        )
        assert not runs or (asks and asks[0] < runs[0])


@every_lesson
def test_the_right_answer_about_a_run_is_checked_by_that_run(lesson: Lesson) -> None:
    for step in lesson.steps:
        for run in (*step.blocks(RunBlock), *step.blocks(Break)):
            facts = {fact for check in step.blocks(Check) for condition in check.conditions for fact in condition.facts}
            assert getattr(run, "stops", False) or any(fact.startswith(f"run.{run.name}.") for fact in facts)


@every_lesson
def test_a_lesson_ends_with_a_decision_or_something_to_make(lesson: Lesson) -> None:
    last = lesson.steps[-1]
    assert last.id in ("decide", "make", "result")
    assert any(last.blocks(Ask)) or any(last.blocks(Draw))


@every_lesson
def test_a_lesson_stands_alone(lesson: Lesson) -> None:
    assert not any(lesson.blocks(RunBlock)) or any(lesson.blocks(Set))
    assert {fact.partition(".")[0] for block in lesson.blocks(Check) for c in block.conditions for fact in c.facts} <= {
        "run"
    }


def test_the_lessons_on_the_diary_quote_it() -> None:
    for name in DIARY:
        texts = [item.text for step in LESSONS[name].steps for item in step.items if isinstance(item, Paragraphs)]
        assert any(text.startswith("> From the diary: ") for text in texts)


def test_ideas_are_taught_before_they_are_needed_or_asked_about() -> None:
    taught: set[str] = set()
    for name in ALL:
        lesson = LESSONS[name]
        assert set(lesson.needs) <= taught, name
        known = {*lesson.needs, *lesson.teaches}
        assert {ask.id for ask in lesson.blocks(Ask) if ask.idea not in known and ask.id != "next"} == set(), name
        taught |= set(lesson.teaches)


def test_what_a_lesson_teaches_it_asks_about_or_a_later_one_builds_on() -> None:
    for place, name in enumerate(ALL):
        asked = {ask.idea for ask in LESSONS[name].blocks(Ask)}
        built_on = {idea for later in ALL[place + 1 :] for idea in LESSONS[later].needs}
        assert set(LESSONS[name].teaches) <= asked | built_on, name


def test_the_final_asks_ten_questions_of_ten_ideas_and_every_miss_names_its_lesson() -> None:
    asks = [ask for ask in LESSONS["final"].blocks(Ask) if ask.form != "words"]
    assert len(asks) == 10
    assert len({ask.idea for ask in asks}) == 10
    names = re.compile(r"Lesson (\d+), (.+?)[.?]?$")
    for ask in asks:
        misses = [option.says for option in ask.options if not option.right] or [ask.otherwise]
        for says in misses:
            named = names.search(says)
            assert named, says
            lesson = LESSONS[ALL[int(named.group(1)) - 1]]
            assert lesson.title.rstrip("?") == named.group(2)
    assert [*LESSONS["final"].blocks(RunBlock)] == []


def test_eight_of_ten_are_enough() -> None:
    final, said = LESSONS["final"], {}
    for right in (7, 8):
        player = Player(final, "mnist")
        for number, ask in enumerate(ask for ask in final.blocks(Ask) if ask.form != "words"):
            _play_to(player, ask)
            chosen = [o.id for o in ask.options if o.right == (number < right)][:1]
            player.answer(Answer(tuple(chosen), number=22.0 if number < right else 90.0))
        player.next_step()
        texts = [item for item in player.step.items if isinstance(item, (If, Paragraphs))]
        said[right] = [text.text for text in texts if isinstance(text, If) and player.applies(text)]
        assert player.text_of(texts[0].text) == f"You answered {right} of 10 right."
    assert len(said[7]) == len(said[8]) == 1
    assert said[7] != said[8]


@pytest.fixture(scope="module")
def digits() -> Dataset:
    images, labels = make_images(1400, np.random.default_rng(0))
    return Dataset("few", "Few", Split(images[:1000], labels[:1000]), Split(images[1000:], labels[1000:]))


@pytest.mark.parametrize("name", ["look", "random", "slowly"])
def test_the_quick_lessons_hold_on_a_thousand_images_already(name: str, digits: Dataset) -> None:
    found = verify(LESSONS[name], digits, "builtin")
    assert [claim for claim in found.claims if not claim.holds] == []
    assert set(found.runs) == {run.name for run in LESSONS[name].blocks(RunBlock)}


def test_a_claim_that_is_not_so_is_found(digits: Dataset) -> None:
    labels = np.full_like(digits.train.labels, 3)
    found = verify(LESSONS["slowly"], replace(digits, train=Split(digits.train.images, labels)), "mnist")
    assert "run.step.commonest_answer = 5" in [claim.text for claim in found.claims if not claim.holds]
