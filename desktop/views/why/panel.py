"""WhyPanel: which pixels of the pad speak for the answer and which against it, and what little would flip it."""

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.insight.attribution import Attribution, attribute
from core.insight.regions import smoothed
from core.network.network import Network
from core.training.snapshot import Snapshot
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.look.words import drawn, shortened
from desktop.models.counterfactuals import Kind
from desktop.session.workbench import Workbench
from desktop.views.muted_note import MutedNote
from desktop.views.panel import Panel
from desktop.views.why.words import change_of, exactness, flip_in_words, one_pass, reasons_in_words
from desktop.views.wishes import Answers, ExplainPad
from desktop.widgets.form.number_fields import Combo
from desktop.widgets.labels import heading, hint, plain
from desktop.widgets.shrink_area import ShrinkArea
from desktop.widgets.tiles.image_preview import ImagePreview
from desktop.widgets.tiles.push_picture import PushPicture
from desktop.widgets.words.matrix import tenths

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("strokes", "Pen and eraser"),
    ("pixels", "Few pixels, anywhere"),
    ("ink", "Little ink, anywhere"),
)
_EDGES = (58, 86)  # of the small pictures, with their frames: two or three pixels of the screen for one
_LEAST = QSize(180, 120)  # of the words: in less room than they need they scroll
_LONGEST = 10  # characters of a name in the title, which stands in one line
_NOT_FOUND = "No small change of this kind was found that does it."
_STAND_IN = "Explained is Inkling's own network, which reads the pad until yours is trained."
_EMPTY = "Draw {what} on the pad, or pick a mistake."


