"""Exports: what a view asks for, the view in front, its table, an animation, the network and the report, as files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core.errors import InklingError
from core.files.exchange.exporting import export as export_network
from core.files.exchange.exporting import format_of
from core.report.animation import save_animation
from core.report.page import save_report
from core.training.ending import knowing_end
from core.training.run import Run
from desktop.actions import Commands
from desktop.background.jobs import Job
from desktop.dialogs import files
from desktop.models.notices import Notice
from desktop.session.workbench import Workbench
from desktop.shell.arrangement import Arrangement
from desktop.shell.destinations import TOPIC, Destinations
from desktop.views.wishes import Answers, Export, ExportAnimation
from desktop.widgets.plot import export
from desktop.widgets.plot.slide import WIDTH
from desktop.widgets.view_picture import ready_for_picture

_NO_NETWORK = "There is no network yet. Wait until the data set is loaded."


class Exports:
    """What the Export menu writes, and what views wish to have written.

    Parameters
    ----------
    window : QWidget
        Over which the dialogs open.
    workbench : Workbench
        The models.
    arrangement : Arrangement
        Knows which view is in front.
    """

    def __init__(self, window: QWidget, workbench: Workbench, arrangement: Arrangement) -> None:
        self._window = window
        self._workbench = workbench
        self._arrangement = arrangement
        self._destinations = Destinations(workbench)
        exporting = workbench.exporting
        exporting.written.connect(self._destinations.say_written)
        exporting.cancelled.connect(lambda path: self._say(f"{path.name} was not written."))
        exporting.failed.connect(lambda error: workbench.notices.post_error(error, topic=TOPIC))

    def commands(self) -> Commands:
        """Return what each of these commands does, by the action's name."""
        return {
            "exportViewPngAction": partial(self.save_view, "png"),
            "exportViewSvgAction": partial(self.save_view, "svg"),
            "exportTableAction": self.save_table,
            "exportNetworkAction": self.save_network,
            "exportReportAction": self.save_report,
        }

    def answers(self) -> Answers:
        """Return what is done for the wishes of views."""
        return {Export: self.save, ExportAnimation: lambda wish: self.save_animation(wish.layer)}

    def save(self, wish: Export) -> None:
        """Write what a view wishes for, as its kind says."""
        destinations = self._destinations
        path = destinations.remember(files.ask_for_export(self._window, destinations.suggest(wish.name), wish.kind))
        if path is not None:
            destinations.write(partial(wish.write, path), path)

    def save_view(self, kind: str) -> None:
        """Write the view in front as a picture or a drawing; ``kind`` is "png" or "svg"."""
        view = self._arrangement.view_in_front
        if view is None:
            return

        def write(path: Path) -> None:
            with ready_for_picture(view):
                if kind == "svg":
                    export.save_svg(view, path, path.stem)
                else:
                    export.save_png(view, path, max(2.0, WIDTH / view.width()))

        self.save(Export("view", kind, write))

    def save_table(self) -> None:
        """Write the table of the view in front."""
        view = self._arrangement.view_in_front
        table = None if view is None else view.table()
        if table is None:
            self._say("The view in front has no table to write yet.")
            return
        self.save(Export("table", "csv", partial(export.save_table, *table)))

    def save_animation(self, layer: int) -> None:
        """Write how the weight images of a layer, from 0, came about, as a job that can be stopped."""
        recording = self._workbench.timeline.recording
        moments = [recording[index] for index in range(len(recording))]
        if not moments:
            self._say(_NO_NETWORK)
            return
        layer = min(layer, len(moments[-1].network.layers) - 1)
        name = "weights" if layer == 0 else f"weights of layer {layer + 1}"
        path = self._destinations.remember(files.ask_for_animation(self._window, self._destinations.suggest(name)))
        if path is None:
            return

        def work(job: Job) -> None:
            save_animation(path, moments, layer, progress=job.report, is_cancelled=job.is_cancelled)

        self._workbench.notices.withdraw(TOPIC)
        self._workbench.exporting.write(path, work)

    def save_network(self) -> None:
        """Write the network of the moment shown for another program, as a job."""
        snapshot = self._workbench.timeline.snapshot
        if snapshot is None:
            self._say(_NO_NETWORK)
            return
        suggestion = self._destinations.suggest(Path(self._workbench.runs.title).stem or "network")
        path = self._destinations.remember(files.ask_for_network_to_export(self._window, suggestion))
        form = None if path is None else format_of(path)
        if path is not None and form is not None:
            self._start(partial(export_network, path, snapshot, form), path)

    def save_report(self) -> None:
        """Write the lab report of the moment shown, as a job."""
        snapshot, dataset = self._workbench.timeline.snapshot, self._workbench.library.dataset
        if snapshot is None or dataset is None:
            self._say(_NO_NETWORK)
            return
        path = self._destinations.remember(
            files.ask_for_export(self._window, self._destinations.suggest("report"), "html")
        )
        if path is not None:
            name = Path(self._workbench.runs.title).stem
            run = self._workbench.runs.current
            moment = snapshot if run is None else knowing_end(run, snapshot)
            self._start(partial(save_report, path, moment, dataset, name, self._runs_shown()), path)

    def _runs_shown(self) -> list[Run]:
        """Return the runs whose curves are drawn, the one at hand last."""
        runs = self._workbench.runs
        drawn = {*runs.drawn, runs.current}
        return [run.as_trained() for run in runs.trained if run in drawn]

    def _start(self, write: Callable[[], None], path: Path) -> None:
        """Write a file as a job; the window goes on, and closing it waits until the file is whole."""

        def failed(error: InklingError) -> None:
            self._workbench.notices.post_error(error, topic=TOPIC)

        def crashed() -> None:
            self._workbench.notices.withdraw(TOPIC)

        self._say(f"{path.name} is being written.")
        told = partial(self._destinations.say_written, path)
        self._workbench.jobs.write(path, write, done=told, failed=failed, crashed=crashed)

    def _say(self, text: str) -> None:
        self._workbench.notices.post(Notice("info", text, topic=TOPIC))
