"""Downloads: offers the images that are not here yet, and those that have come."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from core.data import catalog
from core.data.dataset import Dataset
from desktop.models.notices import Notice, NoticesModel
from desktop.session.session import Session


class Downloads(QObject):
    """Says what can be fetched, and what was.

    Parameters
    ----------
    session : Session
        Knows whether a network is at hand that was trained.
    notices : NoticesModel
        Offer it.
    use : callable
        Uses a data set by its name.
    """

    def __init__(
        self, session: Session, notices: NoticesModel, use: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._library, self._notices, self._use = session, session.library, notices, use
        self._offers_images = True

    def offer_images(self, is_wanted: bool) -> None:
        """Offer better images from the next data set on, or no longer: they are offered elsewhere."""
        self._offers_images = is_wanted
        if not is_wanted:
            self._notices.withdraw("data")

    def take(self, name: str) -> None:
        """Use what was downloaded, unless that would take the place of a network that is being trained."""
        self._notices.withdraw("data")
        self._notices.withdraw("data trouble")
        run = self._session.runs.current
        if run is None or not run.is_trained:
            self._use(name)
            return
        title = catalog.find(name).title
        text = f"{title} is here. A new network begins when you use it; the one at hand is put aside."
        actions = ((f"Use {title}", lambda: self._use(name)),)
        self._notices.post(Notice("info", text, actions, topic="data"))

    def offer_mnist(self, dataset: Dataset) -> None:
        """Offer MNIST in place of the built-in data, where these are in use; of other data nothing is offered."""
        mnist = catalog.find("mnist")
        if dataset.name != "builtin" or mnist.is_ready or not self._offers_images:
            self._notices.withdraw("data")
            return
        text = (
            "These are digits that Inkling drew itself. MNIST, 70,000 digits written by people, "
            f"is a download of {mnist.download_size / 1e6:.0f} MB."
        )
        actions = (("Fetch MNIST", lambda: self._library.fetch("mnist")),)
        self._notices.post(Notice("info", text, actions, topic="data", passes=True), below=True)
