"""The menu of the data sets of one's own that were opened: to use one again, or to take it from the list."""

from pathlib import PurePath

from PySide6.QtWidgets import QMenu

from core.data.own import OwnData
from core.plain import harmless
from desktop.models.library import LibraryModel
from desktop.session.workbench import Workbench

_MOST = 20  # the latest; the data box has them all


def fill_own_data(menu: QMenu, workbench: Workbench) -> None:
    """Offer each by its name, and where it lies; what lies nowhere any more can only be taken from the list."""
    menu.clear()
    library = workbench.library
    mine = library.own_entries()[:_MOST]
    for each in mine:
        action = menu.addAction(_words(each) if each.is_there else f"{_words(each)}: no longer there")
        action.setEnabled(each.is_there)
        action.triggered.connect(lambda checked=False, path=each.path: workbench.use_dataset(path))
    if not mine:
        menu.addAction("None yet").setEnabled(False)
        return
    menu.addSeparator()
    _offer_to_forget(menu.addMenu("&Take from the list"), library, mine)


def _offer_to_forget(menu: QMenu, library: LibraryModel, mine: tuple[OwnData, ...]) -> None:
    for each in mine:
        action = menu.addAction(_words(each))
        action.triggered.connect(lambda checked=False, path=each.path: library.forget(path))


def _words(each: OwnData) -> str:
    """Return its name and the folder it lies in; an ampersand in them is no mark of a key."""
    return harmless(f"{each.name}, in {PurePath(each.path).parent}").replace("&", "&&")
