"""Assembly: makes the models and the tasks of a window and joins them; the only file that knows them all."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible

from core.errors import InklingError
from core.files.handwriting import Handwriting
from core.files.store import Store
from core.training.run import Run
from desktop.background.jobs import Jobs
from desktop.background.taking_turns import TakingTurns
from desktop.models.announcements import AnnouncementsModel
from desktop.models.coach import CoachModel
from desktop.models.confusion import ConfusionModel
from desktop.models.constant_answer import ConstantAnswerModel
from desktop.models.counterfactuals import CounterfactualModel
from desktop.models.exporting import ExportingModel
from desktop.models.handwriting import HandwritingModel
from desktop.models.hyperparameters import HyperparametersModel
from desktop.models.lessons import LessonsModel
from desktop.models.library import LibraryModel
from desktop.models.neurons import NeuronsModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.novelty import NoveltyModel
from desktop.models.pad import PadModel
from desktop.models.pictures import PicturesModel
from desktop.models.runs import RunsModel
from desktop.models.selection import SelectionModel
from desktop.models.statistics import StatisticsModel
from desktop.models.sweeps import SweepsModel
from desktop.models.timeline import TimelineModel
from desktop.models.training import TrainingModel
from desktop.models.undoing import UndoModel
from desktop.models.welcome import WelcomeModel
from desktop.preferences import Preferences
from desktop.session.advice import Advice
from desktop.session.asking import Asking
from desktop.session.changes import Changes
from desktop.session.correcting import Correcting
from desktop.session.downloads import Downloads
from desktop.session.ending import Ending
from desktop.session.importing import Importing
from desktop.session.keeping import Keeping
from desktop.session.lesson_files import LessonFiles
from desktop.session.lessons import LessonTasks
from desktop.session.opening import Opening
from desktop.session.own_data import OwnData
from desktop.session.pictures import PictureTasks
from desktop.session.runs import RunTasks
from desktop.session.saving import Saving
from desktop.session.session import OF_THE_RUN_BEFORE, Session
from desktop.session.sweeps import SweepTasks
from desktop.session.symbols import Symbols
from desktop.session.teaching import Teaching
from desktop.session.undoing import Undoing
from desktop.session.welcome import Welcoming


class Assembly(QObject):
    """All models and tasks of one window, which answer one another.

    Parameters
    ----------
    preferences : Preferences
        What is remembered from one day to the next.
    store : Store, optional
        Where the runs of all days are kept; the person's own folder without one.
    handwriting : Handwriting, optional
        The file of the person's own digits; the person's own without one.
    """

    crashed = Signal(object)  # Exception that nobody foresaw
    runs_opened = Signal()
    data_to_look_at = Signal()  # a person wants to see what was noticed of the data set in use
    import_offered = Signal(object)  # Offer of a network of another program: a person has to choose

    def __init__(
        self,
        preferences: Preferences,
        store: Store | None = None,
        handwriting: Handwriting | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.notices = NoticesModel(self)
        self.announcements = AnnouncementsModel(QAccessible.isActive, self)
        self.undoing = UndoModel(self)
        self.jobs = Jobs(self.crashed.emit, self.notices.post_error, self)
        self._make_models(handwriting or Handwriting())
        self._make_tasks(store or Store(budget=self.preferences.store_budget))
        self._join()
        self.handwriting.load()

    def _make_models(self, handwriting: Handwriting) -> None:
        self.settings = HyperparametersModel(self.preferences.hyperparameters, self)
        self.training = TrainingModel(self)
        self.training.use_way(self.preferences.way)
        self.runs = RunsModel(self, self.preferences.timeline_megabytes * 2**20)
        self.timeline = TimelineModel(self.runs, self)
        # What a person does is answered at once in all views; only what a run brings by itself has them take turns.
        self.turns = TakingTurns(lambda: self.timeline.is_live and self.training.runs_on, self)
        self.pad = PadModel(self)
        self.training.is_hand_busy = lambda: self.pad.is_drawn_on
        self.pad.set_threshold(self.preferences.doubt_threshold)
        self.pictures = PicturesModel(self)
        self.library = LibraryModel(self.jobs, self)
        self.exporting = ExportingModel(self.jobs, self)
        self.handwriting = HandwritingModel(handwriting, self.jobs, self)
        self.selection = SelectionModel(self)
        self.confusion = ConfusionModel(self.jobs, self)
        self.constant_answer = ConstantAnswerModel(self.jobs, self)
        self.novelty = NoveltyModel(self.jobs, self)
        self.counterfactuals = CounterfactualModel(self.jobs, self)
        self.neurons = NeuronsModel(self.jobs, self)
        self.statistics = StatisticsModel(self.jobs, self.runs, self)
        self.sweeps = SweepsModel(self.jobs, self)
        self.coach = CoachModel(self.jobs, self)
        self.lessons = LessonsModel(self.jobs, self)
        self.welcome = WelcomeModel(self)

    def _make_tasks(self, store: Store) -> None:
        runs, timeline, notices, jobs = self.runs, self.timeline, self.notices, self.jobs
        session = self.session = Session(runs, self.settings, self.training, self.library, self)
        self.keeping = Keeping(store, runs, jobs, self)
        self._runs = RunTasks(session, timeline, notices, jobs, self.keeping.whole, self)
        self._changes = Changes(session, timeline, notices, self)
        self._advice = Advice(session, self.coach, timeline, notices, self)
        self._asking = Asking(self.pad, self.selection, timeline, self.library, self)
        self._pictures = PictureTasks(self.pictures, self.pad, notices, jobs, self)
        self._teaching = Teaching(session, self.handwriting, notices, jobs, self)
        self.symbols = Symbols(session, self.handwriting, notices, jobs, self)
        self.correcting = Correcting(self.pad, self.pictures, self.library, self.symbols, notices, self)
        self._opening = Opening(session, notices, jobs, self.preferences, self.keeping.read, self)
        self._downloads = Downloads(session, notices, self._opening.use_dataset, self)
        self._own_data = OwnData(self.library, notices, self.data_to_look_at.emit, self)
        self._importing = Importing(session, notices, jobs, self.preferences, self)
        self._ending = Ending(runs, timeline, self.training, notices, self)
        self._saving = Saving(runs, self.library, notices, jobs, self)
        self.sweeping = SweepTasks(session, self.sweeps, notices, jobs, self)
        self.playing = LessonTasks(session, self.lessons, self.pad, jobs, self)
        self.welcoming = Welcoming(session, self.welcome, self._asking, self.lessons, self.preferences, jobs, self)
        self.lesson_files = LessonFiles(self.lessons, self.playing, notices, jobs, self.preferences, self)
        undoing = Undoing(
            self.undoing, runs, self.settings, self.handwriting, self._runs.undo_delete, self.attempt, self
        )
        self.symbols.made.connect(undoing.follow_symbols)

    def attempt(self, work: Callable[[], None], *, topic: str = "attempt") -> None:
        """Do something that may fail, and say so in a notice when it does, until the next attempt at its topic."""
        self.notices.withdraw(topic)
        try:
            work()
        except InklingError as error:
            self.notices.post_error(error, topic=topic)

    def _join(self) -> None:
        """Let the models answer one another; who is named first for a signal is told first."""
        self.settings.deciding.connect(self._changes.take_settings)
        self.settings.adjusted.connect(lambda text: self.notices.post(Notice("info", text, topic="adjusted")))
        self._join_training()
        self.runs.run_changed.connect(self._follow_run)
        self.timeline.changed.connect(self._changes.follow_timeline)
        self.timeline.shown.connect(self._asking.ask)
        self.timeline.shown.connect(self._advice.consult_after_epoch)
        self.selection.altered.connect(self._asking.ask_again)
        self.pad.answered.connect(lambda answer: self._doubt())
        self.novelty.found.connect(self.pad.use_novelty)
        self._runs.opened.connect(lambda runs: self.runs_opened.emit())
        self._runs.opened.connect(self.keeping.write_all)
        self._join_files()

    def _join_training(self) -> None:
        self.training.reached.connect(self.timeline.add)
        self.training.reached.connect(self._advice.warn)
        self.training.reached.connect(lambda snapshots: self.keeping.follow(is_training=self.training.is_running))
        self.training.state_changed.connect(lambda state: self.turns.finish())
        self.training.state_changed.connect(self.keeping.follow_state)
        self.training.busy.connect(lambda *progress: self._asking.wait())
        self.training.failed.connect(self._advice.report_failure)
        self.training.refused.connect(self._changes.refuse)
        self.training.crashed.connect(self.crashed)
        self.sweeping.crashed.connect(self.crashed)

    def _join_files(self) -> None:
        session, keeping, opening = self.session, self.keeping, self._opening
        session.told.connect(self.notices.post)
        self.playing.told.connect(self.notices.post)
        self.lessons.troubled.connect(lambda text: self.notices.post(Notice("warning", text, topic="lessons")))
        session.outdated.connect(self.notices.withdraw)
        session.moments_wanted.connect(lambda run: keeping.read(run, session.take_moments))
        keeping.told.connect(self.notices.post)
        keeping.outdated.connect(self.notices.withdraw)
        self.runs.stored.connect(lambda: self.notices.withdraw("keeping"))  # that one could not be kept is past
        keeping.reopening.connect(opening.reopen)
        keeping.loaded.connect(lambda: opening.take_runs(keeping.offer_newest))
        opening.offered_other.connect(self.welcoming.make_way)
        self.welcome.changed.connect(lambda: self._downloads.offer_images(not self.welcome.is_open))
        self.library.loaded.connect(opening.take_dataset)
        self.library.loaded.connect(self._downloads.offer_mnist)
        self.library.failed.connect(opening.report_dataset)
        self.library.fetched.connect(self._downloads.take)
        self.library.cancelled.connect(opening.give_up)
        opening.runs_found.connect(self._runs.open)
        opening.sweep_found.connect(self.sweeping.open)
        self.sweeping.runs_wanted.connect(self._runs.open)
        opening.handwriting_found.connect(self.symbols.take_file)
        opening.pictures_found.connect(self._pictures.open)
        opening.lesson_asked.connect(self.lesson_files.follow)
        opening.stranger_found.connect(self._importing.look_at)
        self._importing.offered.connect(self.import_offered)
        self._saving.saved.connect(lambda path, run: self.preferences.add_recent_file(path))
        self._saving.saved.connect(lambda path, run: keeping.write(run))
        self.handwriting.failed.connect(lambda error: self.notices.post_error(error, topic="handwriting"))
        self.handwriting.told.connect(lambda text: self.notices.post(Notice("info", text, topic="handwriting")))

    def _doubt(self) -> None:
        """Find out whether the network on the pad says the same to everything, and what it does not know.

        Nobody wonders on an empty pad.
        """
        network, dataset = self.pad.network, self.library.dataset
        if self.pad.answer is None or network is None or dataset is None:
            return
        if network.classes != len(dataset.class_names):  # who stands in may know others
            return
        self.constant_answer.ask(network, dataset)
        if not self.pad.has_own_novelty:
            self.novelty.ask(network, dataset)

    def _follow_run(self, run: Run, before: Run | None) -> None:
        """Forget what was said of the run before, and its neurons where those of this one are others."""
        for topic in OF_THE_RUN_BEFORE:
            self.notices.withdraw(topic)
        self._advice.forget()
        self.novelty.forget()
        if before is None or run.parent is None or run.parent.run != before.id:
            self.selection.forget_neurons()
