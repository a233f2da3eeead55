"""Navigation: from one view to another and back: from a mistake to the neurons that argued for it, and to Why."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget

from desktop.models.selection import Neuron
from desktop.views.mistakes.panel import MistakesPanel
from desktop.views.neurons.panel import NeuronsPanel
from desktop.views.panel import Panel
from desktop.views.why.panel import WhyPanel


class Navigation(QObject):
    """Brings the view to the front in which something asked for elsewhere can be seen.

    Parameters
    ----------
    tabs : QTabWidget
        Where the views are.
    mistakes, neurons, why : Panel
        The views that lead to one another.
    """

    def __init__(
        self, tabs: QTabWidget, mistakes: MistakesPanel, neurons: NeuronsPanel, why: WhyPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self._neurons = neurons
        self._why = why
        self._from: Panel | None = None
        mistakes.neuron_asked.connect(lambda neuron: self._open_neuron(neuron, mistakes))
        mistakes.why_asked.connect(self._explain)
        neurons.left.connect(self._go_back)

    def _open_neuron(self, neuron: Neuron, asked_in: Panel) -> None:
        self._from = asked_in
        self._tabs.setCurrentWidget(self._neurons)
        self._neurons.open_from(neuron, self._tabs.tabText(self._tabs.indexOf(asked_in)))

    def _go_back(self) -> None:
        if self._from is not None:
            self._tabs.setCurrentWidget(self._from)
            self._from.setFocus()

    def _explain(self) -> None:
        self._why.compare_with_default()
        self._tabs.setCurrentWidget(self._why)
