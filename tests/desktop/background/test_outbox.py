"""Outbox: however fast one side posts, the other wakes once and misses nothing."""

from threading import Thread

import shiboken6
from pytestqt.qtbot import QtBot

from desktop.background.outbox import Outbox


def test_messages_come_in_the_order_in_which_they_were_posted():
    outbox: Outbox[int] = Outbox()
    for number in range(5):
        outbox.post(number)
    assert outbox.take() == [0, 1, 2, 3, 4]
    assert outbox.take() == []


def test_many_messages_wake_the_other_side_once(qtbot: QtBot):
    outbox: Outbox[int] = Outbox()
    woken: list[list[int]] = []
    outbox.filled.connect(lambda: woken.append([]))
    for number in range(100):
        outbox.post(number)
    assert len(woken) == 1
    outbox.take()
    outbox.post(100)
    assert len(woken) == 2


def test_what_a_thread_posts_is_taken_on_the_windows_thread_and_nothing_is_missed(qtbot: QtBot):
    outbox: Outbox[int] = Outbox()
    taken: list[int] = []
    outbox.filled.connect(lambda: taken.extend(outbox.take()))
    threads = [Thread(target=lambda: [outbox.post(number) for number in range(500)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(taken) == 1500, timeout=20_000)
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted([*range(500)] * 3)


def test_who_hears_at_once_may_take_at_once(qtbot: QtBot):
    outbox: Outbox[int] = Outbox()
    taken: list[int] = []
    outbox.filled.connect(lambda: taken.extend(outbox.take()))
    outbox.post(1)
    outbox.post(2)
    assert taken == [1, 2]


def test_a_thread_that_outlives_the_outbox_posts_to_nobody():
    outbox: Outbox[int] = Outbox()
    outbox.post(1)
    outbox.close()
    waiting = outbox.take()
    shiboken6.delete(outbox)
    outbox.post(2)
    assert (waiting, outbox.take()) == ([1], [])