class WhyPanel(Panel):
    """The pushes of the pad's pixels, painted over its ink, and a small change that flips the answer."""

    rest_ms = 100

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._pad = workbench.pad
        self._network: Network | None = None
        self._reasons: Attribution | None = None
        self._wished: int | None = None  # the class to compare with; none for the label or the second best
        self._make_reasons()
        self._make_flip()
        self._lay_out()
        # A new network comes through draw, which rests; a new drawing is explained at once.
        self._pad.image_changed.connect(lambda image: self._explain())
        self._pad.answered.connect(lambda answer: self._show_one_pass())
        workbench.counterfactuals.changed.connect(self._show_flip)
        workbench.selection.altered.connect(self._draw_again)
        self._pad.stand_in_changed.connect(lambda is_stand_in: self._draw_again())
        self._explain()

    @property
    def _names(self) -> tuple[str, ...]:
        return self.workbench.class_names

    def answers(self) -> Answers:
        """Explain what is on the pad, compared with its label or the second best."""
        return {ExplainPad: lambda wish: self._compare_with_default()}

    def draw(self, snapshot: Snapshot) -> None:
        """Explain the answer of the network of the moment, as it is looked at, or of the one that stands in for it."""
        is_stand_in = self._pad.is_stand_in
        self._network = self._pad.network if is_stand_in else self.workbench.selection.as_seen(snapshot.network)
        self._whose.setVisible(is_stand_in)
        self._explain()

    def set_theme(self, theme: Theme) -> None:
        for widget in (self._picture, self._before, self._after, self._difference):
            widget.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_again()

    def _draw_again(self) -> None:
        """Explain anew, for the panel was hidden, or neurons were switched off or on."""
        if self.workbench.timeline.snapshot is not None and self.isVisible():
            self.draw(self.workbench.timeline.snapshot)
        else:
            self._explain()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.workbench.counterfactuals.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        smaller, larger = _EDGES
        edge = larger if self._words.width() > 3 * larger + 64 else smaller
        for picture in (self._before, self._after, self._difference):
            picture.setFixedSize(edge, edge)

    # What it is made of

    def _make_reasons(self) -> None:
        self._message = hint()
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMargin(24)
        self._picture = PushPicture(self.themes.theme, least=140)
        self._picture.setObjectName("pushPicture")
        self._picture.setAccessibleName("What each pixel speaks for")
        self._picture.set_tooltips(self._describe)
        self._legend = hint()
        self._legend.setToolTip(wrapped("Point at a pixel to read its own figure."))
        self._whose = hint(_STAND_IN)
        self._whose.setObjectName("whyWhoseLabel")
        self._whose.hide()
        self._title = heading("", 1.0)
        self._rival = Combo()
        self._rival.setObjectName("rivalCombo")
        self._rival.setAccessibleName("Compared with")
        self._rival.setToolTip(wrapped("What the answer is compared with."))
        self._rival.currentIndexChanged.connect(self._choose_rival)
        self._sentence = plain()
        self._sentence.setObjectName("whyLabel")
        self._sentence.setWordWrap(True)
        self._exactness = hint()
        self._exactness.setObjectName("exactnessLabel")
        self._one_pass = hint()
        self._one_pass.setObjectName("whyOnePassLabel")

    def _make_flip(self) -> None:
        self._kind = Combo()
        self._kind.setObjectName("flipKindCombo")
        self._kind.setAccessibleName("How it may be changed")
        self._kind.setToolTip(
            wrapped(
                "Pen and eraser change pieces of strokes, as a hand would. Without that bond, a few specks anywhere "
                "are enough, or a little ink in many pixels: changes that a person would hardly notice."
            )
        )
        self._kind.addItems([text for _, text in _KINDS])
        self._kind.currentIndexChanged.connect(lambda index: self._explain())
        self._flip_words = plain()
        self._flip_words.setObjectName("flipLabel")
        self._flip_words.setWordWrap(True)
        self._before, self._after = ImagePreview(self.themes.theme), ImagePreview(self.themes.theme)
        self._difference = PushPicture(self.themes.theme, least=_EDGES[0])
        self._difference.setAccessibleDescription("Orange with a plus: ink added. Blue with a minus: ink taken away.")
        self._put = QPushButton("Put it on the pad")
        self._put.setObjectName("putFlipButton")
        self._put.setToolTip(wrapped("Show the changed image on the pad."))
        self._put.clicked.connect(self._put_on_pad)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(8, 8, 0, 4)
        left.addWidget(self._legend)
        left.addWidget(self._picture, 1)
        left.addWidget(MutedNote(self.workbench.selection, "whyMutedLabel", "whyAllOnButton"))
        compared = QHBoxLayout()
        compared.addWidget(self._title)
        compared.addWidget(self._rival, 1)
        asked = QHBoxLayout()
        asked.addWidget(self._kind, 1)
        asked.addWidget(self._put)
        self._pictures = QWidget()
        grid = QGridLayout(self._pictures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        for column, (name, picture) in enumerate(
            (("Before", self._before), ("After", self._after), ("Difference", self._difference))
        ):
            picture.setAccessibleName(name)
            grid.addWidget(picture, 0, column)
            grid.addWidget(hint(name), 1, column)
        grid.setColumnStretch(3, 1)
        words = QWidget()
        right = QVBoxLayout(words)
        right.setContentsMargins(8, 8, 8, 8)
        right.setSpacing(6)
        for part in (
            compared,
            self._whose,
            self._sentence,
            self._exactness,
            self._one_pass,
            heading("A small change that flips the answer", 1.0),
            asked,
            self._flip_words,
            self._pictures,
        ):
            right.addLayout(part) if isinstance(part, QHBoxLayout) else right.addWidget(part)
        right.addStretch(1)
        self._words = area = ShrinkArea(words, _LEAST)
        self._whole = QWidget()
        sides = QHBoxLayout(self._whole)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(4)
        sides.addLayout(left, 3)
        sides.addWidget(area, 5)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._message)
        self._pages.addWidget(self._whole)

    # What speaks for the answer

    def _explain(self) -> None:
        """Show the reasons for what the network shown says to the pad's image."""
        network, image = self._network, self._pad.image
        if not self.isVisible():
            return
        if network is None or self._pad.ink.is_empty:
            self._say(_EMPTY.format(what=drawn(self._names)))
            return
        if self._wished is not None and self._wished >= network.classes:
            self._wished = None  # of a network with more classes
        why = attribute(network, image)
        second, label = why.rival, self._label_if_not(why.winner)
        rival = label if self._wished in (None, why.winner) else self._wished
        if rival is not None:
            why = attribute(network, image, why.winner, rival)
        if not np.isfinite(why.lead):
            self._say("The network's outputs are no longer numbers, so there is no answer to explain.")
            return
        self._reasons = why
        self._pages.setCurrentWidget(self._whole)
        self._offer_rivals(why.winner, second, label)
        self._show_reasons(network, why)
        kind = _KINDS[self._kind.currentIndex()][0]
        is_urgent = not self.workbench.is_followed_live
        self.workbench.counterfactuals.ask(network, image, kind, rival, is_urgent=is_urgent)
        self._show_flip()

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._pages.setCurrentWidget(self._message)

    def _compare_with_default(self) -> None:
        """Compare the answer with what the image is labelled as, or with the second best."""
        self._wished = None
        self._explain()

    def _choose_rival(self, index: int) -> None:
        self._wished = self._rival.itemData(index)
        self._explain()

    def _label_if_not(self, winner: int) -> int | None:
        """Return what the image on the pad is labelled as, where the network takes it for something else."""
        label = self._pad.label
        return label if label != winner else None

    def _offer_rivals(self, winner: int, second: int, label: int | None) -> None:
        """Offer every class but the answer itself, which has no lead over itself; keep the one wished for."""
        kind, compared = ("second best", second) if label is None else ("right one", label)
        default = f"the {kind} ({self._names[compared]})"
        others = [(name, index) for index, name in enumerate(self._names) if index != winner]
        entries: list[tuple[str, int | None]] = [(default, None), *others]
        combo = self._rival
        combo.blockSignals(True)
        if [(combo.itemText(at), combo.itemData(at)) for at in range(combo.count())] != entries:
            combo.clear()
            for text, index in entries:
                combo.addItem(text, index)
        combo.setCurrentIndex(next((at for at, (_, index) in enumerate(entries) if index == self._wished), 0))
        combo.blockSignals(False)

    def _show_reasons(self, network: Network, why: Attribution) -> None:
        winner, rival = self._names[why.winner], self._names[why.rival]
        self._title.setText(f"Why {shortened(winner, _LONGEST)} and not")
        self._title.setToolTip(wrapped(winner) if shortened(winner, _LONGEST) != winner else "")
        self._legend.setText(f"Orange (+) speaks for {winner}, blue (−) for {rival}; averaged over neighbors.")
        self._picture.show_push(self._pad.image, smoothed(why.pixels))
        label = self._pad.label
        self._sentence.setText(reasons_in_words(why, winner, rival, None if label is None else self._names[label]))
        self._picture.setAccessibleDescription(self._sentence.text())
        self._exactness.setText(exactness(network, why))
        self._show_one_pass()

    def _show_one_pass(self) -> None:
        """Say that what is explained is not the verdict under the pad, and what that is, where it is another class."""
        said, why, names = self._pad.answer, self._reasons, self._names
        self._one_pass.setVisible(not self._pad.is_read_once)
        if said is not None and why is not None and max(said.digit, why.winner) < len(names):
            is_other = said.digit != why.winner
            self._one_pass.setText(one_pass(names[why.winner], names[said.digit] if is_other else None))

    def _describe(self, row: int, column: int) -> str:
        if self._reasons is None:
            return ""
        push, winner = float(self._reasons.pixels[row, column]), self._names[self._reasons.winner]
        return f"{tenths(push)} for {winner} over {self._names[self._reasons.rival]}"

    # What would flip it

    def _show_flip(self) -> None:
        flips = self.workbench.counterfactuals
        if not self.isVisible():
            return
        is_current = flips.image is self._pad.image
        found = flips.found if is_current else None
        self._pictures.setVisible(found is not None)
        self._put.setEnabled(found is not None)
        if found is None:
            self._flip_words.setText(_NOT_FOUND if is_current else "Looking for one …")
            return
        self._flip_words.setText(flip_in_words(found, self._pad.image, self._names[found.after]))
        self._before.show_image(self._pad.image)
        self._after.show_image(found.image)
        self._difference.show_push(self._pad.image, change_of(self._pad.image, found))

    def _put_on_pad(self) -> None:
        found = self.workbench.counterfactuals.found
        if found is not None:
            self.workbench.show_on_pad(found.image)
