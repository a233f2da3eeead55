"""Fetch a data set: resumed, cancelled, verified; nothing half-written is ever used.

What arrives is kept in a ``.part`` file beside the place where it belongs. Only bytes
whose checksum is right are put in that place, in one step. Every mirror gets its
chance, and goes on where the one before it stopped; when bytes of two mirrors do not
fit together (the checksum tells), the file is fetched again from its start.

A thread of its own listens to the mirror, because a socket that waits (for a name to
be looked up, for a silent server) cannot be asked to stop, and a person who cancels
must not wait for it. Nothing of that thread is seen from outside a ``fetch``.
"""

import errno
import hashlib
import math
import shutil
import threading  # noqa: TID251  # only a thread can leave a socket that waits; see above
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from core import disk
from core.data.sources import Source, SourceFile
from core.errors import DataError, FileError

if TYPE_CHECKING:
    import requests

Progress = Callable[[int, int], object]
"""Is told how many bytes are done, and how many there are in all."""

_CHUNK = 1 << 16
# How often a waiting fetch looks whether it was cancelled.
_POLL_SECONDS = 0.05
_BUILT_IN = "The built-in data set needs no network and is always at hand."


class Cancelled(Exception):
    """Somebody asked for the work to stop: no trouble, and nothing to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How patient a fetch is with a mirror before it turns to the next one.

    Attributes
    ----------
    silence_seconds : float
        How long a mirror may send nothing at all.
    slowest : float
        How many bytes per second a mirror must send at least.
    window_seconds : float
        Over how long at a time that is measured.
    attempts : int
        How often one mirror is asked for one file. It is asked again only when it sent
        a part before it broke off, or when what was there before did not fit.
    """

    silence_seconds: float = 15.0
    slowest: float = 2_000.0
    window_seconds: float = 20.0
    attempts: int = 3


class _Trouble(Exception):
    """What a mirror did wrong, in words that follow its name: "answered 404"."""


