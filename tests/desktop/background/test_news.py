"""News of a job: each reaches the handler that is meant for it, and no other."""

import pytest

from core.errors import InklingError
from desktop.background.news import Cancellation, Crash, Failure, Handlers, Outcome, Progress, Result

ERROR, CRASH = InklingError("No room.", "Delete something."), ValueError("unforeseen")


@pytest.mark.parametrize(
    ("news", "heard"),
    [
        (Progress(3, 7), ("progress", 3, 7)),
        (Result("done"), ("done", "done")),
        (Failure(ERROR), ("failed", ERROR)),
        (Cancellation(), ("cancelled",)),
        (Crash(CRASH), ("crashed", CRASH)),
    ],
)
def test_news_reach_the_one_they_are_for(news: Progress | Outcome, heard: tuple[object, ...]) -> None:
    told: list[tuple[object, ...]] = []
    handlers = Handlers(
        done=lambda value: told.append(("done", value)),
        failed=lambda error: told.append(("failed", error)),
        progress=lambda done, total: told.append(("progress", done, total)),
        cancelled=lambda: told.append(("cancelled",)),
        crashed=lambda error: told.append(("crashed", error)),
    )
    handlers.hear(news)
    assert told == [heard]
