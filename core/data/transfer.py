"""One HTTP transfer: the rest of a file from one address, ended when it stalls, is cancelled or goes on too long.

There is no thread here but for a moment, to find an address: the connection waits a
tenth of a second at a time and asks between (:mod:`core.data.connection`).
"""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from core.data.patience import BrokeOff, OutOfTime, Trouble, Watch
from core.disk import open_to_append
from core.errors import fenced
from core.plain import harmless

if TYPE_CHECKING:
    import requests

# A read waits until all it asked for is there. So it begins with a byte, asks for twice as much after a read that was
# quick and half as much after one that was not, and never for more than a packet holds: what has come is soon kept.
_LARGEST_READ = 1 << 10
_QUICK_SECONDS = 0.1
_MOST_REDIRECTIONS = 10
_LONGEST_REASON = 60  # characters of what a server says behind its status


def receive_rest(
    address: str,
    part: Path,
    *,
    most: int,
    watch: Watch,
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
    watch : Watch
        Says when to stop: it is asked before the request, and all the time from then on.
    received : callable
        Told after each chunk how many bytes of the file there are now.

    Raises
    ------
    Cancelled
        When the person asked to stop; what was there before stays.
    OutOfTime
        When the whole fetch has taken too long.
    Trouble
        When the server sent anything but the rest of the file.
    OSError
        When the part cannot be written.
    """
    watch.check()
    start = size_of(part)
    with _ask(address, start, watch) as response:
        position = _first_byte(response, start)
        if position is None:
            return
        if _announced(response, position) > most:
            raise _too_much(most)
        watch.expects(most - position)
        with open_to_append(part) as file:
            if position < start:
                file.truncate(position)
            for chunk in _chunks(response):
                # Here too, so that a fetch left alone in a read never writes into the file of the next one.
                watch.check()
                position += len(chunk)
                if position > most:
                    file.truncate(0)
                    raise _too_much(most)
                file.write(chunk)
                file.flush()
                received(position)


def size_of(part: Path) -> int:
    """Return how many bytes of a file are there."""
    return part.stat().st_size if part.is_file() else 0


def _ask(address: str, start: int, watch: Watch) -> "requests.Response":
    """Ask for a file from a byte on, and return the answer as soon as its head is there."""
    # Imported here, because it takes a tenth of a second that the start of the window needs.
    import requests

    from core.data import connection

    # The bytes as they are stored: a server may otherwise unpack, or pack again, on the way.
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"

    def refusal(error: Exception) -> Trouble:
        if isinstance(error, requests.exceptions.SSLError):
            return Trouble("could not prove who it is (its certificate is not accepted)")
        if isinstance(error, requests.exceptions.ConnectionError):
            return Trouble("could not be reached")
        return Trouble(f"gave no usable answer ({type(error).__name__})")

    with fenced(refusal, Trouble, OutOfTime):
        for _ in range(_MOST_REDIRECTIONS):
            response = connection.ask(address, headers, watch)
            if not response.is_redirect:
                return response
            response.close()
            address = urljoin(address, response.headers["Location"])
        raise Trouble("sent the request round in circles")


def _first_byte(response: "requests.Response", start: int) -> int | None:
    """Return which byte of the file the answer begins with; None when there is none after ``start``."""
    status = response.status_code
    if status == 416 and start:
        return None
    if status == 200:
        # All of it: asked so, or the server knows no ranges.
        return 0
    if status != 206:
        raise Trouble(f"answered {status} {harmless(response.reason, _LONGEST_REASON)}".strip())
    if not response.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
        raise Trouble("sent another part of the file than it was asked for")
    return start


def _announced(response: "requests.Response", position: int) -> int:
    """Return how many bytes the whole file will have, by what the server says before it sends them; 0 if nothing."""
    whole = re.fullmatch(r"bytes \d{1,15}-\d{1,15}/(\d{1,15})", response.headers.get("Content-Range", ""))
    return max(position + (response.raw.length_remaining or 0), int(whole[1]) if whole else 0)


def _too_much(most: int) -> Trouble:
    return Trouble(f"sent more than the {most:,} bytes there can be")


def _chunks(response: "requests.Response") -> Iterator[bytes]:
    """Return the bytes as they come, a few at a time from a mirror that drips, so that they are kept."""
    size = 1
    while True:
        began = time.monotonic()
        with fenced(lambda error: BrokeOff("broke off before the file was complete"), Trouble, OutOfTime):
            # Not iter_content, which unpacks the archive when the server calls it an encoding.
            chunk: bytes = response.raw.read(size, decode_content=False)
        if not chunk:
            return
        is_quick = time.monotonic() - began < _QUICK_SECONDS
        size = min(size * 2, _LARGEST_READ) if is_quick else max(size // 2, 1)
        yield chunk
