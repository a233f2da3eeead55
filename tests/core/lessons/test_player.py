"""The player, driven as people are: who is right, who is wrong, who does not know, who presses everything."""

import math

import pytest

from core.lessons.answers import Answer
from core.lessons.lesson import Lesson, Paragraphs
from core.lessons.player import Player
from core.lessons.question import DONT_KNOW, Ask
from core.lessons.reading import parsed
from core.lessons.running import Check, RunBlock, Set
from core.lessons.showing import Show
from tests.core.lessons.lesson_texts import LESSON, changed

FACTS = {"test_accuracy": 0.5, "step": 12.0}


def _lesson(text: str = LESSON) -> Lesson:
    lesson, faults = parsed(text)
    assert lesson is not None
    assert not faults
    return lesson


def _player(text: str = LESSON) -> Player:
    return Player(_lesson(text))


def _ask(player: Player) -> Ask:
    ask = player.waits_for
    assert isinstance(ask, Ask)
    return ask


def test_what_stands_below_a_block_that_waits_is_hidden() -> None:
    player = _player()
    assert [type(item) for item in player.visible] == [Paragraphs, Set, Ask]
    player.answer(Answer(("better",)))
    assert isinstance(player.visible[-1], RunBlock)
    player.run_ended(FACTS)
    assert player.waits_for is None
    assert [type(item) for item in player.visible] == [Paragraphs, Set, Ask, RunBlock, Check, Paragraphs]


def test_a_network_is_to_be_made_once() -> None:
    player = _player()
    assert [type(block) for block in player.take_due()] == [Set]
    player.answer(Answer(("better",)))
    player.previous_step()
    assert player.take_due() == ()


@pytest.mark.parametrize(
    ("chosen", "said", "right"), [("better", "Yes: 50.0 %.", True), ("nothing", "Something did.", False)]
)
def test_an_answer_is_explained_after_the_run(chosen: str, said: str, right: bool) -> None:
    player = _player()
    ask = _ask(player)
    player.answer(Answer((chosen,)))
    assert player.feedback(ask) == ""
    player.run_ended(FACTS)
    assert player.feedback(ask) == said
    assert player.answers["guess"].right is right


def test_who_does_not_know_is_told_and_not_counted() -> None:
    player = _player()
    ask = _ask(player)
    player.answer(Answer((DONT_KNOW,)))
    player.run_ended(FACTS)
    assert player.feedback(ask) == "Yes: 50.0 %."
    assert player.answers["guess"].right is None
    assert player.known["right_answers"] == 0


@pytest.mark.parametrize(
    ("number", "right", "said"),
    [(52.0, True, "Yes."), (45.0, True, "Yes."), (56.0, False, "It was 50.0 %."), (0.0, False, "Less than that?")],
)
def test_a_number_is_judged_by_what_the_run_showed(number: float, right: bool, said: str) -> None:
    player = _player()
    player.answer(Answer(("better",)))
    player.run_ended(FACTS)
    player.next_step()
    ask = _ask(player)
    player.answer(Answer(number=number))
    assert player.answers["number"].right is right
    assert player.feedback(ask) == said
    assert player.is_done
    assert player.known["right_answers"] == 1 + right
    assert player.known["questions"] == 2


def test_a_number_is_not_judged_before_its_truth_is_known() -> None:
    player = _player()
    player.next_step()
    player.answer(Answer(number=50))
    assert player.answers["number"].right is None
    player.previous_step()
    player.answer(Answer(("better",)))
    player.run_ended(FACTS)
    assert player.answers["number"].right is True


def test_what_was_shown_and_the_network_made_last_still_count_when_it_is_taken_up() -> None:
    two = changed("Look.\n", '```show\ntest_image = 0\n```\n```set\npreset = "diary-random"\n```\n')
    before, player = _player(two), _player(two)
    before.answer(Answer(("better",)))
    before.run_ended(FACTS)
    player.take_up("guess", before.played, before.answers, before.runs)
    shown, made = player.performed
    assert isinstance(shown, Show)
    assert isinstance(made, Set)
    assert made.preset == "diary-128"


