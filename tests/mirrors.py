"""Servers on this machine that misbehave, each in one way, and a source of two small files for them to have."""

import gzip
import hashlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import numpy as np

from core.data.patience import Limits
from core.data.sources import Checksum, Source, SourceFile

QUICK = Limits(silence_seconds=0.4, slowest=20_000, window_seconds=0.15)
PATIENT = Limits(silence_seconds=60, window_seconds=60)


def archive(seed: int, size: int = 200_000) -> bytes:
    return gzip.compress(np.random.default_rng(seed).bytes(size), compresslevel=1, mtime=0)


BOMB = gzip.compress(bytes(50_000_000), mtime=0)
ARCHIVES = {"images.gz": archive(1), "labels.gz": archive(2, 500)}


def make_source(*mirrors: "Mirror", of: Literal["content", "archive"] = "content") -> Source:
    files = []
    for name, packed in ARCHIVES.items():
        content = gzip.decompress(packed)
        digest = hashlib.sha256(content if of == "content" else packed).hexdigest()
        files.append(SourceFile(name, len(packed), len(content), Checksum(of, digest)))
    return Source("digits", "Digits", tuple(mirror.address for mirror in mirrors), tuple(files))


class Answer(BaseHTTPRequestHandler):
    """Answers as its mirror is told to."""

    protocol_version = "HTTP/1.1"
    server: "Mirror"

    def do_GET(self) -> None:
        name = self.path.rsplit("/", 1)[-1]  # a proxy is told the whole address
        asked = self.headers.get("Range")
        self.server.asked.append((name, asked))
        self.server.behave(self, ARCHIVES[name], int(asked[6:-1]) if asked else 0)

    def head(self, length: int | None, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


Behaviour = Callable[[Answer, bytes, int], None]


def behave_well(answer: Answer, content: bytes, start: int) -> None:
    if start >= len(content):
        answer.head(0, 416)
    elif start:
        ends = f"bytes {start}-{len(content) - 1}/{len(content)}"
        answer.head(len(content) - start, 206, Content_Range=ends)
        answer.wfile.write(content[start:])
    else:
        answer.head(len(content))
        answer.wfile.write(content)


def ignore_range(answer: Answer, content: bytes, start: int) -> None:
    behave_well(answer, content, 0)


def not_found(answer: Answer, content: bytes, start: int) -> None:
    answer.head(0, 404)


def cut_short(answer: Answer, content: bytes, start: int) -> None:
    answer.head(len(content))
    answer.wfile.write(content[: len(content) // 2])
    answer.close_connection = True


def cut_every_answer(answer: Answer, content: bytes, start: int) -> None:
    """Send two thirds of what is asked for, and support ranges."""
    rest = content[start:]
    ends = f"bytes {start}-{len(content) - 1}/{len(content)}"
    answer.head(len(rest), 206 if start else 200, Content_Range=ends)
    answer.wfile.write(rest[: max(len(rest) * 2 // 3, 100_000)])
    answer.close_connection = True


def wrong_bytes(answer: Answer, content: bytes, start: int) -> None:
    behave_well(answer, bytes(byte ^ 1 for byte in content), start)


def web_page(answer: Answer, content: bytes, start: int) -> None:
    page = b"<html>Please log in to this wireless network</html>"
    answer.head(len(page))
    answer.wfile.write(page)


def another_range(answer: Answer, content: bytes, start: int) -> None:
    answer.head(10, 206, Content_Range=f"bytes 7-16/{len(content)}")
    answer.wfile.write(content[7:17])


def endless(answer: Answer, content: bytes, start: int) -> None:
    answer.head(None)
    answer.close_connection = True
    while not answer.server.is_closing.is_set():
        answer.wfile.write(content)


def without_length(answer: Answer, content: bytes, start: int) -> None:
    answer.head(None)
    answer.wfile.write(content)
    answer.close_connection = True


def chunked(answer: Answer, content: bytes, start: int) -> None:
    answer.head(None, Transfer_Encoding="chunked")
    for piece in (content[i : i + 5000] for i in range(0, len(content), 5000)):
        answer.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
    answer.wfile.write(b"0\r\n\r\n")


def claim_encoding(answer: Answer, content: bytes, start: int) -> None:
    """Call the archive itself an encoding, as some stores do."""
    answer.head(len(content), Content_Encoding="gzip")
    answer.wfile.write(content)


def silent_at_once(answer: Answer, content: bytes, start: int) -> None:
    answer.close_connection = True
    answer.server.is_at_it.set()
    answer.server.is_closing.wait()


def silent_midway(answer: Answer, content: bytes, start: int) -> None:
    answer.head(len(content))
    answer.wfile.write(content[:1000])
    answer.close_connection = True
    answer.server.is_at_it.set()
    answer.server.is_closing.wait()


def slow_drip(answer: Answer, content: bytes, start: int) -> None:
    answer.head(len(content))
    answer.close_connection = True
    for index in range(len(content)):
        answer.wfile.write(content[index : index + 1])
        if answer.server.is_closing.wait(0.02):
            return


def slow_in_the_end(answer: Answer, content: bytes, start: int) -> None:
    """Send half at full speed, and then a packet of 200 bytes now and then."""
    answer.head(len(content))
    answer.close_connection = True
    half = len(content) // 2
    answer.wfile.write(content[:half])
    for at in range(half, len(content), 200):
        answer.wfile.write(content[at : at + 200])
        if answer.server.is_closing.wait(0.02):
            return


def negative_chunk(answer: Answer, content: bytes, start: int) -> None:
    answer.head(None, Transfer_Encoding="chunked")
    answer.wfile.write(b"-5\r\nhello\r\n")
    answer.close_connection = True


def nowhere(answer: Answer, content: bytes, start: int) -> None:
    answer.head(0, 302, Location="http://[::bad")


def other_scheme(answer: Answer, content: bytes, start: int) -> None:
    answer.head(0, 302, Location="file:///etc/passwd")


def round_in_circles(answer: Answer, content: bytes, start: int) -> None:
    answer.head(0, 302, Location=answer.path)


def silent_redirection(answer: Answer, content: bytes, start: int) -> None:
    """Send somewhere else, and promise more with it than any memory holds: whoever reads it waits."""
    answer.head(10**15, 302, Location="http://[::bad")
    answer.close_connection = True
    answer.server.is_closing.wait()


def sends(answer: Answer, piece: bytes, begin: bytes = b"", pause: float = 0.0) -> None:
    """Send something, then a piece again and again, for ever."""
    answer.close_connection = True
    answer.wfile.write(begin)
    answer.server.is_at_it.set()
    while not answer.server.is_closing.wait(pause):
        answer.wfile.write(piece)


OK = b"HTTP/1.1 200 OK\r\n"
IN_CHUNKS = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def dripping_head(answer: Answer, content: bytes, start: int) -> None:
    sends(answer, b"a", OK + b"X-Long: ", pause=0.01)


def endless_head(answer: Answer, content: bytes, start: int) -> None:
    sends(answer, b"a" * 1000, OK + b"X-Long: ")


def goes_on_for_ever(answer: Answer, content: bytes, start: int) -> None:
    sends(answer, b"HTTP/1.1 100 Continue\r\n\r\n")


def endless_chunks(answer: Answer, content: bytes, start: int) -> None:
    sends(answer, b"3e8\r\n" + b"a" * 1000 + b"\r\n", IN_CHUNKS)


def wordy_chunks(answer: Answer, content: bytes, start: int) -> None:
    """Send hardly anything, with much around it."""
    sends(answer, b"1;" + b"a" * 1000 + b"\r\nb\r\n", IN_CHUNKS)


def endless_trailers(answer: Answer, content: bytes, start: int) -> None:
    sends(answer, b"X-More: and more\r\n", IN_CHUNKS + b"1\r\na\r\n0\r\n")


def dripping_trailers(answer: Answer, content: bytes, start: int) -> None:
    sends(answer, b"a", IN_CHUNKS + b"1\r\na\r\n0\r\n", pause=0.01)


def dripping_body(answer: Answer, content: bytes, start: int) -> None:
    sends(answer, b"a", OK + b"\r\n", pause=0.01)


def packed_redirection(answer: Answer, content: bytes, start: int) -> None:
    """Send somewhere else, and with it something that fills any memory once it is unpacked."""
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://[::bad\r\nContent-Encoding: gzip\r\n\r\n"
    sends(answer, bytes(1000), moved + gzip.compress(bytes(10**6)))


def promises_too_much(answer: Answer, content: bytes, start: int) -> None:
    answer.head(10**15)
    answer.server.is_at_it.set()
    answer.close_connection = True
    answer.server.is_closing.wait()


def packed_bytes(answer: Answer, content: bytes, start: int) -> None:
    """Send what becomes a thousand times as much when it is unpacked, and call it an encoding as well."""
    answer.head(len(BOMB), Content_Encoding="gzip")
    answer.wfile.write(BOMB)


def no_http(answer: Answer, content: bytes, start: int) -> None:
    answer.wfile.write(b"\x00\xff" * 100)
    answer.close_connection = True


class Mirror(ThreadingHTTPServer):
    """A server on this machine with one behaviour."""

    def __init__(self, behave: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.behave = behave
        self.asked: list[tuple[str, str | None]] = []
        self.is_closing = threading.Event()
        self.is_at_it = threading.Event()  # in the state that a behaviour is about
        self.address = f"http://127.0.0.1:{self.server_port}/data/"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def handle_error(self, *_: object) -> None:
        pass  # a client that hangs up is what these tests are about

    def close(self) -> None:
        self.is_closing.set()
        self.shutdown()
        self.server_close()
        self._thread.join()
