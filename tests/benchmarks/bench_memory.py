"""What a long run costs in memory: 2,000 epochs on the built-in data in the real window, timeline included.

Every view comes to the front in turn all the while, with a digit on the pad, so that whatever a view keeps is counted.
"""

import argparse
import itertools
import tempfile
import time
from pathlib import Path

from core.hyperparameters import Hyperparameters
from desktop.models.training import State
from desktop.views.table import PANELS
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_GOAL_MB = 700
_MOST_GROWTH_MB = 20  # what "flat" may still rise once the timeline is full
_EPOCHS = (100, 250, 500, 1000, 2000)
_LOOK = 1.0  # seconds for which a view is shown


def measure(batch_size: int) -> list[Figure]:
    """Train for 2,000 epochs and look at the memory on the way."""
    name = f"resident memory after {_EPOCHS[-1]:,} epochs"
    if measuring.resident_mb() is None:
        return [Figure(name, "MB", None, _GOAL_MB, note="this system does not tell it in /proc/self/status")]
    settings = Hyperparameters(batch_size=batch_size, epochs=_EPOCHS[-1])
    application, window = measuring.open_window("builtin", settings)
    workbench = window.workbench
    assert workbench.library.dataset is not None
    workbench.pad.show_image(workbench.library.dataset.test.images[0], None)
    views = itertools.cycle([entry.name for entry in PANELS if entry.place == "tabs"])
    at_first = measuring.resident_mb() or 0.0
    used: list[tuple[int, float]] = []
    start = time.perf_counter()
    measuring.trigger(window, "trainAction")
    while len(used) < len(_EPOCHS):
        window.tabs.setCurrentWidget(window.panels[next(views)])
        measuring.run_events(application, _LOOK)
        latest = workbench.timeline.latest
        if latest is not None and latest.whole_epochs >= _EPOCHS[len(used)]:
            used.append((latest.whole_epochs, measuring.resident_mb() or 0.0))
            measuring.tell(f"epoch {latest.whole_epochs}: {used[-1][1]:.0f} MB")
        if workbench.training.state is State.FAILED:
            raise RuntimeError("training failed")
    seconds = time.perf_counter() - start
    recording = workbench.timeline.recording
    kept = f"{len(recording)} snapshots of {recording.bytes / 1e6:.0f} MB in the timeline, every view shown in turn"
    window.close()
    megabytes = [amount for _, amount in used]
    on_the_way = ", ".join(f"{amount:.0f} at {epoch}" for epoch, amount in used)
    return [
        Figure(name, "MB", megabytes[-1], _GOAL_MB, note=f"{at_first:.0f} before the first, {on_the_way}; {kept}"),
        Figure("most resident memory on the way", "MB", measuring.resident_mb("VmHWM"), _GOAL_MB),
        Figure(
            f"growth from epoch {_EPOCHS[-2]} to {_EPOCHS[-1]:,}", "MB", megabytes[-1] - megabytes[-2], _MOST_GROWTH_MB
        ),
        Figure(f"the whole run, batch {batch_size}", "s", seconds),
    ]


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--batch", type=int, default=1000, help="batch size; large ones are quicker (1000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        measuring.use_private_home(Path(home))
        figures = measure(options.batch)
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
