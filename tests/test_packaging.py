"""Installed, Inkling stands beside packages of any name, and finds its own parts from any folder.

The package is built by hatchling in this environment and installed by pip without an index, in a virtual environment of
its own: no network. What Inkling needs is borrowed from the environment that runs the tests.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")

_BUILD = "import sys; from hatchling import build; print(getattr(build, f'build_{sys.argv[1]}')(sys.argv[2]))"
_QUIET = {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INDEX": "1"}
NOT_PYTHON_3 = 'print "whoever imports this ends with a SyntaxError"\n'
HARMLESS = '"""Another project\'s."""\n'
NAMES = ("core", "desktop", "resources")


@dataclass(frozen=True)
class Installed:
    """A virtual environment that has Inkling, and beside it packages that are called as its folders are."""

    root: Path
    home: Path  # where the folders core, desktop and resources of this Inkling lie

    @property
    def programs(self) -> Path:
        return self.root / ("Scripts" if os.name == "nt" else "bin")

    @property
    def command(self) -> Path:
        return self.programs / ("inkling.exe" if os.name == "nt" else "inkling")

    @property
    def packages(self) -> Path:
        return packages_of(self.root)

    def run(self, folder: Path, *command: object) -> "subprocess.CompletedProcess[str]":
        """Run a program of this environment in a folder: ``"python"``, or Inkling's command."""
        first = self.programs / "python" if command[0] == "python" else command[0]
        return run(folder, first, *command[1:])


