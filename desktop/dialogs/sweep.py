"""SweepDialog: which settings of a sweep vary, over what, how often each is tried, and what counts as best."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.errors import InklingError
from core.files.runs import MOST_RUNS
from core.hyperparameters import Hyperparameters, fitted
from core.knob import knobs_of
from core.network.processors import usable
from core.plain import counted, duration
from core.sweep.estimate import seconds_of
from core.sweep.goal import ACCURACY, COST, SECONDS, Goal
from core.sweep.plan import Budget, Sweep
from core.sweep.space import Axis, grid_size
from core.sweep.typed import written
from core.sweep.words import name_for
from desktop.background.throttle import Rest, Throttle
from desktop.dialogs.varied_setting import VariedSetting, varied_settings
from desktop.look.tips import wrapped
from desktop.widgets.form.number_fields import Combo, NumberField, WholeField
from desktop.widgets.labels import heading, hint, paragraph, plain

_SAYS = (
    "Give some settings several values: each combination is trained, with several seeds. Numbers stand behind each "
    "other, as 16 64 256, or are a range with a count, as 0.001..0.1:log:5. What is left empty stays as it is now."
)
_RATE = 3  # of so many settings one goes on
_SEEDS, _DRAWS, _TARGET = 2, 20, 97.0
_GOALS = {ACCURACY: "the best accuracy", COST: "the lowest cost", SECONDS: "the fewest seconds to %"}
_ALL, _DRAWN = "all combinations", "some, at random"
_NOT_YET = "How long it takes is told once its first run has ended."


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a run was.

    Attributes
    ----------
    settings : Hyperparameters
        With what it was trained.
    seconds : float
        How long an epoch took.
    """

    settings: Hyperparameters
    seconds: float