class _BrokeOff(_Trouble):
    """A mirror that ended early; it may be worth asking for the rest."""


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
        Called with the bytes done and the bytes in all, on the calling thread.
    is_cancelled : callable, optional
        Asked often, on the calling thread, also while nothing arrives.
    limits : Limits, optional
        How patient to be.

    Raises
    ------
    Cancelled
        Within a second of ``is_cancelled`` saying so. What has arrived is kept for the next time.
    DataError
        When every mirror failed (it tells what each did), or the files cannot be written.
    """
    work = _Fetch(source, folder, progress or _ignore, is_cancelled or _never, limits or Limits())
    try:
        work.run()
    except FileError as error:
        raise _disk_trouble(source, folder, error.__cause__ or error) from error
    except OSError as error:
        raise _disk_trouble(source, folder, error) from error


class _Fetch:
    """One fetch of one source, file after file, mirror after mirror."""

    def __init__(
        self,
        source: Source,
        folder: Path,
        progress: Progress,
        is_cancelled: Callable[[], bool],
        limits: Limits,
    ) -> None:
        self._source = source
        self._folder = folder
        self._progress = progress
        self._is_cancelled = is_cancelled
        self._limits = limits
        self._done = 0

    def run(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._report(0)
        missing = [file for file in self._source.files if not self._is_there(file)]
        self._done = self._source.download_size - sum(file.archive_size for file in missing)
        self._report(0)
        self._check_room(missing)
        for file in missing:
            self._fetch_file(file)
            self._done += file.archive_size
            self._report(0)

    def _fetch_file(self, file: SourceFile) -> None:
        if self._part(file).is_file() and self._part(file).stat().st_size >= file.archive_size:
            # It arrived whole the last time and was never put in place: no need to ask anybody.
            if self._put_in_place(file):
                return
            self._part(file).unlink()
        troubles = []
        for mirror in self._source.mirrors:
            try:
                self._fetch_from(mirror, file)
                return
            except _Trouble as trouble:
                troubles.append(f"{urlsplit(mirror).netloc} {trouble}")
        raise DataError(
            f"{self._source.title} could not be downloaded ({file.name}): {'; '.join(troubles)}.",
            f"Check the network connection and try again: what has arrived is kept. {_BUILT_IN}",
        )

    def _fetch_from(self, mirror: str, file: SourceFile) -> None:
        """Ask one mirror for a file, again if there is hope, until it is in place."""
        for attempt in range(1, self._limits.attempts + 1):
            start = self._part_size(file)
            try:
                self._receive(mirror + file.name, file, start)
            except _BrokeOff:
                if attempt == self._limits.attempts or self._part_size(file) <= start:
                    raise
                continue
            if self._put_in_place(file):
                return
            self._part(file).unlink()
            if start == 0:
                break
        raise _Trouble("sent other bytes than expected (their SHA-256 is wrong)")

    def _receive(self, address: str, file: SourceFile, start: int) -> None:
        """Append what the mirror sends to the part, whose first ``start`` bytes are there already."""
        # Gzip adds a thousandth at worst; whoever sends more sends something else.
        most = file.content_size + file.content_size // 100 + 1024
        with _Listener(address, start, self._limits, self._is_cancelled) as listener:
            position = _first_byte(listener.answer(), start)
            if position is None:
                return
            with self._part(file).open("ab") as part:
                if position < start:
                    part.truncate(position)
                for chunk in listener.chunks():
                    position += len(chunk)
                    if position > most:
                        raise self._discard(file, f"sent more than the {most:,} bytes there can be")
                    part.write(chunk)
                    self._report(min(position, file.archive_size))

    def _discard(self, file: SourceFile, trouble: str) -> _Trouble:
        self._part(file).unlink(missing_ok=True)
        return _Trouble(trouble)

    def _put_in_place(self, file: SourceFile) -> bool:
        """Copy the part to its place if its checksum is right; return whether it was.

        It is copied, not renamed: should a second Inkling still be writing to the same
        part, it writes to that, and never to the file that was verified.
        """
        part = self._part(file)
        with suppress(_WrongBytes):
            disk.replace_file(self._folder / file.name, lambda copy: self._copy_verified(file, part, copy))
            part.unlink(missing_ok=True)
            return True
        return False

    def _copy_verified(self, file: SourceFile, part: Path, copy: BinaryIO) -> None:
        check = _Check(file)
        for chunk in self._chunks_of(part):
            check.add(chunk)
            copy.write(chunk)
        check.finish()

    def _is_there(self, file: SourceFile) -> bool:
        """Return whether the file is in its place and its checksum is right."""
        path = self._folder / file.name
        if not path.is_file():
            return False
        check = _Check(file)
        with suppress(_WrongBytes):
            for chunk in self._chunks_of(path):
                check.add(chunk)
            check.finish()
            return True
        return False

    def _chunks_of(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as stored:
            while chunk := stored.read(_CHUNK):
                if self._is_cancelled():
                    raise Cancelled
                yield chunk

    def _check_room(self, missing: list[SourceFile]) -> None:
        """Refuse to begin what cannot end: the archives need room, and one of them twice for a moment."""
        sizes = [file.archive_size for file in missing]
        needed = sum(sizes) + max(sizes, default=0) - sum(map(self._part_size, missing))
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            raise DataError(
                f"{self._source.title} needs {_megabytes(needed)} on the disk, and only {_megabytes(free)} "
                f"are free in {self._folder}.",
                f"Make room and try again. {_BUILT_IN}",
            )

    def _part(self, file: SourceFile) -> Path:
        return self._folder / f"{file.name}.part"

    def _part_size(self, file: SourceFile) -> int:
        try:
            return self._part(file).stat().st_size
        except FileNotFoundError:
            return 0

    def _report(self, position: int) -> None:
        self._progress(self._done + position, self._source.download_size)


class _WrongBytes(Exception):
    """The checksum, or the archive, is not right."""


class _Check:
    """Verifies an archive as its bytes pass by."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # 16: with gzip's header and trailer
        self._size = 0

    def add(self, chunk: bytes) -> None:
        if self._file.checksum.of == "archive":
            self._digest.update(chunk)
            return
        try:
            content = self._unpack.decompress(chunk)
        except zlib.error as error:
            raise _WrongBytes from error
        self._digest.update(content)
        self._size += len(content)
        if self._size > self._file.content_size or self._unpack.unused_data:
            raise _WrongBytes

    def finish(self) -> None:
        is_whole = self._file.checksum.of == "archive" or self._unpack.eof
        if not is_whole or self._digest.hexdigest() != self._file.checksum.sha256:
            raise _WrongBytes


@dataclass(frozen=True, slots=True)
class _Answer:
    """The head of a mirror's answer: the status, and the Content-Range if there is one."""

    status: int
    reason: str
    content_range: str


_END = None
_Item = _Answer | bytes | _Trouble | None


