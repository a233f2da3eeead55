"""An index shows README.md away from its pictures: there the links are whole addresses, of where the clone is from."""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).resolve().parents[2] / "resources" / "packaging" / "index_page.py"
TEXT = "![A window](resources/window.png) [its engine](core/a.py) [below](#how) [MNIST](https://host/x) ![far](https://host/y)"
HOME = "https://github.com/someone/inkling"
RAW = "https://raw.githubusercontent.com/someone/inkling/HEAD"


@pytest.fixture(scope="module")
def index_page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("index_page", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed here")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "README.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def add_origin(clone: Path, address: str) -> None:
    subprocess.run(["git", "-C", str(clone), "remote", "add", "origin", address], check=True)


@pytest.mark.parametrize(
    "origin",
    [
        HOME,
        f"{HOME}.git",
        f"{HOME}/",
        "https://someone:secret@github.com/someone/inkling.git",
        "git@github.com:someone/inkling.git",
        "ssh://git@github.com/someone/inkling.git",
    ],
)
def test_a_package_leads_to_where_its_clone_is_from(index_page: ModuleType, clone: Path, origin: str) -> None:
    add_origin(clone, origin)
    metadata: dict[str, object] = {}
    index_page.IndexPage(str(clone), {}).update(metadata)
    assert metadata["readme"] == {
        "content-type": "text/markdown",
        "text": f"![A window]({RAW}/resources/window.png) [its engine]({HOME}/blob/HEAD/core/a.py) [below](#how) "
        "[MNIST](https://host/x) ![far](https://host/y)",
    }
    urls = metadata["urls"]
    assert isinstance(urls, dict)
    assert urls["Homepage"] == HOME
    assert all(address.startswith(HOME) for address in urls.values())


@pytest.mark.parametrize("origin", ["/somewhere/inkling", "https://host/github.com/someone/inkling", None])
def test_a_clone_from_elsewhere_says_nothing(index_page: ModuleType, clone: Path, origin: str | None) -> None:
    if origin is not None:
        add_origin(clone, origin)
    metadata: dict[str, object] = {}
    index_page.IndexPage(str(clone), {}).update(metadata)
    assert metadata == {"readme": {"content-type": "text/markdown", "text": TEXT}, "urls": {}}


def test_what_was_unpacked_inside_of_another_clone_is_not_that_one(index_page: ModuleType, clone: Path) -> None:
    add_origin(clone, HOME)
    (clone / "unpacked").mkdir()
    assert index_page.repository(clone) == "someone/inkling"
    assert index_page.repository(clone / "unpacked") is None
