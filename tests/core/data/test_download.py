"""A download against a server that misbehaves in every way: what arrives is right, or is not used."""

import gzip
import hashlib
import shutil
import socket
import ssl
import threading
import tracemalloc
from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import requests  # noqa: F401  # here, so that importing it does not count as a mirror's silence

from core.data.download import fetch
from core.data.patience import Limits
from core.data.sources import Checksum, Source, SourceFile
from core.errors import Cancelled, DataError

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


def _sends(answer: Answer, piece: bytes, begin: bytes = b"", pause: float = 0.0) -> None:
    """Send something, then a piece again and again, for ever."""
    answer.close_connection = True
    answer.wfile.write(begin)
    answer.server.is_at_it.set()
    while not answer.server.is_closing.wait(pause):
        answer.wfile.write(piece)


OK = b"HTTP/1.1 200 OK\r\n"
IN_CHUNKS = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def dripping_head(answer: Answer, content: bytes, start: int) -> None:
    _sends(answer, b"a", OK + b"X-Long: ", pause=0.01)


def endless_head(answer: Answer, content: bytes, start: int) -> None:
    _sends(answer, b"a" * 1000, OK + b"X-Long: ")


def goes_on_for_ever(answer: Answer, content: bytes, start: int) -> None:
    _sends(answer, b"HTTP/1.1 100 Continue\r\n\r\n")


def endless_chunks(answer: Answer, content: bytes, start: int) -> None:
    _sends(answer, b"3e8\r\n" + b"a" * 1000 + b"\r\n", IN_CHUNKS)


def wordy_chunks(answer: Answer, content: bytes, start: int) -> None:
    """Send hardly anything, with much around it."""
    _sends(answer, b"1;" + b"a" * 1000 + b"\r\nb\r\n", IN_CHUNKS)


def endless_trailers(answer: Answer, content: bytes, start: int) -> None:
    _sends(answer, b"X-More: and more\r\n", IN_CHUNKS + b"1\r\na\r\n0\r\n")


def dripping_trailers(answer: Answer, content: bytes, start: int) -> None:
    _sends(answer, b"a", IN_CHUNKS + b"1\r\na\r\n0\r\n", pause=0.01)


def dripping_body(answer: Answer, content: bytes, start: int) -> None:
    _sends(answer, b"a", OK + b"\r\n", pause=0.01)


def packed_redirection(answer: Answer, content: bytes, start: int) -> None:
    """Send somewhere else, and with it something that fills any memory once it is unpacked."""
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://[::bad\r\nContent-Encoding: gzip\r\n\r\n"
    _sends(answer, bytes(1000), moved + gzip.compress(bytes(10**6)))


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


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Behaviour], Mirror]]:
    """Return a function that starts a server with a behaviour."""
    monkeypatch.setenv("NO_PROXY", "*")
    opened: list[Mirror] = []

    def open_mirror(behave: Behaviour) -> Mirror:
        opened.append(Mirror(behave))
        return opened[-1]

    yield open_mirror
    for server in opened:
        server.close()


Open = Callable[[Behaviour], Mirror]


