"""CoachPanel: what seems to be wrong with the run, how that shows, and one experiment for each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.coach.finding import MATRIX, NEURONS, Finding
from core.hyperparameters import Hyperparameters, changed_fields, describe_value, label_of, needs_new_network
from core.training.snapshot import Snapshot
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.words import listed
from desktop.session.workbench import Workbench
from desktop.views.coach.finding_card import FindingCard
from desktop.views.coach.vital_list import VitalList
from desktop.views.panel import Panel
from desktop.views.wishes import ShowCurves, ShowMatrix, ShowNeurons, Wish
from desktop.widgets.labels import hint

_NOT_YET = "Train the network. When something about the run looks wrong, it is said here, with a remedy to try."
_HEALTHY = "Nothing to say: the run looks healthy."
_TOO_EARLY = "Nothing to say yet: so far the answers are no better than guessing, and it is too early to say why."
_ANEW = "Begins a new network with this setting and trains it. The one at hand is put aside."
_LIVE = "Changes this setting from the next batch on."


class CoachPanel(Panel):
    """The findings as cards, the most urgent first."""

    rest_ms = 1000

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._findings: tuple[Finding, ...] = ()
        self._cards: list[FindingCard] = []
        self._quiet = hint(_NOT_YET)
        self._quiet.setObjectName("coachLabel")
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(8)
        self._vitals = VitalList(themes.theme)
        self._vitals.setObjectName("vitalList")
        self._vitals.hide()
        self._column.addWidget(self._quiet)
        self._column.addWidget(self._vitals)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName("What the coach says")  # the keys stop there, to scroll
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        workbench.coach.changed.connect(self._show_findings)

    def draw(self, snapshot: Snapshot) -> None:
        self.workbench.consult()
        self._show_findings()

    def set_theme(self, theme: Theme) -> None:
        self._vitals.set_theme(theme)
        for card in self._cards:
            card.set_theme(theme)

    def _show_findings(self) -> None:
        findings, snapshot = self.workbench.coach.findings, self.workbench.timeline.snapshot
        self._findings = findings or ()
        is_untrained = findings is None or snapshot is None or snapshot.epoch == 0
        self._quiet.setText(_NOT_YET if is_untrained else _HEALTHY if self.workbench.coach.is_healthy else _TOO_EARLY)
        self._quiet.setVisible(not self._findings)
        while len(self._cards) < len(self._findings):
            self._add_card()
        for index, card in enumerate(self._cards):
            card.setVisible(index < len(self._findings))
            if index < len(self._findings):
                self._fill(card, self._findings[index])
        self._show_vitals()
        self.count_changed.emit(len(self._findings))

    def _show_vitals(self) -> None:
        said = {finding.rule for finding in self._findings}
        vitals = self.workbench.coach.vitals
        self._vitals.show_vitals([(v.name, v.figure, v.mark, bool(said & set(v.rules))) for v in vitals])

    def _add_card(self) -> None:
        card, index = FindingCard(self.themes.theme), len(self._cards)
        card.show_asked.connect(lambda: self.wished.emit(_place_of(self._findings[index])))
        card.try_asked.connect(lambda: self._try(self._findings[index]))
        self._cards.append(card)
        self._column.insertWidget(len(self._cards), card)  # after the quiet line, before what is left of the column

    def _try(self, finding: Finding) -> None:
        if finding.experiment is not None:
            self.workbench.try_settings(finding.experiment, anew=finding.begins_anew)

    def _fill(self, card: FindingCard, finding: Finding) -> None:
        in_force, experiment = self.workbench.settings.in_force, finding.experiment
        if experiment is None:
            card.show_finding(finding.title, finding.evidence, finding.advice)
        else:
            tip = _ANEW if finding.begins_anew or needs_new_network(in_force, experiment) else _LIVE
            change = describe_experiment(in_force, experiment)
            card.show_finding(finding.title, finding.evidence, finding.advice, change, tip)
        card.offer_to_show(self.is_answered(type(_place_of(finding))))


def _place_of(finding: Finding) -> Wish:
    """Return the wish for what a finding can be seen in."""
    if finding.view == NEURONS:
        return ShowNeurons(finding.layer)
    return ShowMatrix(finding.cell) if finding.view == MATRIX else ShowCurves()


def describe_experiment(now: Hyperparameters, then: Hyperparameters) -> str:
    """Return what is to change, as a button says it: ``learning rate 0.001``."""
    names = changed_fields(now, then)
    return listed([f"{label_of(name).lower()} {describe_value(getattr(then, name))}" for name in names]) or "again"