def test_a_check_that_does_not_hold_waits_and_may_be_repeated() -> None:
    player = _player()
    player.answer(Answer(("better",)))
    player.run_ended({"test_accuracy": 0.01, "step": 12.0})
    check = player.waits_for
    assert isinstance(check, Check)
    assert player.outcome(check) is False
    player.repeat()
    assert isinstance(player.waits_for, RunBlock)
    assert "first" not in player.runs
    player.run_ended(FACTS)
    assert player.waits_for is None


def test_a_check_that_does_not_hold_locks_nothing() -> None:
    player = _player()
    player.answer(Answer(("better",)))
    player.run_ended({"test_accuracy": 0.01, "step": 12.0})
    player.go_on()
    assert player.waits_for is None


def test_a_failed_check_leads_where_it_says() -> None:
    more = "## Later {#later}\nLater.\n\n## Last {#last}\nLast.\n"
    player = _player(changed("retry = true", 'goto = "last"') + more)
    player.answer(Answer(("better",)))
    player.run_ended({"test_accuracy": 0.01})
    player.go_on()
    player.next_step()
    assert player.step.id == "last"


def test_a_check_for_other_images_is_passed_over() -> None:
    player = _player(changed("retry = true", 'images = "mnist"'))
    player.answer(Answer(("better",)))
    player.run_ended({"test_accuracy": 0.01})
    assert player.waits_for is None


def test_what_is_skipped_leaves_gaps_and_no_dead_end() -> None:
    player = _player()
    player.next_step()
    assert player.step.id == "now"
    assert player.text_of("{run.first.test_accuracy:%}") == "…"
    player.go_on()
    assert player.is_done


@pytest.mark.parametrize("key", ["answer", "run", "on", "next"])
def test_a_key_pressed_many_times_does_no_harm(key: str) -> None:
    player = _player()
    for _ in range(20):
        if key == "answer":
            player.answer(Answer(("nothing",)))
        elif key == "run":
            player.run_ended(FACTS)
        elif key == "on":
            player.go_on()
        else:
            player.next_step()
    assert player.place in (0, 1)


def test_an_if_speaks_only_where_it_applies() -> None:
    text = changed("It reads", '```if\nanswer = "guess.wrong"\ntext = "Look again."\n```\nIt reads')
    for chosen, applies in (("nothing", True), ("better", False)):
        player = _player(text)
        player.answer(Answer((chosen,)))
        player.run_ended(FACTS)
        block = next(item for item in player.step.items if type(item).__name__ == "If")
        assert player.applies(block) is applies  # type: ignore[arg-type]  # it is one


def test_from_every_state_the_end_is_reached() -> None:
    """Search all that a person can do; the facts are good, bad, or none."""
    lesson = _lesson(changed("retry = true", 'goto = "now"'))
    moves = ("right", "wrong", "good", "bad", "nothing", "on", "next", "back", "repeat")
    seen: dict[tuple[object, ...], Player] = {}
    queue: list[tuple[str, ...]] = [()]
    while queue:
        path = queue.pop()
        player = _after(lesson, path)
        state = (player.place, tuple(player.played.values()), tuple(sorted(player.runs)))
        if state in seen:
            continue
        seen[state] = player
        queue += [(*path, move) for move in moves]
    assert len(seen) > 10
    for player in seen.values():
        for _ in range(20):
            player.go_on()
            player.next_step()
        assert player.is_done


def _after(lesson: Lesson, path: tuple[str, ...]) -> Player:
    player = Player(lesson)
    for move in path:
        if move in ("right", "wrong"):
            ask = player.waits_for
            if isinstance(ask, Ask):
                right = move == "right"
                option = tuple(o.id for o in ask.options if o.right is right)[:1]
                player.answer(Answer(option, 50.0 if right else math.pi))
        elif move in ("good", "bad", "nothing"):
            player.run_ended({"good": FACTS, "bad": {"test_accuracy": 0.01}, "nothing": {}}[move])
        else:
            {"on": player.go_on, "next": player.next_step, "back": player.previous_step, "repeat": player.repeat}[
                move
            ]()
    return player