def run(folder: Path, *command: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    return subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=kept | {"PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def packages_of(environment: Path) -> Path:
    """Return the folder of a virtual environment in which its packages lie."""
    base = str(environment)
    return Path(sysconfig.get_path("purelib", "venv", vars={"base": base, "platbase": base}))


def build(kind: str, folder: Path) -> Path:
    """Return the wheel of a kind, "wheel" or "editable", that hatchling has built in the folder."""
    folder.mkdir(exist_ok=True)
    done = run(REPOSITORY, sys.executable, "-c", _BUILD, kind, folder)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def strangers(folder: Path, text: str = NOT_PYTHON_3) -> Path:
    """Write packages that are called as Inkling's folders are into a folder."""
    for name in NAMES:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="session", params=["wheel", "editable"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    root = tmp_path_factory.mktemp(request.param)
    if request.param == "wheel":
        file, home = request.getfixturevalue("wheel"), packages_of(root) / "inkling"
    else:
        file, home = build("editable", root / "built"), REPOSITORY
    found = Installed(root, home)
    made = run(root, sys.executable, "-m", "venv", "--without-pip", root)
    assert made.returncode == 0, made.stderr
    pip = [sys.executable, "-m", "pip", "--python", found.programs / "python", "install", "--quiet"]
    done = run(root, *pip, "--no-compile", "--no-deps", file, **_QUIET)
    assert done.returncode == 0, done.stderr
    borrowed = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (found.packages / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    strangers(found.packages)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder in which a person has folders that are called as Inkling's are."""
    return strangers(tmp_path / "own")


def test_the_wheel_takes_one_name(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"inkling"}
    for name in ("__init__.py", "__main__.py", "core/parts/costs.py", "desktop/views/table.py"):
        assert f"inkling/{name}" in names


def test_whatever_lies_in_resources_is_in_the_wheel(wheel: Path) -> None:
    """Only what builds the package, what is shown in README.md, and scripts stay behind."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    files = [path for path in (REPOSITORY / "resources").rglob("*") if path.is_file()]
    wanted = {
        path.relative_to(REPOSITORY).as_posix()
        for path in files
        if path.suffix not in (".py", ".pyc") and path.parent.name != "pictures"
    }
    assert len(wanted) > 30
    assert {f"inkling/{name}" for name in wanted} <= names


def test_the_command_starts_in_a_folder_with_packages_of_these_names(installed: Installed, folder: Path) -> None:
    done = installed.run(folder, installed.command, "presets")
    assert done.returncode == 0, done.stderr
    assert "diary-16-16" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [["--version"], ["presets", "--json"]])
def test_the_module_starts_there_as_well(installed: Installed, folder: Path, arguments: list[str]) -> None:
    done = installed.run(folder, "python", "-m", "inkling", *arguments)
    assert done.returncode == 0, done.stderr
    assert PROJECT["version"] in done.stdout or '"default"' in done.stdout


def test_what_is_found_by_its_path_is_found(installed: Installed, folder: Path) -> None:
    program = (
        "import inkling; from core.files import pretrained; from desktop.look import icons; import core\n"
        "print(inkling.FOLDER, core.__file__, pretrained.PATH, icons.RESOURCES / 'icons' / 'train.svg', sep='\\n')"
    )
    done = installed.run(folder, "python", "-c", program)
    assert done.returncode == 0, done.stderr
    home, *files = map(Path, done.stdout.splitlines())
    assert home == installed.home.resolve()
    assert all(file.is_file() and file.is_relative_to(home) for file in files)


_IN_ANOTHER_PROCESS = """
import multiprocessing, runpy, sys
import inkling
import desktop.__main__
from core.version import inkling_version

def answer():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.apply(inkling_version))
    return 0

if __name__ == "__main__":
    desktop.__main__.main = answer
    sys.argv = sys.argv[1:]
    if sys.argv[0] == "inkling":
        runpy.run_module("inkling", run_name="__main__", alter_sys=True)
    elif sys.argv[0] == "here":
        sys.exit(answer())
    runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize("start", ["here", "inkling", "command"])
def test_another_process_finds_the_engine_too(installed: Installed, folder: Path, start: str) -> None:
    """A process that is spawned has to import what the main module of its parent did, however that was started."""
    if start == "command" and os.name == "nt":
        pytest.skip("the command is a program there, not a script")
    script = folder / "work.py"
    script.write_text(_IN_ANOTHER_PROCESS, encoding="utf-8")
    done = installed.run(folder, "python", script, installed.command if start == "command" else start)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [PROJECT["version"]]


@pytest.mark.parametrize("is_a_package", [True, False], ids=["package", "bare folder"])
@pytest.mark.parametrize("name", ["core", "desktop"])
def test_a_process_that_knows_another_is_told_so(tmp_path: Path, name: str, is_a_package: bool) -> None:
    (tmp_path / name).mkdir()
    if is_a_package:
        (tmp_path / name / "__init__.py").write_text(HARMLESS, encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import {name}\n"
        f"sys.path.insert(0, {str(REPOSITORY / 'resources' / 'launcher')!r})\n"
        "try: import inkling\n"
        "except ImportError as error: print(error)"
    )
    # Without the packages installed here: a bare folder gives way to a package of its name, wherever that lies.
    done = run(tmp_path, sys.executable, "-I", "-S", "-c", program)
    told = f'This process has already imported another package called "{name}", from {tmp_path}'
    assert done.stdout.startswith(told), done.stderr
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("how", ["command", "module"])
def test_the_command_tells_it_in_one_sentence(installed: Installed, tmp_path: Path, how: str) -> None:
    """Packages can have a line that runs as Python starts; one that imports its own core comes before Inkling."""
    other = strangers(tmp_path / "other", HARMLESS)
    line = installed.packages / "other.pth"
    line.write_text(f"import sys; sys.path.insert(0, {str(other)!r}); import core", encoding="utf-8")
    try:
        start = [installed.command] if how == "command" else ["python", "-m", "inkling"]
        done = installed.run(tmp_path, *start, "--version")
    finally:
        line.unlink()
    assert done.returncode == 1
    assert done.stderr.startswith('inkling: This process has already imported another package called "core", from ')
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_the_window_of_a_clone_starts_in_a_folder_with_a_core(folder: Path) -> None:
    done = run(folder, sys.executable, "-m", "desktop", "--version")
    assert "SyntaxError" in done.stderr  # that folder has a desktop, which was asked for
    (folder / "desktop" / "__init__.py").unlink()
    (folder / "desktop").rmdir()
    done = run(folder, sys.executable, "-m", "desktop", "--version", PYTHONPATH=str(REPOSITORY))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("inkling ")


def test_an_import_from_python_makes_the_names_certain(installed: Installed, folder: Path) -> None:
    """Also where a folder of the person's comes first on the path again, as notebooks often do it."""
    program = (
        f"import inkling, sys; sys.path.insert(0, {str(folder)!r})\n"
        "from core.hyperparameters import Hyperparameters; from desktop import startup\n"
        "print(Hyperparameters(hidden=(3,)).hidden, startup.OLDEST_PYTHON)"
    )
    done = installed.run(folder, "python", "-c", program)
    assert done.stdout == "(3,) (3, 11)\n", done.stderr


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def test_the_index_is_told_what_this_is(wheel: Path) -> None:
    told = metadata(wheel)
    assert told["Name"] == "inkling-lab"
    assert told["Keywords"]
    assert told["Description-Content-Type"] == "text/markdown"
    assert str(told.get_payload()).startswith("# Inkling\n")


def test_no_licence_is_claimed_before_the_owner_has_chosen_one(wheel: Path) -> None:
    told = metadata(wheel)
    assert not [name for name in told if name.startswith("License")]
    assert not [value for value in told.get_all("Classifier", []) if value.startswith("License")]


def test_what_is_claimed_to_work_is_what_the_server_runs(wheel: Path) -> None:
    workflow = (REPOSITORY / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    claims = metadata(wheel).get_all("Classifier", [])
    pythons = {claim.rsplit(" ", 1)[1] for claim in claims if claim.startswith("Programming Language :: Python :: 3.")}
    assert pythons == set(re.findall(r'"(3\.\d+)"', workflow))
    systems = {"Microsoft :: Windows": "windows", "MacOS": "macos", "POSIX :: Linux": "ubuntu"}
    claimed = {claim.split(" :: ", 1)[1] for claim in claims if claim.startswith("Operating System ::")}
    assert claimed == set(systems)
    listed = re.search(r"system: \[(.*)\]", workflow)
    assert listed
    assert {name.strip().split("-")[0] for name in listed[1].split(",")} == set(systems.values())


needs_bash = pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="there is no bash to rely on")


@needs_bash
@pytest.mark.parametrize("marker", sorted(re.findall(r"^<!-- (.*command.*) -->$", README, re.MULTILINE)))
def test_the_server_reads_its_commands_from_the_readme(marker: str) -> None:
    done = run(REPOSITORY, "bash", ".ci/readme-command", marker)
    assert done.returncode == 0, done.stderr
    assert "-m venv .venv && .venv" in done.stdout
    assert f"```\n{done.stdout}```" in re.sub(r"```\w+", "```", README)


@needs_bash
def test_a_command_that_left_the_readme_is_missed() -> None:
    done = run(REPOSITORY, "bash", ".ci/readme-command", "no such command")
    assert done.returncode == 1
    assert "no code block" in done.stderr
