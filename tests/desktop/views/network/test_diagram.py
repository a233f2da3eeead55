"""NetworkView: what is drawn, what can be pointed at, with the mouse and without."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.hyperparameters import Hyperparameters
from core.insight.diagram import diagram, links_into
from core.network.network import Network
from core.parts.activations import Tanh
from desktop.look.theme import DARK, LIGHT
from desktop.views.network.diagram import NetworkView
from desktop.views.network.places import capacity, place
from desktop.views.network.scene import Scene
from tests.desktop.helpers import pixels_of

NAMES = tuple("0123456789")


@pytest.fixture
def view(qtbot: QtBot) -> NetworkView:
    view = NetworkView(LIGHT)
    qtbot.addWidget(view)
    view.resize(690, 300)
    view.show()
    return view


def scene_of(*hidden: int, most_neurons: int = 40, **settings: object) -> Scene:
    network = Network.create(Hyperparameters(hidden=hidden, **settings), np.random.default_rng(3))
    image = np.zeros((28, 28), np.uint8)
    image[5:23, 12:16] = 255
    return Scene(diagram(network, image, most_neurons=most_neurons), image, NAMES, are_shares=True)


def at(view: NetworkView, layer: int, index: int) -> QPoint:
    center = view.center_of((layer, index))
    assert center is not None
    return center.toPoint()


def test_links_for_and_against_have_the_two_colors(view: NetworkView) -> None:
    view.show_scene(scene_of(16, 16))
    for theme in (LIGHT, DARK):
        view.set_theme(theme)
        image = view.grab().toImage()
        assert pixels_of(image, theme.positive) > 50
        assert pixels_of(image, theme.negative) > 50


def test_a_neuron_under_the_mouse_is_told_and_so_is_its_end(view: NetworkView, qtbot: QtBot) -> None:
    view.show_scene(scene_of(16, 16))
    told: list[object] = []
    view.pointed.connect(told.append)
    for layer, index in ((0, 0), (1, 15), (2, 7)):
        QTest.mouseMove(view, at(view, layer, index))
    QTest.mouseMove(view, QPoint(view.width() // 2, 1))
    assert told == [(0, 0), (1, 15), (2, 7), None]


def test_a_click_picks_a_neuron_and_one_beside_it_none(view: NetworkView) -> None:
    view.show_scene(scene_of(16))
    told: list[object] = []
    view.picked.connect(told.append)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 0, 3))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() // 2, 1))
    assert told == [(0, 3), None]


def test_the_arrow_keys_go_from_neuron_to_neuron(view: NetworkView) -> None:
    scene = scene_of(16, 8)
    view.show_scene(scene)
    told: list[tuple[int, int]] = []
    view.pointed.connect(told.append)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert told[-1] == (2, int(np.argmax(scene.diagram.values[-1])))  # the likeliest digit first
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert told[-1][0] == 1
    for _ in range(20):
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert told[-1] == (1, 7)
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Left)
    assert told[-1] == (0, 15)  # at the same height
    picked: list[object] = []
    view.picked.connect(picked.append)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert picked == [(0, 15), None]
    assert told[-1] is None


def test_the_links_of_one_neuron_stand_out(view: NetworkView) -> None:
    scene = scene_of(16)
    view.show_scene(scene)
    before = view.grab().toImage()
    network = Network.create(Hyperparameters(hidden=(16,)), np.random.default_rng(3))
    view.show_focus((1, 2), ((1, links_into(network, scene.diagram, 1, 2)),), "Output 2: so and so")
    assert view.focus == (1, 2)
    assert view.accessibleDescription() == "Output 2: so and so"
    after = view.grab().toImage()
    assert after != before
    assert pixels_of(after, LIGHT.accent) > pixels_of(before, LIGHT.accent)
    view.show_focus(None)
    assert view.grab().toImage() == before


def test_links_of_an_architecture_that_is_gone_are_not_drawn(view: NetworkView) -> None:
    large = scene_of(2000, most_neurons=20)
    network = Network.create(Hyperparameters(hidden=(2000,)), np.random.default_rng(3))
    view.show_scene(large)
    index = int(large.diagram.shown[0][-1])
    view.show_focus((0, index), ((0, links_into(network, large.diagram, 0, index)),))
    view.grab()
    view.show_scene(scene_of(4))
    assert view.center_of((0, index)) is None
    view.grab()  # a Qt warning or an error would fail the test
    view.show_scene(scene_of())
    view.grab()


def test_only_what_is_drawn_has_a_place(view: NetworkView) -> None:
    scene = scene_of(800, most_neurons=10)
    view.show_scene(scene)
    shown = scene.diagram.shown[0].tolist()
    assert all(view.center_of((0, index)) is not None for index in shown)
    assert view.center_of((0, next(index for index in range(800) if index not in shown))) is None
    assert view.center_of((5, 0)) is None


def test_more_room_takes_more_neurons_and_says_so(view: NetworkView, qtbot: QtBot) -> None:
    few = view.capacity
    with qtbot.waitSignal(view.capacity_changed) as caught:
        view.resize(690, 500)
    assert caught.args[0] == view.capacity > few


@pytest.mark.parametrize(("width", "height"), [(690, 265), (490, 200)])
def test_sixteen_neurons_find_room_in_both_sizes_of_the_window(width: int, height: int) -> None:
    assert capacity(height, 17) >= 16
    places = place(QSizeF(width, height), (16, 16, 10), 17, 90)
    for centers, radius in zip(places.centers, places.radii, strict=True):
        assert (np.diff(centers[:, 1]) > 2 * radius).all()  # none covers another
        assert centers[0, 1] - radius >= places.top - 5
        assert centers[-1, 1] + radius <= places.bottom + 5
    assert all((centers[:, 0] > 0).all() and (centers[:, 0] < width).all() for centers in places.centers)


def test_a_pixel_is_where_it_is_drawn() -> None:
    places = place(QSizeF(690, 300), (10,), 17, 90)
    (first, last) = places.of_pixels(np.array([0, 783]))
    edge = places.picture.width() / 28
    assert first == pytest.approx([places.picture.left() + edge / 2, places.picture.top() + edge / 2])
    assert last == pytest.approx([places.picture.right() - edge / 2, places.picture.bottom() - edge / 2])


def test_a_value_below_zero_is_marked_with_more_than_a_color(view: NetworkView) -> None:
    view.show_scene(scene_of(4, activation=Tanh()))
    values = view.scene.diagram.values[0]
    assert (values < 0).any()
    assert (values > 0).any()
    image = view.grab().toImage()
    for index, value in enumerate(values.tolist()):
        center = at(view, 0, index)
        beside = QColor(image.pixel(center.x(), center.y() + 6)).lightness()
        darkest = min(QColor(image.pixel(center.x(), center.y() + y)).lightness() for y in (-1, 0, 1))
        assert (darkest < beside - 30) == (value < 0)  # the bar of a minus sign


def test_a_sentence_can_stand_in_place_of_a_network(view: NetworkView) -> None:
    view.show_scene(scene_of(4))
    view.show_text("There is nothing to show.")
    assert view.scene is None
    assert view.accessibleDescription() == "There is nothing to show."
    told: list[object] = []
    view.pointed.connect(told.append)
    QTest.mouseMove(view, QPoint(300, 100))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert told == []
    view.grab()
