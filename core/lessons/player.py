"""Player: a lesson being played. Which parts are in sight, what is waited for, what was answered.

It has no clock, no thread and no window: whoever plays hands over answers, ends of runs and facts, and performs the
blocks that :meth:`Player.take_due` returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.lessons.answers import Answer, is_right, said_to
from core.lessons.block import Block
from core.lessons.breaking import Break
from core.lessons.facts import of_runs
from core.lessons.figures import filled
from core.lessons.lesson import Item, Lesson, Step
from core.lessons.question import Ask
from core.lessons.running import Check, RunBlock, Set
from core.lessons.showing import Draw, If, NumpyLines, Show


@dataclass(slots=True)
class _Played:
    """How far a step was played: how many of its items are behind, and where it leads if not to the next."""

    done: int = 0
    leads_to: str = ""


class Player:
    """Plays one lesson.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    images : str
        Which images it is played on: ``mnist``, ``builtin``, or anything else for a person's own.
    """

    def __init__(self, lesson: Lesson, images: str = "builtin") -> None:
        self.lesson, self.images = lesson, images
        self.answers: dict[str, Answer] = {}
        self.runs: dict[str, dict[str, float]] = {}
        self._facts: dict[str, float] = {}
        self._played = {step.id: _Played() for step in lesson.steps}
        self._place = 0
        self._due: list[Block] = []
        self._settle()

    # Where it stands

    @property
    def step(self) -> Step:
        """The step in sight."""
        return self.lesson.steps[self._place]

    @property
    def place(self) -> int:
        """Which step that is, from 0."""
        return self._place

    @property
    def visible(self) -> tuple[Item, ...]:
        """What of the step is in sight: all down to the block that is waited for, which is the last."""
        return self.step.items[: self._here.done + 1]

    @property
    def waits_for(self) -> Block | None:
        """The block that is waited for; none at the end of the step."""
        items, done = self.step.items, self._here.done
        item = items[done] if done < len(items) else None
        return item if isinstance(item, Block) else None

    @property
    def is_last(self) -> bool:
        """Whether no step follows."""
        return self._next_place() >= len(self.lesson.steps)

    @property
    def is_done(self) -> bool:
        """Whether the lesson was played to its end."""
        return self.is_last and self.waits_for is None

    def is_step_done(self, step: Step) -> bool:
        """Return whether a step was played to its end."""
        return self._played[step.id].done >= len(step.items)

    @property
    def played(self) -> dict[str, int]:
        """How many items of each step are behind, by the steps' names."""
        return {name: played.done for name, played in self._played.items()}

    @property
    def known(self) -> dict[str, float]:
        """All facts that are known here: of the run on screen, of the lesson's runs, and of the answers."""
        judged = [answer for answer in self.answers.values() if answer.right is not None]
        score = {"right_answers": sum(bool(answer.right) for answer in judged), "questions": self._questions}
        return {**self._facts, **of_runs(self.runs), **score}

    @property
    def behind(self) -> tuple[Item, ...]:
        """All items that were played down to here, in their order."""
        steps = self.lesson.steps[: self._place + 1]
        return tuple(item for step in steps for item in step.items[: self._played[step.id].done])

    @property
    def performed(self) -> tuple[Block, ...]:
        """What was performed down to here and still counts: all that was shown, and the network made last."""
        shown = [item for item in self.behind if isinstance(item, (Show, NumpyLines))]
        return (*shown, *[item for item in self.behind if isinstance(item, Set)][-1:])

    # What happens

    def take_up(
        self,
        step: str,
        played: Mapping[str, int],
        answers: Mapping[str, Answer],
        runs: Mapping[str, Mapping[str, float]],
    ) -> None:
        """Go on where an earlier player of the same lesson stood; a run that was under way is still to be done."""
        self.answers = dict(answers)
        self.runs = {name: dict(facts) for name, facts in runs.items()}
        for one in self.lesson.steps:
            self._played[one.id].done = min(max(played.get(one.id, 0), 0), len(one.items))
        self._due.clear()
        self.go_to(max(self.lesson.place(step), 0))

    def take_due(self) -> tuple[Block, ...]:
        """Return the blocks that are to be performed now (a network to make, a tab to show), each once."""
        due, self._due = tuple(self._due), []
        return due

    def learn(self, facts: Mapping[str, float]) -> None:
        """Take facts about the run on screen, or about the pad; those of the same names are forgotten."""
        self._facts |= facts
        self._judge()
        self._settle()

    def answer(self, answer: Answer) -> None:
        """Answer the question that is waited for; anything else is passed over, as a key pressed twice."""
        ask = self.waits_for
        if isinstance(ask, Ask):
            self.answers[ask.id] = answer
            self._judge()
            self._pass()

    def run_ended(self, facts: Mapping[str, float]) -> None:
        """Take the end of the run that is waited for, with all facts about it."""
        run = self.waits_for
        if isinstance(run, RunBlock):
            self.runs[run.name] = dict(facts)
            self._facts = dict(facts) | {name: value for name, value in self._facts.items() if name.startswith("pad.")}
            self._judge()
            self._pass()

    def broken(self, facts: Mapping[str, float]) -> None:
        """Take what is left of the network that was damaged, where that is waited for."""
        broken = self.waits_for
        if isinstance(broken, Break):
            self.runs[broken.name] = dict(facts)
            self._facts |= facts
            self._judge()
            self._pass()

    def go_on(self) -> None:
        """Go on from what is waited for, whatever it is: nothing is locked."""
        if self.waits_for is not None:
            self._pass()

    def repeat(self) -> None:
        """Go back to the step's latest run, as after a check that did not hold."""
        runs = [n for n, item in enumerate(self.step.items[: self._here.done + 1]) if isinstance(item, RunBlock)]
        if runs:
            self._here.done = runs[-1]
            self.runs.pop(self._run_at(runs[-1]).name, None)

    def next_step(self) -> None:
        """Go to the next step, whether or not this one is done."""
        place = self._next_place()
        if place < len(self.lesson.steps):
            self._place = place
            self._settle()

    def previous_step(self) -> None:
        """Go back a step; what was done stays done."""
        self.go_to(max(0, self._place - 1))

    def go_to(self, place: int) -> None:
        """Go to any step."""
        if 0 <= place < len(self.lesson.steps):
            self._place = place
            self._settle()

    # What is said

    def text_of(self, text: str) -> str:
        """Return a text with its figures."""
        return filled(text, self.known)

    def feedback(self, ask: Ask) -> str:
        """Return what is said to the answer given; empty while there is none, or while the run is still to come."""
        answer = self.answers.get(ask.id)
        if answer is None or not self._is_explained(ask):
            return ""
        return self.text_of("\n\n".join(said_to(ask, answer)))

    def outcome(self, check: Check) -> bool | None:
        """Return whether a check holds; none where it is not for these images, or nothing is known to check it by."""
        known = self.known
        is_known = all(fact in known for condition in check.conditions for fact in condition.facts)
        if (check.images and check.images != self.images) or not is_known:
            return None
        return check.holds(known)

    def applies(self, block: If) -> bool:
        """Return whether an ``if`` says its text here."""
        if block.images and block.images != self.images:
            return False
        if block.answer:
            name, _, option = block.answer.partition(".")
            answer = self.answers.get(name)
            if answer is None:
                return False
            if option in ("right", "wrong"):
                return answer.right is (option == "right")
            return option in answer.options
        return all(condition.holds(self.known) for condition in block.condition)

    # Inside

    @property
    def _here(self) -> _Played:
        return self._played[self.step.id]

    @property
    def _questions(self) -> int:
        return sum(ask.form != "words" for ask in self.lesson.blocks(Ask))

    def _next_place(self) -> int:
        leads_to = self._here.leads_to
        return self.lesson.place(leads_to) if leads_to else self._place + 1

    def _pass(self) -> None:
        """Leave the item that is waited for behind."""
        item = self.waits_for
        if isinstance(item, Check) and self.outcome(item) is False:
            self._here.leads_to = item.goto or self._here.leads_to
        self._here.done += 1
        self._settle()

    def _settle(self) -> None:
        """Go past everything that does not wait."""
        items = self.step.items
        while self._here.done < len(items) and not self._waits_at(items[self._here.done]):
            item = items[self._here.done]
            if isinstance(item, If) and item.goto and self.applies(item):
                self._here.leads_to = item.goto
            elif isinstance(item, Block) and not item.waits:
                self._due.append(item)
            self._here.done += 1

    def _waits_at(self, item: Item) -> bool:
        if not isinstance(item, Block) or not item.waits:
            return False
        if isinstance(item, Check):
            return self.outcome(item) is False
        if isinstance(item, Draw):
            return not self._facts.get("pad.ink", 0.0)
        return True

    def _run_at(self, place: int) -> RunBlock:
        run = self.step.items[place]
        assert isinstance(run, RunBlock)
        return run

    def _is_explained(self, ask: Ask) -> bool:
        for step in self.lesson.steps:
            if ask in step.items:
                place = step.items.index(ask)
                after = step.explained_after(place)
                return after is None or self._played[step.id].done > step.items.index(after)
        return False

    def _judge(self) -> None:
        """Judge the answers whose truth is known by now."""
        for ask in self.lesson.blocks(Ask):
            answer = self.answers.get(ask.id)
            if answer is not None and answer.right is None:
                right = is_right(ask, answer, self.known)
                self.answers[ask.id] = replace(answer, right=right)
