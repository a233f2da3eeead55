"""Fetch a data set: resumed, cancelled, verified; nothing half-written is ever used.

What arrives is kept in a ``.part`` file beside the place where it belongs. Only bytes
whose checksum is right are put in that place, in one step. Every mirror gets its
chance, and goes on where the one before it stopped; when bytes of two mirrors do not
fit together (the checksum tells), the file is fetched again from its start.
"""

import errno
import hashlib
import math
import shutil
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from core import disk
from core.data import transfer
from core.data.patience import BrokeOff, Limits, OutOfTime, Trouble, Watch
from core.data.sources import Source, SourceFile
from core.data.transfer import size_of
from core.errors import Cancelled, DataError, FileError

Progress = Callable[[int, int], object]
"""Is told how many bytes are done, and how many there are in all."""

_CHUNK = 1 << 16
_BUILT_IN = "The built-in data set needs no network and is always at hand."


def fetch(
    source: Source,
    folder: Path,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    limits: Limits | None = None,
) -> None:
    """Bring all files of a data set into a folder; files that are there and right are kept.

    Parameters
    ----------
    source : Source
        What to fetch, and from where.
    folder : Path
        Where the archives go, as they are; it is made if it is missing.
    progress : callable, optional
        Called with the bytes done and the bytes in all.
    is_cancelled : callable, optional
        Asked all the time, also while nothing comes.
    limits : Limits, optional
        How patient to be.

    Raises
    ------
    Cancelled
        When ``is_cancelled`` said yes, at most a fraction of a second ago. What has arrived is kept for the next time.
    DataError
        When every mirror failed (it tells what they did), it has taken too long, or the files cannot be written.
    """
    limits, is_cancelled = limits or Limits(), is_cancelled or (lambda: False)
    work = _Fetch(
        source,
        folder,
        progress=progress or (lambda done, total: None),
        is_cancelled=is_cancelled,
        limits=limits,
        watch=Watch(limits, is_cancelled),
    )
    try:
        work.run()
    except (FileError, OSError) as error:
        raise _disk_trouble(source, folder, error.__cause__ or error, work.kept) from error


@dataclass(slots=True)
class _Fetch:
    """One fetch of one source, file after file, mirror after mirror."""

    source: Source
    folder: Path
    progress: Progress
    is_cancelled: Callable[[], bool]
    limits: Limits
    watch: Watch
    done: int = 0

    def run(self) -> None:
        disk.followed(self.folder).mkdir(parents=True, exist_ok=True)
        self._report(0)
        missing = [file for file in self.source.files if not self._is_there(file)]
        self.done = self.source.download_size - sum(file.archive_size for file in missing)
        self._report(0)
        self._check_room(missing)
        for file in missing:
            self._fetch_file(file)
            self.done += file.archive_size
            self._report(0)

    def _fetch_file(self, file: SourceFile) -> None:
        if size_of(self._part(file)) >= file.archive_size:
            # It arrived whole the last time and was never put in place: no need to ask anybody.
            if self._put_in_place(file):
                return
            self._part(file).unlink(missing_ok=True)
        troubles = []
        for mirror in self.source.mirrors:
            try:
                self._fetch_from(mirror, file)
                return
            except Trouble as trouble:
                if self.is_cancelled():
                    raise Cancelled from trouble
                troubles.append(trouble)
            except OutOfTime as error:
                minutes = max(1, round(self.limits.whole_seconds / 60))
                within = "a minute" if minutes == 1 else f"{minutes} minutes"
                raise self._failed(f"it did not come within {within}") from error
        each = zip(self.source.mirrors, troubles, strict=True)
        whom = [f"{urlsplit(mirror).netloc} {trouble}" for mirror, trouble in each]
        raise self._failed(_told(troubles)) from Trouble("; ".join(whom))

    def _failed(self, why: str) -> DataError:
        return DataError(
            f"{self.source.title} could not be downloaded: {why}.",
            f"Check the network connection and try again{self.kept}. {_BUILT_IN}",
        )

    @property
    def kept(self) -> str:
        """What is said of what has arrived, behind "try again"; nothing if nothing has."""
        is_any_kept = self.done or any(size_of(self._part(file)) for file in self.source.files)
        return ": what has arrived is kept" if is_any_kept else ""

    def _fetch_from(self, mirror: str, file: SourceFile) -> None:
        """Ask one mirror for a file, again if there is hope, until it is in place."""
        part = self._part(file)
        for attempt in range(1, self.limits.attempts + 1):
            start = size_of(part)
            try:
                self._receive_rest(mirror, file)
            except BrokeOff:
                if attempt == self.limits.attempts or size_of(part) <= start:
                    raise
                continue
            if self._put_in_place(file):
                return
            part.unlink(missing_ok=True)
            if start == 0:
                break
        raise Trouble("sent other bytes than expected (their SHA-256 is wrong)")

    def _receive_rest(self, mirror: str, file: SourceFile) -> None:
        transfer.receive_rest(
            mirror + file.name,
            self._part(file),
            most=file.largest_archive,
            watch=self.watch,
            received=lambda size: self._report(min(size, file.archive_size)),
        )

    def _put_in_place(self, file: SourceFile) -> bool:
        """Copy the part to its place if its checksum is right; return whether it was.

        It is copied, not renamed: should a second Inkling still be writing to the same
        part, it writes to that, and never to the file that was verified.
        """
        part = self._part(file)

        def write(copy: BinaryIO) -> None:
            if not _is_right(_copied(self._chunks_of(part), copy), file):
                raise _WrongBytes

        try:
            disk.replace_file(self.folder / file.name, write)
        except _WrongBytes:
            return False
        part.unlink(missing_ok=True)
        return True

    def _is_there(self, file: SourceFile) -> bool:
        path = self.folder / file.name
        return path.is_file() and _is_right(self._chunks_of(path), file)

    def _chunks_of(self, path: Path) -> Iterator[bytes]:
        with disk.open_to_read(path) as stored:
            while chunk := stored.read(_CHUNK):
                if self.is_cancelled():
                    raise Cancelled
                yield chunk

    def _check_room(self, missing: list[SourceFile]) -> None:
        """Refuse to begin what cannot end: the archives need room, and one of them twice for a moment."""
        lacking = sum(file.archive_size - size_of(self._part(file)) for file in missing)
        needed = lacking + max((file.archive_size for file in missing), default=0)
        free = shutil.disk_usage(self.folder).free
        if free < needed:
            raise DataError(
                f"{self.source.title} needs {_megabytes(needed)} on the disk, and only {_megabytes(free)} "
                f"are free in {self.folder}.",
                f"Make room and try again. {_BUILT_IN}",
            )

    def _part(self, file: SourceFile) -> Path:
        return self.folder / f"{file.name}.part"

    def _report(self, position: int) -> None:
        self.progress(self.done + position, self.source.download_size)


