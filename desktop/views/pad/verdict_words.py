"""What a network's answer to the pad is in words."""

from core.data.ink.steps import STEPS, Steps
from core.insight.answer import Answer
from core.insight.stages import Stage
from desktop.look.words import drawn, listed, percent

NO_VERDICT = "–"
NOT_SURE = "?"

_PHRASES = {"box": "the box", "size": "scaling", "center": "centering", "gray": "gray pixels"}


def sureness(answer: Answer) -> str:
    """Return how sure the network is: of a probability, or by how much the winner is ahead."""
    if not answer.is_probability:
        return f"{answer.margin:.3g} ahead of the next"
    if answer.confidence > 0.9 and answer.margin > 0.8:
        words = "sure"
    else:
        words = "fairly sure" if answer.confidence > 0.6 else "undecided"
    return f"{percent(answer.confidence)}, {words}"


def constant_words(name: str) -> str:
    """Return what is to be said of a network that answers one class, called so, to everything."""
    return f"It answers {name} whatever you draw."


def short_verdict(answer: Answer | None, names: tuple[str, ...]) -> str:
    """Return an answer in the room of a small image: the class, and how sure."""
    if answer is None or not answer.is_finite:
        return NO_VERDICT
    name = names[answer.digit]
    return f"{name} {percent(answer.confidence)}" if answer.is_probability and len(name) == 1 else name


def without_words(stage: Stage, steps: Steps, names: tuple[str, ...]) -> str:
    """Return what the network would say if a step were left out; empty where there is nothing to say."""
    if stage.step is None or stage.without is None or not getattr(steps, stage.step):
        return ""
    return f"Without {_PHRASES[stage.step]} the network would say {short_verdict(stage.without, names)}."


def outcome_words(stages: tuple[Stage, ...], steps: Steps, names: tuple[str, ...]) -> str:
    """Return in a sentence which steps decide what the network reads."""
    final = stages[-1].answer
    off = [_PHRASES[step] for step in STEPS if not getattr(steps, step)]
    if off:
        return f"The network's answer is without {listed(off)}."
    if final is None or not final.is_finite:
        return f"Draw {drawn(names)} to see what each step does to it."
    others = [
        f"{names[stage.without.digit]} without {_PHRASES[stage.step]}"
        for stage in stages
        if stage.step is not None and stage.without is not None and stage.without.digit != final.digit
    ]
    if not others:
        return f"Without any one step it still reads {names[final.digit]}."
    return f"It would read {listed(others)}."
