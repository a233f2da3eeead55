"""Sixty ways in which a server can fail a download: those of the tests of downloading, and rarer ones told in bytes."""

import contextlib
import gzip
import socket
import struct
from collections.abc import Callable

from tests import mirrors
from tests.mirrors import IN_CHUNKS, OK, Answer, Behaviour

_FOUND = b"HTTP/1.1 302 Found\r\n"
_MOST = 10**15
_PIECE = 10_000


def _says(said: bytes) -> Behaviour:
    """Return what sends some bytes and hangs up."""

    def behave(answer: Answer, content: bytes, start: int) -> None:
        answer.close_connection = True
        answer.server.is_at_it.set()
        answer.wfile.write(said)

    return behave


def _waits(said: bytes) -> Behaviour:
    """Return what sends some bytes, and then nothing, for ever."""

    def behave(answer: Answer, content: bytes, start: int) -> None:
        answer.close_connection = True
        answer.wfile.write(said)
        answer.server.is_at_it.set()
        answer.server.is_closing.wait()

    return behave


def _repeats(said: bytes, piece: bytes, pause: float = 0.0) -> Behaviour:
    """Return what sends some bytes, and then a piece again and again, for ever."""
    return lambda answer, content, start: mirrors.sends(answer, piece, said, pause)


def _instead(change: Callable[[bytes], bytes]) -> Behaviour:
    """Return what sends another content than it should, with a length that fits."""
    return lambda answer, content, start: mirrors.behave_well(answer, change(content), 0)


def _resets(said: bytes) -> Behaviour:
    """Return what sends some bytes and tears the connection down, so that the system calls it broken."""

    def behave(answer: Answer, content: bytes, start: int) -> None:
        answer.close_connection = True
        answer.wfile.write(said)
        answer.server.is_at_it.set()
        answer.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(OSError):
            answer.connection.close()

    return behave


def _wanders(answer: Answer, content: bytes, start: int) -> None:
    """Send on to another address each time, for ever."""
    answer.server.is_at_it.set()
    answer.head(0, 302, Location=f"/{len(answer.server.asked)}/{answer.path.rsplit('/', 1)[-1]}")


def _in_fits_and_starts(answer: Answer, content: bytes, start: int) -> None:
    """Send a good piece, be silent for almost as long as is allowed, send another one."""
    answer.head(len(content))
    answer.close_connection = True
    answer.server.is_at_it.set()
    for at in range(0, len(content), 500):
        answer.wfile.write(content[at : at + 500])
        if answer.server.is_closing.wait(0.3):
            return


def _one_range_for_ever(answer: Answer, content: bytes, start: int) -> None:
    """Send one byte of what is asked for, each time."""
    rest = content[start : start + 1]
    answer.server.is_at_it.set()
    answer.head(len(content) - start, 206 if start else 200, Content_Range=f"bytes {start}-{start}/{len(content)}")
    answer.wfile.write(rest)
    answer.close_connection = True


_OF_THE_TESTS: tuple[Behaviour, ...] = (
    *(mirrors.not_found, mirrors.cut_short, mirrors.wrong_bytes, mirrors.web_page, mirrors.another_range),
    *(mirrors.endless, mirrors.silent_at_once, mirrors.silent_midway, mirrors.slow_drip, mirrors.slow_in_the_end),
    *(mirrors.negative_chunk, mirrors.nowhere, mirrors.other_scheme, mirrors.round_in_circles),
    *(mirrors.silent_redirection, mirrors.no_http, mirrors.dripping_head, mirrors.endless_head),
    *(mirrors.goes_on_for_ever, mirrors.endless_chunks, mirrors.wordy_chunks, mirrors.endless_trailers),
    *(mirrors.dripping_trailers, mirrors.dripping_body, mirrors.packed_redirection, mirrors.promises_too_much),
    *(mirrors.packed_bytes, mirrors.cut_every_answer),
)

