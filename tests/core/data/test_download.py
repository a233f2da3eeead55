"""A download against a server that misbehaves in every way: what arrives is right, or is not used."""

import shutil
import socket
import ssl
import threading
import tracemalloc
from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
import requests  # noqa: F401  # here, so that importing it does not count as a mirror's silence

from core.data.download import fetch
from core.errors import Cancelled, DataError
from tests.mirrors import (
    ARCHIVES,
    PATIENT,
    QUICK,
    Answer,
    Behaviour,
    Mirror,
    another_range,
    behave_well,
    chunked,
    claim_encoding,
    cut_every_answer,
    cut_short,
    dripping_body,
    dripping_head,
    dripping_trailers,
    endless,
    endless_chunks,
    endless_head,
    endless_trailers,
    goes_on_for_ever,
    ignore_range,
    make_source,
    negative_chunk,
    no_http,
    not_found,
    nowhere,
    other_scheme,
    packed_bytes,
    packed_redirection,
    promises_too_much,
    round_in_circles,
    silent_at_once,
    silent_midway,
    silent_redirection,
    slow_drip,
    slow_in_the_end,
    web_page,
    without_length,
    wordy_chunks,
    wrong_bytes,
)


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
