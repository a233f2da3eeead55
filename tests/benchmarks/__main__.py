"""All benchmarks, one after the other: ``python -m tests.benchmarks``."""

import argparse
import os
import sys

from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

# Name, module, and what a quick look leaves out.
_BENCHMARKS = (
    ("start", "bench_start", ("--times", "3")),
    ("window", "bench_window", ("--seconds", "4")),
    ("scrub", "bench_scrub", ("--moves", "10")),
    ("slow", "bench_slow", ("--rounds", "2")),
    ("speed", "bench_speed", ("--turns", "3", "--seconds", "2")),
    ("augment", "bench_augment", ("--turns", "8")),
    ("accuracy", "bench_accuracy", ()),
    ("handwriting", "bench_handwriting", ("--writers", "2")),
    ("symbols", "bench_symbols", ("--writers", "2")),
    ("reading", "bench_reading", ("--digits", "150")),
    ("curves", "bench_curves", ()),
    ("memory", "bench_memory", ()),
)
_SLOW = ("memory",)


def main() -> int:
    """Run what was asked for; return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    names = [name for name, _, _ in _BENCHMARKS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(names)}")
    parser.add_argument("--quick", action="store_true", help="a rough look in about two minutes, without the memory")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds for the accuracy (1)")
    parser.add_argument("--platform", help="Qt's platform: offscreen (as it is) or xcb, for a window on the screen")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"there is no benchmark called {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    if options.platform:
        os.environ["QT_QPA_PLATFORM"] = options.platform
    measuring.say(measuring.machine() + "\n")
    figures: list[Figure] = []
    for name, module, quick in _BENCHMARKS:
        if name not in (options.names or names) or (options.quick and name in _SLOW):
            continue
        measuring.tell(name)
        arguments = [
            *(quick if options.quick else ()),
            *(("--seeds", str(options.seeds)) if name == "accuracy" else ()),
        ]
        figures += measuring.in_fresh_process(module, *arguments)
    measuring.say(measuring.table(figures))
    return 1 if any(figure.verdict == "MISSED" for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