_RARER: dict[str, Behaviour] = {
    "hangs up at once": _says(b""),
    "tears the connection down at once": _resets(b""),
    "tears the connection down in the head": _resets(OK + b"Content-Le"),
    "tears the connection down in the body": _resets(OK + b"Content-Length: 9999\r\n\r\n" + bytes(100)),
    "ends in the head": _says(OK + b"Content-Le"),
    "ends in the first line": _says(b"HTTP/1."),
    "is silent in the head": _waits(OK + b"Content-Le"),
    "is silent after the head": _waits(OK + b"Content-Length: 9999\r\n\r\n"),
    "is silent in a chunk's length": _waits(IN_CHUNKS + b"3"),
    "is silent in a chunk": _waits(IN_CHUNKS + b"3e8\r\nabc"),
    "is silent in the trailers": _waits(IN_CHUNKS + b"1\r\na\r\n0\r\nX-More: "),
    "is silent after going on": _waits(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "goes on slowly": _repeats(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    "hints for ever": _repeats(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
    "sends headers for ever": _repeats(OK, b"X-More: and more\r\n"),
    "sends a first line for ever": _repeats(b"HTTP/1.1 200 ", b"O" * 1000),
    "sends nothing but line breaks": _repeats(b"", b"\r\n" * 100),
    "a length below zero": _says(OK + b"Content-Length: -5\r\n\r\n" + bytes(100)),
    "a length that is no number": _says(OK + b"Content-Length: many\r\n\r\n" + bytes(100)),
    "a length of five thousand digits": _says(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n"),
    "two lengths": _says(OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n" + bytes(100)),
    "a range of five thousand digits": _says(
        b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-5/" + b"9" * 5000 + b"\r\n\r\n"
    ),
    "a chunk whose length is no number": _says(IN_CHUNKS + b"zz\r\nabc\r\n"),
    "a chunk longer than any memory": _waits(IN_CHUNKS + b"f" * 14 + b"\r\nabc"),
    "a chunk's length for ever": _repeats(IN_CHUNKS, b"0" * 1000),
    "chunks of nothing but a name": _repeats(IN_CHUNKS + b"1;", b"x" * 1000),
    "a status that is none": _says(b"HTTP/1.1 9999999 Fine\r\n\r\n"),
    "a status with nothing": _says(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "nothing has changed": _says(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "no such part": _says(b"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n"),
    "overloaded, with an endless excuse": _repeats(b"HTTP/1.1 503 Unavailable\r\n\r\n", bytes(_PIECE)),
    "wants a password": _says(b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"),
    "orders for a terminal": _says(b"HTTP/1.1 500 \x1b]0;gone\x07\x1b[2J\xff\xfe\r\nX:\x1b[31m\r\n\r\n"),
    "a header without a colon": _says(OK + b"hello\r\nContent-Length: 5\r\n\r\nhello"),
    "zeros in the head": _says(OK + b"X-\x00: \x00\x00\r\nContent-Length: \x00\r\n\r\n"),
    "sends on to nowhere": _says(_FOUND + b"Content-Length: 0\r\n\r\n"),
    "sends on to nothing": _says(_FOUND + b"Location: \r\nContent-Length: 0\r\n\r\n"),
    "sends on to a closed door": _says(_FOUND + b"Location: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
    "sends on to no port": _says(_FOUND + b"Location: http://127.0.0.1:99999/\r\nContent-Length: 0\r\n\r\n"),
    "sends on to a long address": _says(_FOUND + b"Location: /" + b"x" * 60_000 + b"\r\nContent-Length: 0\r\n\r\n"),
    "sends on to odd signs": _says(_FOUND + b"Location: http://\xff\xfe\x00@\x1b[\r\nContent-Length: 0\r\n\r\n"),
    "sends on for ever": _wanders,
    "sends on with an endless letter": _repeats(_FOUND + b"Location: http://[::bad\r\n\r\n", bytes(_PIECE)),
    "TLS where there should be none": _says(b"\x15\x03\x03\x00\x02\x02\x28"),
    "HTTP of another century": _says(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"),
    "no head at all": _says(b"hello, here is your file\n" + bytes(_PIECE)),
    "nothing but zeros": _instead(lambda content: bytes(len(content))),
    "the file twice": _instead(lambda content: content * 2),
    "the file without its end": _instead(lambda content: content[:-1]),
    "an empty file": _instead(lambda content: b""),
    "another file in gzip": _instead(lambda content: gzip.compress(bytes(500), mtime=0)),
    "a promise of more than any disk holds": _waits(OK + b"Content-Length: %d\r\n\r\nabc" % _MOST),
    "in fits and starts": _in_fits_and_starts,
    "a byte each time": _one_range_for_ever,
}

FAULTS: dict[str, Behaviour] = {behave.__name__.replace("_", " "): behave for behave in _OF_THE_TESTS} | _RARER
"""All of them by name."""