def is_complete(folder: Path) -> bool:
    """Return whether both files are there and right, and nothing else is."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} == ARCHIVES


def parts(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir()}


@pytest.mark.parametrize("of", ["content", "archive"])
@pytest.mark.parametrize("behave", [behave_well, without_length, chunked, claim_encoding, cut_every_answer])
def test_what_arrives_is_put_in_place(
    mirror: Open, tmp_path: Path, behave: Behaviour, of: Literal["content", "archive"]
) -> None:
    fetch(make_source(mirror(behave), of=of), tmp_path / "new" / "folder", limits=QUICK)
    assert is_complete(tmp_path / "new" / "folder")


def test_a_mirror_that_has_moved_is_followed(mirror: Open, tmp_path: Path) -> None:
    there = mirror(behave_well)

    def moved(answer: Answer, content: bytes, start: int) -> None:
        answer.head(0, 302, Location=there.address + answer.path.removeprefix("/data/"))

    fetch(make_source(mirror(moved)), tmp_path, limits=QUICK)
    assert is_complete(tmp_path)


def test_progress_rises_to_the_whole(mirror: Open, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    source = make_source(mirror(behave_well))
    fetch(source, tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[0] == (0, source.download_size)
    assert told[-1] == (source.download_size, source.download_size)
    assert len(told) > 4


def test_a_file_that_is_there_and_right_is_not_fetched_again(mirror: Open, tmp_path: Path) -> None:
    server = mirror(behave_well)
    (tmp_path / "images.gz").write_bytes(ARCHIVES["images.gz"])
    fetch(make_source(server), tmp_path)
    assert server.asked == [("labels.gz", None)]
    assert is_complete(tmp_path)


@pytest.mark.parametrize("of", ["content", "archive"])
def test_a_file_that_is_there_and_damaged_is_fetched_again(
    mirror: Open, tmp_path: Path, of: Literal["content", "archive"]
) -> None:
    (tmp_path / "images.gz").write_bytes(ARCHIVES["images.gz"][:-1])
    (tmp_path / "labels.gz").write_bytes(b"not an archive")
    fetch(make_source(mirror(behave_well), of=of), tmp_path)
    assert is_complete(tmp_path)


def test_a_part_is_resumed(mirror: Open, tmp_path: Path) -> None:
    server = mirror(behave_well)
    (tmp_path / "images.gz.part").write_bytes(ARCHIVES["images.gz"][:150_000])
    fetch(make_source(server), tmp_path)
    assert server.asked[0] == ("images.gz", "bytes=150000-")
    assert is_complete(tmp_path)


@pytest.mark.parametrize(
    "part",
    [ARCHIVES["images.gz"][:1000], b"x" * 1000, b"x" * 10**6, b""],
    ids=["right", "wrong", "too long", "empty"],
)
@pytest.mark.parametrize("behave", [behave_well, ignore_range])
def test_whatever_is_left_over_the_file_is_right_in_the_end(
    mirror: Open, tmp_path: Path, part: bytes, behave: Behaviour
) -> None:
    (tmp_path / "images.gz.part").write_bytes(part)
    fetch(make_source(mirror(behave)), tmp_path)
    assert is_complete(tmp_path)


def test_a_part_that_is_whole_needs_no_network(mirror: Open, tmp_path: Path) -> None:
    server = mirror(not_found)
    for name, content in ARCHIVES.items():
        (tmp_path / f"{name}.part").write_bytes(content)
    fetch(make_source(server), tmp_path)
    assert server.asked == []
    assert is_complete(tmp_path)


TROUBLES = {
    not_found: "answered 404 Not Found",
    cut_short: "broke off",
    wrong_bytes: "SHA-256 is wrong",
    web_page: "SHA-256 is wrong",
    another_range: "another part",
    endless: "sent more than",
    silent_at_once: "gave no answer for 0.4 seconds",
    silent_midway: "silent for 0.4 seconds",
    slow_drip: "too slow",
    slow_in_the_end: "too slow",
    negative_chunk: "broke off",
    nowhere: "gave no usable answer",
    other_scheme: "gave no usable answer",
    round_in_circles: "round in circles",
    silent_redirection: "gave no usable answer",
    no_http: "could not be reached",
    dripping_head: "gave no answer for 0.4 seconds",
    endless_head: "sent far more",
    goes_on_for_ever: "sent far more",
    endless_chunks: "sent more than",
    wordy_chunks: "sent far more",
    endless_trailers: "sent far more",
    dripping_trailers: "too slow",
    dripping_body: "too slow",
    packed_redirection: "gave no usable answer",
    promises_too_much: "sent more than",
    packed_bytes: "SHA-256 is wrong",
}


@pytest.mark.parametrize(("behave", "words"), TROUBLES.items(), ids=[b.__name__ for b in TROUBLES])
def test_the_next_mirror_is_tried_on_any_trouble(mirror: Open, tmp_path: Path, behave: Behaviour, words: str) -> None:
    fetch(make_source(mirror(behave), mirror(behave_well)), tmp_path, limits=QUICK)
    assert is_complete(tmp_path)


@pytest.mark.parametrize(("behave", "words"), TROUBLES.items(), ids=[b.__name__ for b in TROUBLES])
def test_when_all_fail_each_ones_trouble_is_told_and_nothing_is_in_place(
    mirror: Open, tmp_path: Path, behave: Behaviour, words: str
) -> None:
    first, second = mirror(not_found), mirror(behave)
    with pytest.raises(DataError) as caught:
        fetch(make_source(first, second), tmp_path, limits=QUICK)
    told = caught.value
    assert "Digits could not be downloaded" in told.what
    assert "answered 404 Not Found" in told.what
    assert words in told.what
    assert f"127.0.0.1:{second.server_port} " in str(told.__cause__), "which of them did what is for the curious"
    assert "built-in data set" in told.remedy
    assert not set(parts(tmp_path)) & set(ARCHIVES)


def test_a_mirror_that_is_not_there_is_told(mirror: Open, tmp_path: Path) -> None:
    gone = Mirror(behave_well)
    gone.close()
    with pytest.raises(DataError, match="Digits could not be downloaded: the server could not be reached"):
        fetch(make_source(gone), tmp_path, limits=QUICK)
    fetch(make_source(gone, mirror(behave_well)), tmp_path, limits=QUICK)
    assert is_complete(tmp_path)


def test_the_next_mirror_goes_on_where_the_first_stopped(mirror: Open, tmp_path: Path) -> None:
    second = mirror(behave_well)
    with pytest.raises(DataError):
        fetch(make_source(mirror(silent_midway)), tmp_path, limits=QUICK)
    kept = parts(tmp_path)["images.gz.part"]
    assert 500 < kept <= 1000
    fetch(make_source(mirror(not_found), second), tmp_path, limits=QUICK)
    assert second.asked[0] == ("images.gz", f"bytes={kept}-")


def test_a_mirror_that_breaks_off_is_asked_for_the_rest(mirror: Open, tmp_path: Path) -> None:
    server = mirror(cut_every_answer)
    fetch(make_source(server), tmp_path, limits=QUICK)
    assert [name for name, _ in server.asked].count("images.gz") == 2
    assert is_complete(tmp_path)


@pytest.mark.parametrize("behave", [slow_drip, endless, cut_every_answer])
def test_cancelling_is_noticed_at_the_next_chunk(mirror: Open, tmp_path: Path, behave: Behaviour) -> None:
    # The limits would wait for a minute: that this test ends is the point of it.
    told: list[int] = []
    with pytest.raises(Cancelled):
        fetch(
            make_source(mirror(behave)),
            tmp_path,
            progress=lambda done, _: told.append(done),
            is_cancelled=lambda: told[-1:] > [0],
            limits=PATIENT,
        )
    assert len([done for done in told if done]) == 1
    assert not set(parts(tmp_path)) & set(ARCHIVES)


@pytest.mark.parametrize("behave", [silent_at_once, silent_midway])
def test_cancelling_in_a_silence_is_noticed_when_it_ends(mirror: Open, tmp_path: Path, behave: Behaviour) -> None:
    silent, second = mirror(behave), mirror(behave_well)
    for mirrors in ([silent], [silent, second]):
        # Asked once before the request; the person cancels while it is answered, or not answered.
        answers = iter([False])
        with pytest.raises(Cancelled):
            fetch(make_source(*mirrors), tmp_path, is_cancelled=lambda: next(answers, True), limits=QUICK)  # noqa: B023
    assert second.asked == []


HOSTILE = [
    silent_at_once,
    silent_midway,
    dripping_head,
    goes_on_for_ever,
    endless_chunks,
    wordy_chunks,
    endless_trailers,
    dripping_trailers,
    dripping_body,
]


@pytest.mark.parametrize("behave", HOSTILE)
def test_cancelling_is_noticed_in_every_state(mirror: Open, tmp_path: Path, behave: Behaviour) -> None:
    server = mirror(behave)
    with pytest.raises(Cancelled):
        fetch(make_source(server), tmp_path, is_cancelled=server.is_at_it.is_set, limits=PATIENT)


def test_cancelling_is_noticed_while_an_address_is_looked_up(
    mirror: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = mirror(behave_well)

    def looked_up(*_: object, **__: object) -> list[object]:
        server.is_at_it.set()
        server.is_closing.wait()
        return []

    monkeypatch.setattr("core.data.connection.socket.getaddrinfo", looked_up)
    with pytest.raises(Cancelled):
        fetch(make_source(server), tmp_path, is_cancelled=server.is_at_it.is_set, limits=PATIENT)
    assert server.asked == []


@pytest.mark.parametrize("piece", [b"", b"\x16\x03\x03\x40\x00"])
def test_cancelling_is_noticed_while_a_mirror_shows_who_it_is(tmp_path: Path, piece: bytes) -> None:
    """It says nothing, or begins a handshake and does not go on."""
    is_at_it, is_closing = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with listener.accept()[0] as connection:
                connection.sendall(piece)
                is_at_it.set()
                is_closing.wait()

        thread = threading.Thread(target=answer)
        thread.start()
        source = replace(make_source(), mirrors=(f"https://127.0.0.1:{listener.getsockname()[1]}/",))
        try:
            with pytest.raises(Cancelled):
                fetch(source, tmp_path, is_cancelled=is_at_it.is_set, limits=PATIENT)
        finally:
            is_closing.set()
            thread.join()


def test_a_fetch_ends_when_the_whole_takes_too_long(mirror: Open, tmp_path: Path) -> None:
    drips, second = mirror(slow_drip), mirror(behave_well)
    with pytest.raises(DataError, match=r"Digits could not be downloaded: it did not come within a minute\.") as caught:
        fetch(make_source(drips, second), tmp_path, limits=replace(PATIENT, whole_seconds=0.3))
    assert "try again: what has arrived is kept" in caught.value.remedy
    assert second.asked == []


def test_what_is_kept_is_told_only_where_something_is(mirror: Open, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        fetch(make_source(mirror(not_found)), tmp_path, limits=QUICK)
    assert "kept" not in str(caught.value)
    with pytest.raises(DataError, match="what has arrived is kept"):
        fetch(make_source(mirror(cut_short)), tmp_path, limits=QUICK)


def test_a_failed_download_is_told_in_few_words_however_many_mirrors_there_are(mirror: Open, tmp_path: Path) -> None:
    servers = [mirror(not_found) for _ in range(5)]
    with pytest.raises(DataError) as caught:
        fetch(make_source(*servers, mirror(cut_short)), tmp_path, limits=QUICK)
    assert caught.value.what == (
        "Digits could not be downloaded: 6 servers were asked; 5 answered 404 Not Found; "
        "one broke off before the file was complete."
    )
    with pytest.raises(DataError, match=r": 5 servers were asked; each answered 404 Not Found\."):
        fetch(make_source(*servers), tmp_path, limits=QUICK)


def test_what_a_mirror_says_does_nothing_to_a_terminal(mirror: Open, tmp_path: Path) -> None:
    def answers(answer: Answer, content: bytes, start: int) -> None:
        answer.close_connection = True
        answer.wfile.write(b"HTTP/1.1 404 \x1b[2JNot\x1b[31m Found" + b"x" * 5000 + b"\r\n\r\n")

    with pytest.raises(DataError, match=r"answered 404 Not Foundx+…x+\.") as caught:
        fetch(make_source(mirror(answers)), tmp_path, limits=QUICK)
    assert len(caught.value.what) < 200


def test_whatever_a_mirror_sends_takes_little_memory(mirror: Open, tmp_path: Path) -> None:
    server = mirror(packed_bytes)
    tracemalloc.start()
    with pytest.raises(DataError):
        fetch(make_source(server), tmp_path, limits=QUICK)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10_000_000


def test_a_mirror_that_proves_who_it_is_is_asked(mirror: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = mirror(behave_well)
    papers = Path(__file__).with_name("this_machine.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    source = replace(make_source(server), mirrors=(server.address.replace("http", "https"),))
    with pytest.raises(DataError, match="the server could not prove who it is"):
        fetch(source, tmp_path, limits=QUICK)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(papers))
    fetch(source, tmp_path)
    assert is_complete(tmp_path)


def test_a_proxy_is_asked_where_there_is_one(mirror: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = mirror(behave_well)
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.server_port}")
    fetch(replace(make_source(), mirrors=("http://digits.example/data/",)), tmp_path)
    assert is_complete(tmp_path)


def test_a_cancelled_fetch_asks_nobody(mirror: Open, tmp_path: Path) -> None:
    server = mirror(behave_well)
    with pytest.raises(Cancelled):
        fetch(make_source(server), tmp_path, is_cancelled=lambda: True)
    assert server.asked == []


def test_cancelling_ends_the_check_of_what_is_there(mirror: Open, tmp_path: Path) -> None:
    server = mirror(behave_well)
    for name, content in ARCHIVES.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Cancelled):
        fetch(make_source(server), tmp_path, is_cancelled=lambda: True)
    assert is_complete(tmp_path)


def test_a_cancelled_fetch_goes_on_from_there(mirror: Open, tmp_path: Path) -> None:
    server = mirror(behave_well)
    told: list[int] = []
    with pytest.raises(Cancelled):
        fetch(
            make_source(server),
            tmp_path,
            progress=lambda done, _: told.append(done),
            is_cancelled=lambda: told[-1:] > [100_000],
        )
    kept = parts(tmp_path)["images.gz.part"]
    assert kept == told[-1]
    fetch(make_source(server), tmp_path)
    assert server.asked[1] == ("images.gz", f"bytes={kept}-")
    assert is_complete(tmp_path)


def test_no_room_is_told_before_anything_is_asked_for(
    mirror: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    server = mirror(behave_well)
    with pytest.raises(DataError, match="needs 1 MB on the disk, and only 1 MB"):
        fetch(make_source(server), tmp_path)
    assert server.asked == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_is_told_and_no_other_mirror_is_tried(
    mirror: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.data.transfer.open_to_append", lambda part: open("/dev/full", "ab"))  # noqa: SIM115  # fetch closes it
    second = mirror(behave_well)
    with pytest.raises(DataError, match="the disk is full") as caught:
        fetch(make_source(mirror(behave_well), second), tmp_path)
    assert "built-in" in caught.value.remedy
    assert second.asked == []


def test_a_folder_that_cannot_be_made_is_told(mirror: Open, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match="could not be kept"):
        fetch(make_source(mirror(behave_well)), tmp_path / "file" / "folder")


def test_nothing_is_in_place_when_the_last_step_fails(
    mirror: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.disk.os.fsync", full)
    with pytest.raises(DataError, match="the disk is full"):
        fetch(make_source(mirror(behave_well)), tmp_path)
    assert list(parts(tmp_path)) == ["images.gz.part"]