class _Listener:
    """Listens to one mirror on a thread of its own, and can be left at any moment."""

    def __init__(self, address: str, start: int, limits: Limits, is_cancelled: Callable[[], bool]) -> None:
        self._address = address
        self._start = start
        self._limits = limits
        self._is_cancelled = is_cancelled
        self._items: SimpleQueue[_Item] = SimpleQueue()
        self._is_left = threading.Event()
        self._response: requests.Response | None = None
        self._thread = threading.Thread(target=self._listen, name="download", daemon=True)

    def __enter__(self) -> "_Listener":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_left.set()
        if self._response is not None:
            # Wakes a thread that waits for bytes. It refuses when there is nothing left to wait for.
            with suppress(ValueError, RuntimeError, OSError):
                self._response.raw.shutdown()
        # One that still looks up a name or connects is left to its own timeout.
        self._thread.join(timeout=0.5)

    def answer(self) -> _Answer:
        """Wait for the head of the answer."""
        item = self._next()
        if not isinstance(item, _Answer):
            raise AssertionError("the head comes first")
        return item

    def chunks(self) -> Iterator[bytes]:
        """Return the bytes as they come, as long as they come fast enough."""
        since, arrived = time.monotonic(), 0
        while isinstance(chunk := self._next(), bytes):
            yield chunk
            arrived += len(chunk)
            elapsed = time.monotonic() - since
            if elapsed >= self._limits.window_seconds:
                if arrived < self._limits.slowest * elapsed:
                    raise _Trouble(f"was too slow ({arrived / elapsed:,.0f} bytes per second)")
                since, arrived = time.monotonic(), 0

    def _next(self) -> _Item:
        """Wait for the next item; give up on silence, and when cancelled."""
        patience_ends = time.monotonic() + self._limits.silence_seconds
        while True:
            if self._is_cancelled():
                raise Cancelled
            try:
                item = self._items.get(timeout=min(_POLL_SECONDS, self._limits.silence_seconds))
            except Empty:
                if time.monotonic() >= patience_ends:
                    raise _Trouble(f"was silent for {self._limits.silence_seconds:g} seconds") from None
                continue
            if isinstance(item, _Trouble):
                raise item
            return item

    def _listen(self) -> None:
        """Put head, bytes and end on the queue (on the listener's own thread)."""
        # Imported here, because these two take a tenth of a second that the start of the window needs.
        import requests
        import urllib3

        # The bytes as they are stored: a server may otherwise unpack, or pack again, on the way.
        headers = {"Accept-Encoding": "identity"}
        if self._start:
            headers["Range"] = f"bytes={self._start}-"
        # The socket's own patience is the longer one: it only ends a thread that was left.
        timeout = 2 * self._limits.silence_seconds
        try:
            with requests.get(self._address, headers=headers, stream=True, timeout=timeout) as response:
                self._response = response
                self._items.put(
                    _Answer(response.status_code, response.reason, response.headers.get("Content-Range", ""))
                )
                while not self._is_left.is_set():
                    # read1 returns what is there; read would wait for a full chunk, however slow it drips.
                    chunk = response.raw.read1(_CHUNK, decode_content=False)
                    if not chunk:
                        break
                    self._items.put(chunk)
            self._items.put(_END)
        except requests.exceptions.SSLError:
            self._items.put(_Trouble("could not prove who it is (its certificate is not accepted)"))
        except requests.exceptions.ConnectionError:
            self._items.put(_Trouble("could not be reached"))
        except requests.exceptions.RequestException as error:
            self._items.put(_Trouble(f"gave no usable answer ({type(error).__name__})"))
        except (urllib3.exceptions.HTTPError, OSError):
            self._items.put(_BrokeOff("broke off before the file was complete"))


def _first_byte(answer: _Answer, start: int) -> int | None:
    """Return which byte of the file the answer begins with; None when there is none after ``start``."""
    if answer.status == 416 and start:
        return None
    if answer.status == 200:
        # All of it: asked so, or the server knows no ranges.
        return 0
    if answer.status == 206 and answer.content_range.startswith(f"bytes {start}-"):
        return start
    if answer.status == 206:
        raise _Trouble("sent another part of the file than it was asked for")
    raise _Trouble(f"answered {answer.status} {answer.reason}".strip())


def _disk_trouble(source: Source, folder: Path, error: BaseException) -> DataError:
    """Say plainly what keeps the files from being written."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DataError(
            f"{source.title} could not be kept: the disk is full ({folder}).",
            f"Make room and try again: what has arrived is kept. {_BUILT_IN}",
        )
    reason = (error.strerror if isinstance(error, OSError) else None) or error
    return DataError(
        f"{source.title} could not be kept in {folder}: {reason}.",
        f"Check that the folder may be written to. {_BUILT_IN}",
    )


def _megabytes(size: int) -> str:
    return f"{math.ceil(size / 1e6):,} MB"


def _ignore(done: int, total: int) -> None:
    pass


def _never() -> bool:
    return False
