"""Undo and redo of ink: the pages of the pad before and after the one at hand."""

from desktop.widgets.ink.page import Page


class UndoHistory:
    """The page at hand, those before it, and those that were taken back."""

    def __init__(self) -> None:
        self.current = Page()
        self._past: list[Page] = []
        self._future: list[Page] = []

    @property
    def undo_steps(self) -> int:
        """How many pages there are before this one."""
        return len(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a page was taken back."""
        return bool(self._future)

    def turn_to(self, page: Page) -> None:
        """Go on to another page; those taken back are forgotten."""
        self._past.append(self.current)
        self._future.clear()
        self.current = page

    def exchange(self, page: Page) -> None:
        """Put another page in the place of this one, to which nothing leads back; those taken back are forgotten."""
        self._future.clear()
        self.current = page

    def undo(self) -> None:
        """Go back to the page before; there has to be one."""
        self._future.append(self.current)
        self.current = self._past.pop()

    def redo(self) -> None:
        """Go on to the page that was taken back last; there has to be one."""
        self._past.append(self.current)
        self.current = self._future.pop()
