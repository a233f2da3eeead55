"""Symbols: the sets of one's own symbols, a model for each; makes them, takes them away, and trains on them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import InklingError
from core.files import symbols
from core.files.handwriting import Foreign, read_foreign
from core.files.symbols import UNTITLED, Names, SymbolSet
from desktop.background.jobs import Jobs
from desktop.models.handwriting import HandwritingModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.symbols import SymbolsModel
from desktop.session.session import Session

_TOPIC = "handwriting"


class Symbols(QObject):
    """Every set of symbols that there is.

    Parameters
    ----------
    session : Session
        Begins a network on a set.
    digits : HandwritingModel
        Takes in the digits of a file.
    notices : NoticesModel
        Says what was taken in, or away.
    jobs : Jobs
        Read the files.
    """

    changed = Signal()  # which sets there are
    opened = Signal(object)  # SymbolsModel: it is to be shown
    made = Signal(object)  # SymbolsModel that there is from now on

    def __init__(
        self,
        session: Session,
        digits: HandwritingModel,
        notices: NoticesModel,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._digits, self._notices, self._jobs = session, digits, notices, jobs
        self._models: dict[str, SymbolsModel] = {}
        self._to_train: SymbolsModel | None = None  # once its drawings are read

    @property
    def titles(self) -> tuple[str, ...]:
        """What the sets are called."""
        return tuple(each.title for each in symbols.sets())

    @property
    def digits(self) -> HandwritingModel:
        """The digits of one's own, which are no set of symbols."""
        return self._digits

    def model(self, title: str) -> SymbolsModel:
        """Return the drawings of a set; its file is read as a job the first time."""
        if title not in self._models:
            self._models[title] = self._made(symbols.find(title) or SymbolSet(symbols.folder() / f"{title}.jsonl"))
            self._models[title].load()
        return self._models[title]

    def collection(self, title: str, names: Names) -> SymbolsModel:
        """Return the set of a title; it is begun with these classes where there is none.

        Raises
        ------
        InklingError
            When a class cannot be called so, or the file cannot be written.
        """
        if symbols.find(title) is None:
            title = symbols.begin(names, title).title
            self._announce()
        return self.model(title)

    def holds(self, model: SymbolsModel) -> bool:
        """Return whether a set is there; one that was taken away and brought back has another model."""
        return self._models.get(model.store.title) is model

    def begin(self, text: str, title: str = UNTITLED) -> None:
        """Make a set with the classes that a person has typed, and show it.

        Raises
        ------
        InklingError
            When a class cannot be called so, or the file cannot be written.
        """
        made = symbols.begin(symbols.names_in(text), title or UNTITLED)
        self._announce()
        self.opened.emit(self.model(made.title))

    def take_away(self, title: str) -> None:
        """Take a set away; a notice offers to bring it back.

        Raises
        ------
        FileError
            When its file cannot be moved.
        """
        bring_back = symbols.take_away(self.model(title).store)
        self._models.pop(title).forget_changes()  # it is read anew if it comes back
        self._announce()

        def undo() -> None:
            back = bring_back()
            self._announce()
            self.opened.emit(self.model(back.title))

        actions = (("Bring it back", lambda: self._attempt(undo)),)
        self._notices.post(Notice("info", f"{title} was taken away.", actions, topic=_TOPIC))

    def take_file(self, path: Path) -> None:
        """Take in a file of handwriting, which is read as a job: digits to the digits, symbols to a set of them."""

        def done(foreign: Foreign) -> None:
            if foreign.holds_symbols:
                self._take_in(foreign, path.name)
            if foreign.of_kind(are_symbols=False):
                self._digits.take_in(foreign, path.name)

        def failed(error: InklingError) -> None:
            self._notices.post_error(error, topic=_TOPIC)

        self._jobs.start(f"read {path.name}", lambda job: read_foreign(path), done=done, failed=failed)

    def _take_in(self, foreign: Foreign, name: str) -> None:
        """Take in a file of symbols: into the set that is called so, or into a new one."""
        title = foreign.head.title if foreign.head is not None else UNTITLED
        if symbols.find(title) is None:
            names = foreign.head.class_names if foreign.head is not None else ()
            title = symbols.begin(names, title, fewest=0).title
            self._announce()
        model = self.model(title)
        self.opened.emit(model)
        once_ready(model, lambda: self._attempt(lambda: model.take_in(foreign, name)))

    def train(self, model: SymbolsModel) -> None:
        """Train a fresh network on the drawings of a set, once they are read; the one at hand is put aside.

        What keeps it from being trained on, as a class without a drawing, is told in a notice.
        """
        if self._to_train is not model:  # else it was pressed twice
            self._to_train = model
            once_ready(model, lambda: self._attempt(lambda: self._train(model)))

    def _train(self, model: SymbolsModel) -> None:
        self._to_train = None
        if not self.holds(model):
            return  # the set was taken away while its drawings were read
        dataset = symbols.dataset_of(model.store.title, model.pages)
        self._session.training.pause()
        self._session.library.use(dataset, dataset.name)
        self._session.begin_new()
        self._session.training.train()

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except InklingError as error:
            self._notices.post_error(error, topic=_TOPIC)

    def _made(self, store: SymbolSet) -> SymbolsModel:
        model = SymbolsModel(store, self._jobs, self)
        model.failed.connect(lambda error: self._notices.post_error(error, topic=_TOPIC))
        model.told.connect(lambda text: self._notices.post(Notice("info", text, topic=_TOPIC)))
        self.made.emit(model)
        return model

    def _announce(self) -> None:
        self.changed.emit()
        self._session.library.idle.emit()  # the data sets that there are, are others


def once_ready(model: HandwritingModel, act: Callable[[], None]) -> None:
    """Do something once the file of a collection was looked into."""
    if model.is_ready:
        act()
        return

    def go() -> None:
        if model.is_ready:
            model.changed.disconnect(go)
            act()

    model.changed.connect(go)
