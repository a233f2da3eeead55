"""Verdict: what the network reads on the pad, in large letters and in words, and said aloud."""

from core.data.classes import noun
from core.insight.answer import Answer
from core.insight.digits import Digit
from core.insight.reasons import rejection_words
from desktop.look.tips import wrapped
from desktop.look.words import drawn
from desktop.models.announcements import Announcement
from desktop.session.workbench import Workbench
from desktop.views.pad.number_words import WIDEST_PIECE, number, number_sentence, one_at_a_time
from desktop.views.pad.verdict_words import NO_VERDICT, NOT_SURE, constant_words, sureness
from desktop.widgets.labels import VerdictLabel, hint
from desktop.widgets.words.looks import FIVE_LOOKS


class Verdict:
    """The labels of a verdict, which the panel lays out, and what stands in them.

    Parameters
    ----------
    workbench : Workbench
        The pad, and who reads it.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench, self._pad = workbench, workbench.pad
        self._names: tuple[str, ...] = ()
        self.label = VerdictLabel(NO_VERDICT)
        self.label.setObjectName("predictionLabel")
        self.words = hint()
        self.words.keep_width(WIDEST_PIECE)
        self.words.setObjectName("confidenceLabel")

    def use_class_names(self, names: tuple[str, ...]) -> None:
        """Call the classes so."""
        self._names = names
        self._explain()

    def show(self, answer: Answer | None) -> None:
        """Show what the network says to what is on the pad."""
        if answer is None or not answer.is_finite:
            self.label.setText(NO_VERDICT)
            is_empty = self._pad.ink.is_empty
            trouble = "The outputs are no longer numbers." if self._pad.has_network else "The network is being made."
            self.words.setText(f"Draw {drawn(self._names)} on the pad." if is_empty else trouble)
        elif digits := self._several:
            verdicts = [digit.verdict for digit in digits]
            self.label.setText(number(verdicts, self._names))
            self.words.setText(number_sentence(verdicts, self._names))
        else:
            self.label.setText(self._names[answer.digit] if self._pad.rejection is None else NOT_SURE)
            self.words.setText(self._words_about(answer))
        self._explain()

    def announce(self, drawing: int) -> None:
        """Say aloud what the network reads: of each drawing, by its number, and again when it reads another class."""
        if self._pad.ink.is_empty:
            self._workbench.announcements.drop("verdict")
            return
        verdict, words = self.label.text(), self.words.text()
        is_read = verdict not in (NO_VERDICT, NOT_SURE)
        text = f"{verdict}: {words}" if is_read else words
        # Figures change all the time while training runs, so they are not told by themselves.
        gist = verdict if is_read and not self._is_constant(self._pad.answer) else words
        self._workbench.announcements.say("verdict", Announcement(text), key=(drawing, gist))

    @property
    def _several(self) -> tuple[Digit, ...]:
        digits = self._pad.digits
        return digits if len(digits) > 1 else ()

    def _explain(self) -> None:
        """Say in the tooltips what the figures are, and why several digits are read one after the other."""
        one = noun(self._names)
        reads = f"The {one} the network reads; a question mark when it is not sure."
        sure = f"The output for that {one}: how sure the network is, or believes to be. It is {FIVE_LOOKS}."
        lesson = f"{one_at_a_time(len(self._several))} Click one to see its outputs." if self._several else ""
        self.label.setToolTip(wrapped(lesson or reads))
        self.words.setToolTip(wrapped(f"{lesson} {sure}".strip()))

    def _is_constant(self, answer: Answer | None) -> bool:
        return answer is not None and answer.digit == self._workbench.constant_answer.digit

    def _words_about(self, answer: Answer) -> str:
        """Return what an answer is worth."""
        doubt = self._pad.rejection
        if self._is_constant(answer):
            return constant_words(self._names[answer.digit])
        return sureness(answer) if doubt is None else rejection_words(doubt, self._names)
