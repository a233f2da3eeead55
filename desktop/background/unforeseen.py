"""The one place in the background that catches whatever comes, so that nothing else need do it."""

from collections.abc import Callable


def unforeseen(work: Callable[[], object]) -> Exception | None:
    """Do something, and return the error that nobody foresaw, if there was one: it goes to the crash dialog.

    Whoever calls this has to live on: a thread whose window waits for its answer, or a loop with other
    messages to deliver.
    """
    try:
        work()
    except Exception as error:  # noqa: BLE001  # see above; whoever foresees an error catches it inside the work
        return error
    return None
