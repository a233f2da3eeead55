"""What the button of the real step says in slow motion, and whether it can be pressed."""

from dataclasses import dataclass

from desktop.models.training import State
from desktop.models.walk import WalkModel
from desktop.session.workbench import Workbench

TAKE, GO_ON = "Take this step", "Go on"


@dataclass(frozen=True, slots=True)
class StepOffer:
    """What a button says.

    Attributes
    ----------
    text : str
        Its words.
    tip : str
        What it does, or why it cannot.
    is_offered : bool
        Whether it can be pressed.
    """

    text: str
    tip: str
    is_offered: bool


def step_offer(workbench: Workbench, walk: WalkModel) -> StepOffer:
    """Return what is offered at the moment."""
    if walk.is_held:
        is_done = workbench.training.state not in (State.RUNNING, State.PREPARING)
        return StepOffer(GO_ON, "Walk through the step that follows, from the network as it is now.", is_done)
    why_not = _why_not(workbench, walk)
    tip = "Train the network on this batch: it then has the weights of the frame “update”."
    return StepOffer(TAKE, why_not or tip, not why_not)


def _why_not(workbench: Workbench, walk: WalkModel) -> str:
    """Return why the step cannot be taken; empty where it can."""
    state = workbench.training.state
    if state is State.RUNNING:
        return "Training runs. Pause it to take single steps."
    if state is State.FINISHED:
        return "The run is at its end. Train goes on."
    if state is State.FAILED:
        return "Training cannot go on from here. Reset starts over."
    if walk.walk is None or state is State.PREPARING:
        return "The network is being made, or there is no image to walk through."
    if not walk.walk.passage.together.is_taken:
        return "No step is taken with slopes that are no numbers."
    latest = workbench.timeline.latest
    if walk.snapshot is None or latest is None or walk.snapshot.network is not latest.network:
        return "An earlier moment is shown, and training goes on from the latest. Go live to take its step."
    if not walk.is_next:
        return "Training goes on with other images. Choose “The next batch” to take its step."
    if workbench.playing.asks_before_a_step:
        return "The lesson asks something first. Answer it, and take the step then."
    return ""