class _WrongBytes(Exception):
    """The checksum, or the archive, is not right."""


def _is_right(archive: Iterable[bytes], file: SourceFile) -> bool:
    """Return whether the bytes of an archive are those that were published."""
    digest = hashlib.sha256()
    try:
        for chunk in archive if file.checksum.of == "archive" else _unpacked(archive, file.content_size):
            digest.update(chunk)
    except (zlib.error, _WrongBytes):
        return False
    return digest.hexdigest() == file.checksum.sha256


def _unpacked(archive: Iterable[bytes], size: int) -> Iterator[bytes]:
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # 16: with gzip's header and trailer
    for chunk in archive:
        rest, is_more = chunk, True
        while is_more:
            content = unpack.decompress(rest, _CHUNK)  # a few bytes may stand for a thousand times as many
            rest = unpack.unconsumed_tail
            is_more = bool(rest) or len(content) == _CHUNK
            size -= len(content)
            if size < 0 or unpack.unused_data:
                raise _WrongBytes
            yield content
    if not unpack.eof:
        raise _WrongBytes


def _told(troubles: list[Trouble]) -> str:
    """Return what the mirrors did, in a few words however many there are; which did what is of no use to a person."""
    counts = Counter(map(str, troubles))
    if len(troubles) == 1:
        return f"the server {troubles[0]}"
    whom = {1: "one", len(troubles): "each"}
    said = "; ".join(f"{whom.get(count, count)} {what}" for what, count in counts.items())
    return f"{len(troubles)} servers were asked; {said}"


def _copied(chunks: Iterable[bytes], copy: BinaryIO) -> Iterator[bytes]:
    for chunk in chunks:
        copy.write(chunk)
        yield chunk


def _disk_trouble(source: Source, folder: Path, error: BaseException, kept: str) -> DataError:
    """Say plainly what keeps the files from being written."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DataError(
            f"{source.title} could not be kept: the disk is full ({folder}).",
            f"Make room and try again{kept}. {_BUILT_IN}",
        )
    reason = (error.strerror if isinstance(error, OSError) else None) or error
    return DataError(
        f"{source.title} could not be kept in {folder}: {reason}.",
        f"Check that the folder may be written to. {_BUILT_IN}",
    )


def _megabytes(size: int) -> str:
    return f"{math.ceil(size / 1e6):,} MB"
