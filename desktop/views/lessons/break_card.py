"""BreakCard: a button that damages the network as it is looked at, and what to look at then."""

from collections.abc import Callable

from core.lessons.breaking import Break
from desktop.look.theme import Theme
from desktop.models.lessons import LessonsModel
from desktop.views.lessons.button import lesson_button
from desktop.views.lessons.card import Card
from desktop.widgets.labels import hint
from desktop.widgets.words.neurons import damage_names


class BreakCard(Card):
    """Damage that is done once it is asked for; the sound network is back in the next step.

    Parameters
    ----------
    block : Break
        The damage.
    lessons : LessonsModel
        The lesson it is of.
    theme : Theme
        The colors.
    break_it : callable
        Does it.
    """

    def __init__(self, block: Break, lessons: LessonsModel, theme: Theme, break_it: Callable[[Break], None]) -> None:
        super().__init__(block, lessons, theme)
        tip = f"{damage_names(block.damage)}, as you look at it. The network itself stays as it is."
        self._button = lesson_button("Break it", "lessonBreakButton", tip)
        self._button.clicked.connect(lambda: break_it(block))
        self.column.addWidget(self._button)
        watch = f" Watch: {block.watch}" if block.watch else ""
        self.column.addWidget(hint(f"{damage_names(block.damage)}.{watch}"))
        self.refresh()

    def refresh(self) -> None:
        """Show whether it is waited for."""
        self._button.setEnabled(self.is_waited_for)
        self._button.setText("Break it" if self.is_waited_for else "Done")
        self.update()

    def take_focus(self) -> None:
        """Put the keyboard on the button."""
        if self.is_waited_for:
            self._button.setFocus()
