"""The machine on which the race is run, and what of it everybody gets."""

import os
import platform
from pathlib import Path

from tests.benchmarks.measuring import processor


def restrict(processors: int) -> int:
    """Keep this process and all it starts to so many processors; return how many it has then.

    Where a process cannot be kept to some, as on macOS and Windows through Python, everybody has all of them.
    """
    if not hasattr(os, "sched_setaffinity"):
        return os.cpu_count() or 1
    chosen = sorted(os.sched_getaffinity(0))[:processors]
    os.sched_setaffinity(0, chosen)
    return len(chosen)


def describe(processors: int) -> str:
    """Return the processor, its caches and its vector units, and the system, in lines."""
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    facts = [
        f"{processor()}, {processors} of {os.cpu_count()} processors{load}",
        ", ".join(filter(None, (_caches(), _vectors()))),
        f"{platform.platform()}, Python {platform.python_version()}",
    ]
    return "\n".join(fact for fact in facts if fact)


def _caches() -> str:
    found = []
    for folder in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = ((folder / name).read_text().strip() for name in ("level", "type", "size"))
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return "caches " + ", ".join(found) if found else ""


def _vectors() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return ""
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    return next((name for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2")) if flag in flags), "")
