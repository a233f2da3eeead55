"""All campaigns, one after the other: ``python -m tests.campaigns``; README.md tells the rest."""

import argparse
import faulthandler
import gc
import importlib
import os
import subprocess
import sys
import time

from tests.benchmarks import measuring
from tests.campaigns import campaign
from tests.campaigns.campaign import Campaign

NAMES = ("files", "data", "kills", "helpers", "actions", "servers", "settings", "scripts", "lessons")
"""Each is the ``CAMPAIGN`` of a module: files of :mod:`tests.campaigns.campaign_files`, and so on."""

_HOPELESS = 100.0  # times what a trial may take: then it hangs where nothing can interrupt it


def main(arguments: list[str]) -> int:
    """Run what was asked for; return 1 when something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(NAMES)}")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other trials (1)")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a few seconds each, as in the suite")
    size.add_argument(
        "--count", type=int, metavar="N", help="so many files, kills, actions, faults, settings, scripts or lessons"
    )
    size.add_argument("--only", type=int, metavar="K", help="repeat one trial, by its number")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"there is no campaign called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    names = options.names or list(NAMES)
    if len(names) == 1:
        return _run(names[0], options)
    # Each in a process of its own: what one leaves in memory is no other's.
    passed_on = [argument for argument in arguments if argument not in names]
    return max([_in_fresh_process(name, passed_on) for name in names])


def find(name: str) -> Campaign:
    """Return a campaign by its name."""
    found: Campaign = importlib.import_module(f"tests.campaigns.campaign_{name}").CAMPAIGN
    return found


def _in_fresh_process(name: str, arguments: list[str]) -> int:
    command = [sys.executable, "-m", "tests.campaigns", name, *arguments]
    return min(1, abs(subprocess.run(command, cwd=measuring.ROOT, check=False).returncode))


def _run(name: str, options: argparse.Namespace) -> int:
    chosen = find(name)
    things = options.count or (chosen.quick if options.quick else chosen.count)
    numbers = range(chosen.trials(things)) if options.only is None else range(options.only, options.only + 1)
    os.environ["NO_PROXY"] = "*"
    gc.freeze()  # modules and classes: each trial collects what the one before has left, which takes a moment only then
    faulthandler.dump_traceback_later(_HOPELESS * chosen.seconds * len(numbers), exit=True)
    began = time.monotonic()
    report = campaign.run(chosen, options.seed, numbers, is_quick=options.quick)
    faulthandler.cancel_dump_traceback_later()
    failed = f"{report.failures} FAILED" if report.failures else "nothing failed"
    measuring.say(
        f"{name}: {report.things:,} {chosen.things} of seed {options.seed} in "
        f"{time.monotonic() - began:,.0f} s: {failed}; the slowest trial took {report.slowest:.2f} s, "
        f"the largest {report.megabytes:.0f} MB"
    )
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
