"""The floors hold, and what needs no window never loads Qt."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
MODULES = sorted(path for folder in ("core", "desktop") for path in (REPOSITORY / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def in_fresh_python(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_floors_hold() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = in_fresh_python(program)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_stays_in_the_configuration() -> None:
    """A contract that is deleted is never broken; house.md asks for these kinds."""
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    assert {contract["type"] for contract in contracts} == {
        "forbidden",
        "layers",
        "independence",
        "acyclic_siblings",
    }


_NO_QT = (
    "sys.exit('Qt was loaded' if any(name.split('.')[0] in ('PySide6', 'pyqtgraph') for name in sys.modules) else 0)"
)


def test_no_module_of_core_loads_qt() -> None:
    modules = [name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__") for path in MODULES]
    core = [module for module in modules if module.startswith("core") and not module.endswith("__main__")]
    done = in_fresh_python(f"import importlib, sys\nfor m in {core!r}: importlib.import_module(m)\n{_NO_QT}")
    assert done.returncode == 0, done.stderr


def test_train_finishes_without_loading_qt(tmp_path: Path) -> None:
    program = f"import sys\nfrom desktop.__main__ import main\nassert main(sys.argv[1:]) == 0\n{_NO_QT}"
    folder = _tiny_idx_folder(tmp_path / "tiny")
    done = in_fresh_python(
        program, "train", "--dataset", str(folder), "--hidden", "4", "--epochs", "1", "--batch-size", "10", "--json"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _tiny_idx_folder(folder: Path) -> Path:
    """Write the four files of a data set with 30 training and 20 test images, as MNIST lays them out."""
    folder.mkdir()
    for part, count in (("train", 30), ("t10k", 20)):
        images = bytes((17 * place) % 256 for place in range(count * 784))
        header = b"\0\0\x08\x03" + b"".join(size.to_bytes(4, "big") for size in (count, 28, 28))
        (folder / f"{part}-images-idx3-ubyte").write_bytes(header + images)
        labels = bytes(number % 10 for number in range(count))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(b"\0\0\x08\x01" + count.to_bytes(4, "big") + labels)
    return folder


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{name(path)} has no docstring"


@pytest.mark.parametrize("path", [path for path in MODULES if "desktop/models" in name(path)], ids=name)
def test_model_knows_no_widget(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.module not in ("PySide6.QtWidgets", "pyqtgraph"), f"{name(path)}:{node.lineno}"
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
            assert not names & {"PySide6.QtWidgets", "pyqtgraph"}, f"{name(path)}:{node.lineno}"


VIEWS = sorted(path.parent.name for path in (REPOSITORY / "desktop" / "views").glob("*/panel.py"))


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_known_to_itself_and_to_the_table_alone(view: str) -> None:
    """So its folder and its row can be deleted: nothing else that is imported anywhere would be missing."""
    folder = f"desktop.views.{view}"
    users = {name(path) for path in MODULES if folder in {".".join(part.split(".")[:3]) for part in imports(path)}}
    assert {user for user in users if not user.startswith(f"desktop/views/{view}/")} == {"desktop/views/table.py"}


def imports(path: Path) -> set[str]:
    """Return the dotted names that a module imports, wherever in it that is written."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


FROM_OUTSIDE = ("desktop/tour.py", "desktop/visit.py")


@pytest.mark.parametrize("path", [path for path in MODULES if name(path) not in FROM_OUTSIDE], ids=name)
def test_no_widget_is_looked_up_by_its_name(path: Path) -> None:
    """Only the tour does so, which works the window from outside, as a person or a script does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_by_name = node.func.attr == "findChildren" and len(node.args) + len(node.keywords) > 1
            assert node.func.attr != "findChild", f"{name(path)}:{node.lineno}"
            assert not is_by_name, f"{name(path)}:{node.lineno}"


README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_garbage_is_collected_in_the_window_s_thread_alone() -> None:
    """Elsewhere a collection may end things of Qt's in a thread that is not theirs, and the process with them."""
    own = REPOSITORY / "desktop" / "background" / "sweeper.py"
    assert [name(path) for path in MODULES if path != own and "gc.collect" in path.read_text(encoding="utf-8")] == []


def test_the_readme_names_only_files_that_there_are() -> None:
    links = re.findall(r"\]\((?!\w+:)([^)#]+)\)", README)
    paths = re.findall(r"\b(?:core|desktop|tests|resources)/[\w/.-]*\w", README)
    assert len(links) > 5
    assert len(paths) > 10
    assert not [path for path in links + paths if not (REPOSITORY / path).exists()]


def test_each_folder_of_the_engine_and_of_the_window_has_its_line_in_the_readme() -> None:
    layout = README.split("```\ncore/")[1].split("```")[0]
    engine, window = (set(re.findall(r"^  (\w+)/", part, re.MULTILINE)) for part in layout.split("\ndesktop/"))
    packages = [path.parent.relative_to(REPOSITORY).parts for path in MODULES if path.name == "__init__.py"]
    assert engine == {parts[1] for parts in packages if len(parts) == 2 and parts[0] == "core"}
    assert window == {parts[1] for parts in packages if len(parts) == 2 and parts[0] == "desktop"}
