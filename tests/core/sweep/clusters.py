"""A Dask cluster for tests: scheduler and workers are processes of their own that have only the installed wheel."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import psutil
from distributed import Client

from tests.test_packaging import build, packages_of, run

PATIENCE = 40.0


def environment(folder: Path) -> Path:
    """Return the Python of an environment that has the wheel of Inkling, and borrows all other packages."""
    root = folder / "environment"
    made = run(folder, sys.executable, "-m", "venv", "--without-pip", root)
    assert made.returncode == 0, made.stderr
    packages = packages_of(root)
    with zipfile.ZipFile(build("wheel", folder / "built")) as wheel:
        wheel.extractall(packages)
    # What is in a .pth file of a folder that such a file adds is not read, so nothing leads to this repository.
    (packages / "borrowed.pth").write_text(f"{packages_of(Path(sys.prefix))}\n", encoding="utf-8")
    return root / ("Scripts" if sys.platform == "win32" else "bin") / "python"


class DaskCluster:
    """A scheduler on this machine, on a free port unless one is given, and its workers."""

    def __init__(self, python: Path, folder: Path, port: int = 0) -> None:
        self.python, self.folder = python, folder
        self.workers: list[subprocess.Popen[str]] = []
        self.scheduler = self._start("scheduler", "--port", str(port), "--no-dashboard", errors=subprocess.PIPE)
        assert self.scheduler.stderr is not None
        told = next(line for line in self.scheduler.stderr if "Scheduler at:" in line)
        self.address = told.split()[-1]

    def _start(self, what: str, *options: str, errors: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [self.python, "-P", "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", *options],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            stdout=subprocess.DEVNULL,
            stderr=errors,
            text=True,
        )

    def add_workers(self, *threads: int) -> None:
        """Start workers with so many threads each, and wait until they are there."""
        with Client(self.address, set_as_default=False) as client:
            before = len(client.nthreads())
            for count in threads:
                options = ("--nthreads", str(count), "--no-nanny", "--no-dashboard")
                self.workers.append(self._start("worker", self.address, *options))
            client.wait_for_workers(before + len(threads), timeout=PATIENCE)

    def kill(self, worker: str) -> None:
        """Kill the worker that listens at an address, as a machine does that loses its power."""
        found = [process for process in self.workers if process.poll() is None and _listens(process.pid, worker)]
        assert len(found) == 1
        found[0].kill()

    def close(self) -> None:
        """Kill all of them; once more does nothing."""
        for process in (*self.workers, self.scheduler):
            process.kill()
        for process in (*self.workers, self.scheduler):
            process.wait()
        assert self.scheduler.stderr is not None
        self.scheduler.stderr.close()


def _listens(pid: int, address: str) -> bool:
    lines = psutil.Process(pid).net_connections()
    return any(line.status == psutil.CONN_LISTEN and address.endswith(f":{line.laddr.port}") for line in lines)
