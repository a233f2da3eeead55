"""Preferences survive the day, and survive damage."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QSettings

from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.insight.rejection import USUAL_THRESHOLD
from core.parts.optimizers import Momentum
from core.presets import preset
from desktop.preferences import MOST_RECENT, USUAL_MEGABYTES, Preference, Preferences


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.ini"


def opened(file: Path) -> Preferences:
    return Preferences(QSettings(str(file), QSettings.Format.IniFormat))


def test_all_is_at_its_default_at_first(file: Path):
    kept = opened(file)
    assert kept.theme == "system"
    assert kept.hyperparameters == preset("default").hyperparameters
    assert kept.dataset == ""
    assert kept.recent_files == ()
    assert kept.folder == Path.home()
    assert kept.layout("window") is None
    assert kept.flag("own scale", True)


def test_what_is_kept_is_there_the_next_day(file: Path, tmp_path: Path):
    kept = opened(file)
    settings = replace(Hyperparameters(), hidden=(), optimizer=Momentum(momentum=0.5), learning_rate=0.1)
    kept.theme, kept.hyperparameters, kept.dataset, kept.folder = "dark", settings, "mnist", tmp_path
    kept.save_layout("window", QByteArray(b"\x00\x01"))
    kept.set_flag("own scale", True)
    kept.flush()
    again = opened(file)
    assert (again.theme, again.hyperparameters, again.dataset, again.folder) == ("dark", settings, "mnist", tmp_path)
    assert again.layout("window") == QByteArray(b"\x00\x01")
    assert again.flag("own scale", False)


@pytest.mark.parametrize(
    "damage",
    ["nonsense", "[1, 2", "[]", "7", '{"hidden": "many"}', '{"learning_rate": -5}', '{"unknown": 1}', '{"cost": 3}'],
)
def test_damaged_settings_are_at_their_default(file: Path, damage: str):
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("hyperparameters", damage)
    assert Preferences(settings).hyperparameters == preset("default").hyperparameters


@pytest.mark.parametrize("damage", ["nonsense", "{}", "7", "[7, null]", '["/nowhere/at/all.npz"]'])
def test_damaged_recent_files_are_none(file: Path, damage: str):
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("recent_files", damage)
    assert Preferences(settings).recent_files == ()


def test_other_damage_is_passed_over(file: Path):
    file.write_bytes(b"\x00\xff[[[ not an ini file\ntheme=purple\nlayout/window=text\nview/own scale=perhaps\n")
    kept = opened(file)
    assert kept.theme == "system"
    assert kept.layout("window") is None
    assert not kept.flag("own scale", False)


def test_a_folder_that_is_gone_is_home(file: Path, tmp_path: Path):
    kept = opened(file)
    (tmp_path / "gone").mkdir()
    kept.folder = tmp_path / "gone"
    (tmp_path / "gone").rmdir()
    assert kept.folder == Path.home()


def test_recent_files_are_few_different_and_there(file: Path, tmp_path: Path):
    kept = opened(file)
    for number in range(MOST_RECENT + 3):
        path = tmp_path / f"{number}.npz"
        path.touch()
        kept.add_recent_file(path)
    kept.add_recent_file(tmp_path / "5.npz")
    names = [path.name for path in kept.recent_files]
    assert len(names) == MOST_RECENT
    assert names[:2] == ["5.npz", f"{MOST_RECENT + 2}.npz"]
    assert len(set(names)) == MOST_RECENT
    (tmp_path / "5.npz").unlink()
    assert kept.recent_files[0].name != "5.npz"
    kept.clear_recent_files()
    assert kept.recent_files == ()


def test_the_pads_figures_are_kept_and_damage_is_no_harm(file: Path):
    kept = opened(file)
    assert kept.doubt_threshold == USUAL_THRESHOLD
    assert kept.line_width == 0.0
    kept.doubt_threshold, kept.line_width = 0.0, 0.09
    kept.flush()
    again = opened(file)
    assert (again.doubt_threshold, again.line_width) == (0.0, 0.09)
    for bad in ("many", "nan", "7"):
        QSettings(str(file), QSettings.Format.IniFormat).setValue("doubt_threshold", bad)
        QSettings(str(file), QSettings.Format.IniFormat).setValue("line_width", bad)
        assert (opened(file).doubt_threshold, opened(file).line_width) == (USUAL_THRESHOLD, 0.0)


@pytest.mark.parametrize(("written", "megabytes"), [("64", 64), ("1024", 1024), ("", 256), ("12", 256), ("much", 256)])
def test_the_memory_of_the_timeline_is_one_of_a_few_sizes(file: Path, written: str, megabytes: int):
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("timeline_megabytes", written)
    assert Preferences(settings).timeline_megabytes == megabytes


_NAMES = (
    "theme", "text_size", "way", "timeline_megabytes", "most_runs", "store_megabytes", "hyperparameters", "dataset",
    "doubt_threshold", "line_width", "writer", "recent_files", "folder", "way_in",
)  # fmt: skip


def all_of(kept: Preferences) -> dict[str, object]:
    """Return everything that is remembered, each looked up."""
    values: dict[str, object] = {name: getattr(kept, name) for name in _NAMES}
    return values | {"layout": kept.layout("window"), "flag": kept.flag("own scale", True)}


@pytest.mark.parametrize(
    "damage",
    ["9" * 5000, "[" * 100_000, '{"a":' * 100_000, "[" + "9" * 5000 + "]", "x" * 5000, "~nobody/x", "\0", "\udcff"],
    ids=["digits", "nested", "nested too", "digits in a list", "long", "nobody's", "zero", "half a letter"],
)
def test_no_damage_of_any_value_keeps_the_window_from_opening(file: Path, damage: str):
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    for name in (*_NAMES, "layout/window", "view/own scale"):
        settings.setValue(name, damage)
    found = all_of(Preferences(settings))
    assert found["hyperparameters"] == preset("default").hyperparameters
    assert found["recent_files"] == ()
    assert found["folder"] == Path.home()
    assert (found["theme"], found["timeline_megabytes"], found["layout"]) == ("system", USUAL_MEGABYTES, None)


def test_no_damage_of_the_file_keeps_the_window_from_opening(file: Path, tmp_path: Path):
    kept = opened(file)
    kept.hyperparameters, kept.text_size, kept.folder = Hyperparameters(), 1.25, tmp_path
    kept.add_recent_file(file)
    kept.save_layout("window", QByteArray(bytes(range(100))))
    kept.flush()
    whole, chance = file.read_bytes(), np.random.default_rng(3)
    for number in range(200):
        damaged = bytearray(whole)
        for place in chance.integers(len(whole), size=3):
            damaged[place] = chance.integers(256)
        other = tmp_path / f"{number}.ini"  # Qt remembers what was in a file it has read
        other.write_bytes(damaged[: None if chance.random() < 0.7 else int(chance.integers(len(whole)))])
        assert set(all_of(opened(other))) == {*_NAMES, "layout", "flag"}


def test_what_another_window_put_among_the_recent_files_stays_there(file: Path, tmp_path: Path):
    mine, theirs = opened(file), opened(file)
    assert mine.recent_files == ()
    for kept, name in ((theirs, "theirs.npz"), (mine, "mine.npz")):
        (tmp_path / name).write_bytes(b"")
        kept.add_recent_file(tmp_path / name)
        kept.flush()
    assert opened(file).recent_files == (tmp_path / "mine.npz", tmp_path / "theirs.npz")


_WRITTEN = """[General]
theme=dark
text_size=1.3
way=plain
timeline_megabytes=64
most_runs=20
store_megabytes=256
hyperparameters="{\\"epochs\\": 3}"
dataset=fashion
doubt_threshold=0.25
line_width=0.09
writer=Ada
recent_files="[\\"FILE\\"]"
folder=FOLDER
"""


def test_what_an_earlier_version_has_written_is_read(file: Path, tmp_path: Path):
    (tmp_path / "a.npz").touch()
    file.write_text(_WRITTEN.replace("FILE", str(tmp_path / "a.npz")).replace("FOLDER", str(tmp_path)))
    kept = opened(file)
    assert {name: getattr(kept, name) for name in _NAMES} == {
        "way_in": "",
        "theme": "dark",
        "text_size": 1.3,
        "way": "plain",
        "timeline_megabytes": 64,
        "most_runs": 20.0,
        "store_megabytes": 256,
        "hyperparameters": Hyperparameters(epochs=3),
        "dataset": "fashion",
        "doubt_threshold": 0.25,
        "line_width": 0.09,
        "writer": "Ada",
        "recent_files": (tmp_path / "a.npz",),
        "folder": tmp_path,
    }


@pytest.mark.parametrize(
    ("written", "way"), [("one thread", "one process"), ("two threads", "several processes"), ("three", "measured")]
)
def test_a_way_as_an_earlier_version_called_it_is_the_one_that_took_its_place(file: Path, written: str, way: str):
    file.write_text(f"[General]\nway={written}\n")
    assert opened(file).way == way


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "purple"), ("text_size", 40.0), ("timeline_megabytes", 12), ("doubt_threshold", float("nan"))],
)
def test_what_could_not_be_read_again_is_not_written(file: Path, name: str, value: object):
    kept = opened(file)
    before = getattr(kept, name)
    with pytest.raises(KnobError):
        setattr(kept, name, value)
    assert getattr(kept, name) == before


def test_every_declared_preference_is_tried_with_damage():
    assert {name for name, value in vars(Preferences).items() if isinstance(value, Preference)} == set(_NAMES)


def test_the_layout_is_forgotten_and_nothing_else(preferences):
    preferences.save_layout("window", QByteArray(b"x"))
    preferences.set_flag("tab runs", True)
    preferences.set_flag("panel pad", False)
    preferences.text_size = 1.5
    preferences.theme = "dark"
    preferences.set_flag("own scale", True)
    preferences.writer = "Ada"
    preferences.forget_layout()
    assert preferences.layout("window") is None
    assert not preferences.flag("tab runs", False)
    assert preferences.flag("panel pad", True)
    assert preferences.text_size == 1.0
    assert (preferences.theme, preferences.writer, preferences.flag("own scale", False)) == ("dark", "Ada", True)