class SweepDialog(QDialog):
    """Asks for a sweep, and says all along how much that is.

    Parameters
    ----------
    base : Hyperparameters
        The settings at hand.
    pace : Pace, optional
        How fast the run at hand was, by which the time is estimated.
    check : callable
        Refuses a sweep with an ``InklingError`` that there is no room for.
    """

    def __init__(
        self,
        base: Hyperparameters,
        pace: Pace | None = None,
        check: Callable[[Sweep], None] = lambda sweep: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._check = check
        self.setObjectName("sweepDialog")
        self.setWindowTitle("Sweep")
        self._base, self._pace = base, pace
        self._sweep: Sweep | None = None
        self._rows = list(varied_settings(base))
        self._make_fields()
        self._size = paragraph()
        self._size.setObjectName("sweepSizeLabel")
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self._go = buttons.button(kinds.Ok)
        self._go.setText("Begin")
        self._go.setObjectName("beginSweepButton")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(heading("Sweep: many runs, to learn which settings matter"))
        layout.addWidget(hint(_SAYS))
        layout.addWidget(self._form(), 1)
        layout.addLayout(self._options())
        layout.addWidget(self._size)
        layout.addWidget(buttons)
        self.resize(680, 620)
        self._soon = Throttle(self._work_out, Rest(100, 3), delay_ms=150, parent=self)
        self._join()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._propose_rates()
        self._work_out()

    @property
    def sweep(self) -> Sweep | None:
        """What is asked for; none where it cannot be, which is said."""
        return self._sweep

    @property
    def name(self) -> str:
        """What the sweep is called."""
        return "" if self._sweep is None else name_for(self._sweep)

    def accept(self) -> None:
        """Close with a sweep; stay open where there is none."""
        self._soon.cancel()
        self._work_out()
        if self._sweep is not None:
            super().accept()

    def _make_fields(self) -> None:
        self._seeds = WholeField(1, 1000, label="Seeds")
        self._seeds.setValue(_SEEDS)
        self._which = Combo()
        self._which.addItems([_ALL, _DRAWN])
        self._draws = WholeField(1, MOST_RUNS, label="Drawn at random")
        self._draws.setValue(_DRAWS)
        self._halving = QCheckBox("Successive halving")
        self._goal = Combo()
        for kind, words in _GOALS.items():
            self._goal.addItem(words, kind)
        self._target = NumberField(1.0, 100.0, logarithmic=False, label="Target accuracy")
        self._target.setValue(_TARGET)
        self._minutes = WholeField(0, 100_000, label="Minutes")
        self._minutes.setSpecialValueText("no limit")
        names = {
            self._seeds: ("sweepSeedsSpin", "Seeds of each", "With how many seeds each combination is trained. "
                          "Two or more tell how much chance alone moves."),
            self._which: ("sweepDrawsCombo", "Which combinations", "All of them, or some that are drawn at random: "
                          "of a range any number in it. Drawing finds more where only one or two settings matter."),
            self._draws: ("sweepDrawsSpin", "How many are drawn", "How many combinations are drawn at random."),
            self._halving: ("sweepHalvingCheck", "Successive halving", f"All are trained for a short time at first; of "
                            f"{_RATE} the best one goes on for {_RATE} times as long, and so on. Saves much time; what "
                            "learns slowly at first may be dropped too early."),
            self._goal: ("sweepGoalCombo", "What counts as best", "By what the runs are compared."),
            self._target: ("sweepTargetSpin", "Accuracy to reach", "The seconds until this accuracy are compared."),
            self._minutes: ("sweepMinutesSpin", "Minutes at most", "No further run is begun after so many minutes; "
                            "the sweep can be gone on with then."),
        }  # fmt: skip
        for widget, (name, label, help) in names.items():
            widget.setObjectName(name)
            widget.setAccessibleName(label)
            widget.setAccessibleDescription(help)
            widget.setToolTip(wrapped(help))

    def _form(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for column, title in enumerate(("Setting", "Now", "Values")):
            grid.addWidget(hint(title), 0, column)
        for place, row in enumerate(self._rows, 1):
            for column, widget in enumerate((row.label, row.now, row.field)):
                grid.addWidget(widget, place, column)
        grid.setRowStretch(len(self._rows) + 1, 1)
        area = QScrollArea()
        area.setObjectName("sweepSettings")
        area.setAccessibleName("Settings and their values")
        area.setFrameShape(QFrame.Shape.StyledPanel)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area

    def _options(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        places = (
            (0, 0, "Train", self._beside(self._which, self._draws)),
            (0, 2, "Seeds of each", self._seeds),
            (1, 0, "Best is", self._beside(self._goal, self._target)),
            (1, 2, "Minutes at most", self._minutes),
        )
        for row, column, text, widget in places:
            label = plain(text)
            label.setBuddy(widget)
            grid.addWidget(label, row, column)
            grid.addWidget(widget, row, column + 1)
        grid.addWidget(self._halving, 2, 1, 1, 3)
        return grid

    def _beside(self, first: QWidget, second: QWidget) -> QWidget:
        both = QWidget()
        both.setFocusProxy(first)
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(first, 1)
        line.addWidget(second)
        return both

    def _join(self) -> None:
        for row in self._rows:
            row.setParent(self)
            row.changed.connect(lambda: self._soon())
        for signal in (
            self._seeds.valueChanged,
            self._draws.valueChanged,
            self._which.currentIndexChanged,
            self._halving.toggled,
            self._goal.currentIndexChanged,
            self._target.valueChanged,
            self._minutes.valueChanged,
        ):
            signal.connect(lambda *_: self._soon())

    def _propose_rates(self) -> None:
        """Begin with what matters most often: five rates around the one at hand."""
        knob, rate = knobs_of(Hyperparameters)["learning_rate"][0], self._base.learning_rate
        low, high = (written("learning_rate", float(f"{knob.clip(end):.4g}")) for end in (rate / 10, rate * 10))
        self._row("learning_rate").edit.setText(f"{low}..{high}:log:5")

    def _row(self, name: str) -> VariedSetting:
        return next(row for row in self._rows if row.name == name)

    # What is asked for

    def _work_out(self) -> None:
        self._draws.setVisible(self._which.currentIndex() == 1)
        self._target.setVisible(self._goal.currentData() == SECONDS)
        axes = [axis for row in self._rows if (axis := row.axis()) is not None]
        wrong = [row for row in self._rows if row.trouble]
        self._sweep = None
        if wrong:
            self._say(f"{wrong[0].label.text()}: {wrong[0].trouble}", is_wrong=True)
        else:
            try:
                sweep = self._asked_for(axes)
                self._check(sweep)
            except InklingError as error:
                self._say(str(error), is_wrong=True)
            else:
                self._sweep = sweep
                self._say(self._size_in_words(sweep))
        self._go.setEnabled(self._sweep is not None)

    def _asked_for(self, axes: list[Axis]) -> Sweep:
        """Return the sweep; what has one value only does not vary, and is the same in all runs."""
        same: dict[str, Any] = {axis.name: axis.values[0] for axis in axes if len(axis.values) == 1}
        kind = self._goal.currentData()
        return Sweep(
            base=fitted(self._base, **same),
            axes=tuple(axis for axis in axes if len(axis.values) > 1),
            draws=self._draws.value() if self._which.currentIndex() == 1 else 0,
            seeds=self._seeds.value(),
            halving=_RATE if self._halving.isChecked() else 0,
            goal=Goal(kind, self._target.value() if kind == SECONDS else 0.0),
            budget=Budget(minutes=self._minutes.value()),
        )

    def _size_in_words(self, sweep: Sweep) -> str:
        runs, settings = len(sweep.trials), len(sweep.settings)
        counts = " × ".join(str(len(axis.values)) for axis in sweep.axes)
        product = f" ({counts})" if len(sweep.axes) > 1 and settings == grid_size(sweep.axes) else ""
        words = [
            f"{counted(runs, 'run')}: {counted(settings, 'setting')}{product} × {counted(sweep.seeds, 'seed')}, "
            f"{counted(sweep.epochs, 'epoch')} in all."
        ]
        if self._pace is None:
            return " ".join([*words, _NOT_YET])
        workers = usable()
        seconds = seconds_of(sweep, self._pace.settings, self._pace.seconds, min(workers, runs))
        on = "1 processor" if workers == 1 else f"{workers} processors"
        return " ".join([*words, f"About {duration(seconds)} on {on}, going by the run at hand."])

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        self._size.setForegroundRole(QPalette.ColorRole.BrightText if is_wrong else QPalette.ColorRole.WindowText)
        self._size.setText(text)
