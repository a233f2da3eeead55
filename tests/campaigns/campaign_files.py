"""Damaged files of every kind that Inkling reads: each is read, or refused in a sentence, in little memory and time."""

import tempfile
import warnings
from functools import cache
from pathlib import Path

from tests.campaigns import damage
from tests.campaigns.campaign import Campaign, Trial, Wrong
from tests.campaigns.kinds_of_file import KINDS, KindOfFile, read_or_refuse


def attempt(trial: Trial) -> None:
    """Damage one file, of one kind after the other, and read it."""
    attempt_one(trial, KINDS)


def attempt_one(trial: Trial, kinds: dict[str, KindOfFile]) -> None:
    """Damage one file of such kinds, whose turn it is, and read it."""
    name = list(kinds)[trial.number % len(kinds)]
    kind = kinds[name]
    ways = (damage.bytes_changed, *kind.damages)
    way = ways[trial.chance.integers(len(ways))]
    path = trial.folder / "damaged.file"
    path.write_bytes(way(_good(name, kind), trial.chance))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            read_or_refuse(kind, path)
    except Exception as error:
        raise Wrong(f"{name}, {way.__name__}: {type(error).__name__}: {error}") from error


@cache
def _good(name: str, kind: KindOfFile) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        content = kind.make(Path(folder))
        (Path(folder) / "good.file").write_bytes(content)
        if not read_or_refuse(kind, Path(folder) / "good.file"):
            raise Wrong(f"a sound file of the kind {name} is refused")
    return content


CAMPAIGN = Campaign(
    name="files",
    things="damaged files",
    attempt=attempt,
    count=20_000,
    quick=10 * len(KINDS),
    seconds=10.0,
)
