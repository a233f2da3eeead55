"""Correcting: what is on the pad and was read as something else is kept among one's own, by its right name."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from core.data.classes import a_or_an, are_digits
from core.errors import InklingError
from core.files.samples import LONGEST_CLASS
from core.plain import harmless
from core.training import own_classes
from desktop.models.handwriting import HandwritingModel
from desktop.models.library import LibraryModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.pad import PadModel
from desktop.models.pictures import PicturesModel
from desktop.models.symbols import SymbolsModel
from desktop.session.symbols import Symbols, once_ready

_TOPIC = "handwriting"


class Correcting(QObject):
    """Takes a drawing, or a picture that was opened, into the collection whose classes the network tells apart.

    Those are one's own digits, the set of symbols that it was trained on, or, for the classes of another data set, a
    set of symbols that is called as that is.

    Parameters
    ----------
    pad, pictures : PadModel, PicturesModel
        What is to be kept.
    library : LibraryModel
        Knows the data set whose classes are told apart.
    symbols : Symbols
        The sets of symbols, and the digits.
    notices : NoticesModel
        Say what was kept, and offer to take it back.
    """

    def __init__(
        self,
        pad: PadModel,
        pictures: PicturesModel,
        library: LibraryModel,
        symbols: Symbols,
        notices: NoticesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pad, self._pictures, self._library = pad, pictures, library
        self._symbols, self._notices = symbols, notices
        self._titles: tuple[str, ...] | None = None  # of the sets of symbols, for which a folder is looked into
        symbols.changed.connect(self._forget_titles)

    def is_possible(self, names: tuple[str, ...]) -> bool:
        """Return whether there is something to correct: of these classes, and drawn by a person or photographed.

        An image that Inkling put on the pad is nobody's handwriting, and what it shows is known.
        """
        said, picture = self._pad.answer, self._pad.ink.picture
        if said is None or not said.is_finite:
            return False
        is_own = picture is None or self._pictures.on_pad is not None
        return is_own and (are_digits(names) or self._title(names) is not None)

    def keep_as(self, number: int, names: tuple[str, ...], writer: str = "") -> None:
        """Keep what is on the pad as one of these classes, by its number; a notice says so, or why not.

        Of several digits only the chosen one is kept.
        """
        if not self.is_possible(names):
            return
        ink, name = self._pad.chosen_ink, names[number]

        def keep(model: HandwritingModel) -> None:
            take_back = model.correct(model.class_names.index(name), ink, writer)
            self._tell(name, model, take_back)

        self._attempt(lambda: self._with_collection(names, name, lambda model: self._attempt(partial(keep, model))))

    def _with_collection(self, names: tuple[str, ...], name: str, act: Callable[[HandwritingModel], None]) -> None:
        """Do something with the collection that has a class, once its file was looked into."""
        title = self._title(names)
        if are_digits(names) or title is None:
            once_ready(self._symbols.digits, lambda: act(self._symbols.digits))
            return
        model = self._symbols.collection(title, names)

        def with_class() -> None:
            if name not in model.class_names:  # it was taken away or is called otherwise since the network learned it
                model.add_classes((name,))
            act(model)

        once_ready(model, lambda: self._attempt(with_class))

    def _title(self, names: tuple[str, ...]) -> str | None:
        """Return what the set of symbols with these classes is called; none where it is not known what they are of."""
        dataset = self._library.dataset
        if dataset is None or dataset.class_names != names:
            return None
        if self._titles is None:
            self._titles = self._symbols.titles
        if own_classes.is_own(dataset.name) and dataset.title not in self._titles:
            return None  # the set was taken away
        return harmless(dataset.title, LONGEST_CLASS).strip()

    def _forget_titles(self) -> None:
        self._titles = None

    def _tell(self, name: str, model: HandwritingModel, take_back: Callable[[], None] | None) -> None:
        if isinstance(model, SymbolsModel):
            what = f"in My hand as “{name}”, in {model.store.title}"
            then = "There, Train on these teaches a fresh network what is kept."
        else:
            what, then = f"in My hand as {a_or_an(name)}", "There, Train on my hand teaches the network what is kept."
        if take_back is None:
            self._notices.post(Notice("info", f"This is {what} already.", topic=_TOPIC))
            return
        actions = (("Take it back", lambda: self._attempt(take_back)),)
        self._notices.post(Notice("info", f"Kept {what}. {then}", actions, topic=_TOPIC, passes=True))

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except InklingError as error:
            self._notices.post_error(error, topic=_TOPIC)
