"""One HTTP transfer: the rest of a file from one address, ended when it stalls or is cancelled.

There is no thread here: whoever waits for a silent mirror waits until the silence has
lasted too long. The window does not have to, since it leaves a cancelled job alone,
and Ctrl+C interrupts a read in a terminal.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from core.disk import open_to_append
from core.errors import Cancelled, fenced

if TYPE_CHECKING:
    import requests

# A read waits until all it asked for is there. So it begins with a byte, asks for twice as much after a read that was
# quick and half as much after one that was not, and never for more than a packet holds: each packet ends a wait.
_LARGEST_READ = 1 << 10
_QUICK_SECONDS = 0.1
_MOST_REDIRECTIONS = 10
_LONGEST_REASON = 60  # characters of what a server says behind its status


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How patient a fetch is with a mirror before it turns to the next one.

    Attributes
    ----------
    silence_seconds : float
        How long a mirror may send nothing at all. A cancelled fetch may take as long to end.
    slowest : float
        How many bytes per second a mirror must send at least.
    window_seconds : float
        Over how long at a time that is measured.
    attempts : int
        How often one mirror is asked for one file. It is asked again only when it sent
        a part before it broke off, or when what was there before did not fit.
    """

    silence_seconds: float = 10.0
    slowest: float = 2_000.0
    window_seconds: float = 20.0
    attempts: int = 3


class Trouble(Exception):
    """What a mirror did wrong, in words that follow its name: "answered 404"."""


class BrokeOff(Trouble):
    """A mirror that ended early; it may be worth asking for the rest."""


def receive_rest(
    address: str,
    part: Path,
    *,
    most: int,
    limits: Limits,
    is_cancelled: Callable[[], bool],
    received: Callable[[int], object],
) -> None:
    """Append to a file what it still lacks of what is at an address.

    Parameters
    ----------
    address : str
        Where the whole file can be had.
    part : Path
        What is there of it; it may be missing. It is begun anew if the server sends all of it.
    most : int
        How many bytes the whole file can have.
    limits : Limits
        How patient to be.
    is_cancelled : callable
        Asked before the request, and for each chunk that comes.
    received : callable
        Told after each chunk how many bytes of the file there are now.

    Raises
    ------
    Cancelled
        When ``is_cancelled`` said yes; what was there before stays.
    Trouble
        When the server sent anything but the rest of the file.
    OSError
        When the part cannot be written.
    """
    if is_cancelled():
        raise Cancelled
    start = size_of(part)
    with _ask(address, start, limits) as response:
        position = _first_byte(response, start)
        if position is None:
            return
        with open_to_append(part) as file:
            if position < start:
                file.truncate(position)
            for chunk in _fast_enough(_chunks(response, limits), limits):
                # Asked here, so that a fetch left alone in a read never writes into the file of the next one.
                if is_cancelled():
                    raise Cancelled
                position += len(chunk)
                if position > most:
                    file.truncate(0)
                    raise Trouble(f"sent more than the {most:,} bytes there can be")
                file.write(chunk)
                file.flush()
                received(position)


def size_of(part: Path) -> int:
    """Return how many bytes of a file are there."""
    return part.stat().st_size if part.is_file() else 0


def _ask(address: str, start: int, limits: Limits) -> "requests.Response":
    """Ask for a file from a byte on, and return the answer as soon as its head is there."""
    # Imported here, because it takes a tenth of a second that the start of the window needs.
    import requests

    # The bytes as they are stored: a server may otherwise unpack, or pack again, on the way.
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"

    def refusal(error: Exception) -> Trouble:
        if isinstance(error, requests.exceptions.ReadTimeout):
            return _silence(limits)
        if isinstance(error, requests.exceptions.SSLError):
            return Trouble("could not prove who it is (its certificate is not accepted)")
        if isinstance(error, requests.exceptions.ConnectionError):
            return Trouble("could not be reached")
        return Trouble(f"gave no usable answer ({type(error).__name__})")

    with fenced(refusal, Trouble):
        for _ in range(_MOST_REDIRECTIONS):
            with requests.Session() as session:
                # Not followed by requests, which would first read whatever comes with a redirection, however long.
                session.get_redirect_target = _not_followed  # type: ignore[method-assign]  # it has no setting for that
                response = session.get(address, headers=headers, stream=True, timeout=limits.silence_seconds)
            if not response.is_redirect:
                return response
            response.close()
            address = urljoin(address, response.headers["Location"])
        raise Trouble("sent the request round in circles")


def _not_followed(resp: "requests.Response") -> None:
    """Return where requests is to look next: nowhere."""


def _first_byte(response: "requests.Response", start: int) -> int | None:
    """Return which byte of the file the answer begins with; None when there is none after ``start``."""
    status = response.status_code
    if status == 416 and start:
        return None
    if status == 200:
        # All of it: asked so, or the server knows no ranges.
        return 0
    if status != 206:
        raise Trouble(f"answered {status} {response.reason[:_LONGEST_REASON]}".strip())
    if not response.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
        raise Trouble("sent another part of the file than it was asked for")
    return start


def _chunks(response: "requests.Response", limits: Limits) -> Iterator[bytes]:
    """Return the bytes as they come, a few at a time from a mirror that drips, so that it can be measured and left."""
    # Here for the same reason as requests, which brings it.
    from urllib3.exceptions import ReadTimeoutError

    def refusal(error: Exception) -> Trouble:
        if isinstance(error, ReadTimeoutError):
            return _silence(limits)
        return BrokeOff("broke off before the file was complete")

    size = 1
    while True:
        began = time.monotonic()
        with fenced(refusal):
            # Not iter_content, which unpacks the archive when the server calls it an encoding.
            chunk: bytes = response.raw.read(size, decode_content=False)
        if not chunk:
            return
        is_quick = time.monotonic() - began < _QUICK_SECONDS
        size = min(size * 2, _LARGEST_READ) if is_quick else max(size // 2, 1)
        yield chunk


def _fast_enough(chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Hand the chunks on as long as they come fast enough."""
    since, arrived = time.monotonic(), 0
    for chunk in chunks:
        yield chunk
        arrived += len(chunk)
        elapsed = time.monotonic() - since
        if elapsed >= limits.window_seconds:
            if arrived < limits.slowest * elapsed:
                raise Trouble(f"was too slow ({arrived / elapsed:,.0f} bytes per second)")
            since, arrived = time.monotonic(), 0


def _silence(limits: Limits) -> Trouble:
    return Trouble(f"was silent for {limits.silence_seconds:g} seconds")
