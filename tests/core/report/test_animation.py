"""The weight images' training as an animation: as many frames as moments, the last one held."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import Cancelled, FileError
from core.hyperparameters import Hyperparameters
from core.report import painted
from core.report.animation import MOST_FRAMES, save_animation
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]


@pytest.mark.parametrize("ending", [".gif", ".png", ".webp"])
def test_every_moment_is_a_frame_and_the_last_one_stays(
    ending: str, make_snapshot: MakeSnapshot, tmp_path: Path
) -> None:
    path = tmp_path / f"weights{ending}"
    save_animation(path, [make_snapshot(step) for step in range(5)])
    with Image.open(path) as animation:
        assert animation.n_frames == 5
        shown = []
        for frame in range(5):
            animation.seek(frame)
            animation.load()
            shown.append(np.asarray(animation.convert("RGB")))
        assert animation.info["duration"] == 2000
    assert all((one != other).any() for one, other in zip(shown, shown[1:], strict=False))


def test_every_frame_tells_its_epoch(make_snapshot: MakeSnapshot, tmp_path: Path) -> None:
    first = make_snapshot(0)
    moments = [replace(first, whole_epochs=epoch) for epoch in (0, 1, 1, 20)]  # the weights stay the same
    save_animation(tmp_path / "weights.png", moments)
    with Image.open(tmp_path / "weights.png") as animation:
        frames = []
        for frame in range(animation.n_frames):
            animation.seek(frame)
            frames.append(np.asarray(animation.convert("RGB")))
    below = frames[0].shape[0] - 2 * 18  # the pictures are small, so the text is too
    texts = [frame[below:] for frame in frames]
    assert all((frame[:below] == frames[0][:below]).all() for frame in frames)
    assert all((text < 64).any() for text in texts), "it is dark enough to be read"
    assert all((text[:, -1] == 255).all() and (text[-1] == 255).all() for text in texts), "it is whole"
    assert len({text.tobytes() for text in texts}) == 3


def test_of_many_moments_some_are_left_out(make_snapshot: MakeSnapshot, tmp_path: Path) -> None:
    path = tmp_path / "weights.png"
    save_animation(path, [make_snapshot(step) for step in range(MOST_FRAMES + 30)])
    with Image.open(path) as animation:
        assert animation.n_frames == MOST_FRAMES


def test_moments_of_another_network_are_left_out(make_snapshot: MakeSnapshot, tmp_path: Path) -> None:
    other = Hyperparameters(hidden=(7,))
    save_animation(tmp_path / "a.png", [make_snapshot(0, other), make_snapshot(1), make_snapshot(2)])
    with Image.open(tmp_path / "a.png") as animation:
        assert animation.n_frames == 2


@pytest.mark.parametrize("ending", [".gif", ".png", ".webp"])
@pytest.mark.parametrize("looks", [0, 3, 5])
def test_one_that_is_cancelled_leaves_what_was_there_and_nothing_else(
    looks: int, ending: str, make_snapshot: MakeSnapshot, tmp_path: Path
) -> None:
    path = tmp_path / f"weights{ending}"
    path.write_bytes(b"before")
    asked: list[int] = []

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) > looks

    with pytest.raises(Cancelled):
        save_animation(path, [make_snapshot(step) for step in range(5)], is_cancelled=is_cancelled)
    assert len(asked) == looks + 1
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"before"


def test_a_full_disk_leaves_what_was_there(
    make_snapshot: MakeSnapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "weights.gif"
    path.write_bytes(b"before")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.disk.os.fsync", fail)
    with pytest.raises(FileError, match="No space left"):
        save_animation(path, [make_snapshot(step) for step in range(3)])
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"before"


def test_it_tells_how_many_frames_are_painted(make_snapshot: MakeSnapshot, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    moments = [make_snapshot(step) for step in range(3)]
    save_animation(tmp_path / "a.gif", moments, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3), (0, 0)]


def test_a_deeper_layer_is_shown_as_its_projection(make_snapshot: MakeSnapshot, tmp_path: Path) -> None:
    moments = [make_snapshot(step, Hyperparameters(hidden=(6, 5))) for step in range(3)]
    for layer, neurons in enumerate((6, 5, 10)):
        path = tmp_path / f"{layer}.png"
        save_animation(path, moments, layer)
        columns = round(np.sqrt(1.6 * neurons))
        with Image.open(path) as animation:
            assert animation.size[0] == 2 * (columns * 30 - 2)
            assert len(animation.convert("RGB").getcolors()) > 10


def test_what_cannot_be_written_is_told(make_snapshot: MakeSnapshot, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no ending of an animation"):
        save_animation(tmp_path / "weights.mp4", [make_snapshot(0)])
    with pytest.raises(FileError, match="no moment"):
        save_animation(tmp_path / "weights.gif", [])


def test_zero_is_white_and_the_ends_have_the_full_color() -> None:
    blue, white, orange, beyond = painted.signed(np.array([-2.0, 0.0, 2.0, np.inf], np.float32), 2.0)
    assert white.tolist() == [255, 255, 255]
    assert blue[2] > blue[0]
    assert orange[0] > orange[2]
    assert painted.signed(np.array([np.nan]), 1.0).tolist() == [[255, 255, 255]]
    assert beyond.tolist() == orange.tolist()


def test_a_wall_has_every_picture_in_its_place() -> None:
    pictures = np.arange(5, dtype=np.uint8)[:, None, None, None] * np.ones((1, 3, 4, 3), np.uint8)
    sheet = painted.wall(pictures, columns=2)
    assert sheet.shape == (3 * 3 + 2 * 2, 4 * 2 + 2, 3)
    assert (sheet[5:8, 6:10] == 3).all()
    assert (sheet[10:13, 6:10] == 255).all()


def test_moments_whose_weights_are_no_numbers_are_left_out(make_snapshot: MakeSnapshot, tmp_path: Path) -> None:
    last = make_snapshot(2)
    *others, outputs = last.network.layers
    ruined = replace(outputs, weights=np.full_like(outputs.weights, np.nan))
    moments = [
        make_snapshot(0),
        make_snapshot(1),
        replace(last, network=replace(last.network, layers=(*others, ruined))),
    ]
    save_animation(tmp_path / "a.png", moments)
    with Image.open(tmp_path / "a.png") as animation:
        assert animation.n_frames == 2
    with pytest.raises(FileError):
        save_animation(tmp_path / "b.png", moments[2:])
