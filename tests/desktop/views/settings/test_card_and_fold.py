"""The card of the preset that was chosen stays, and settings beyond the first eight fold until they are used."""

from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QWidget

from core.lessons.showing import Point
from core.presets import preset
from desktop.views.wishes import PointAt


def words_of(card: QWidget) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel))


def test_the_card_of_a_preset_stays_until_it_is_put_away(person):
    card, presets = person.find(QWidget, "presetCard"), person.find(QComboBox, "presetCombo")
    assert not card.isVisible()
    for name in ("diary-16-16", "diary-128"):
        presets.setCurrentIndex(presets.findData(name))
        chosen = preset(name)
        assert card.isVisible()
        assert all(text in words_of(card) for text in (chosen.label, chosen.differs, chosen.watch, chosen.following))
    person.workbench.settings.propose("epochs", 7)
    assert card.isVisible()
    close = person.find(QToolButton, "presetCardCloseButton")
    assert close.accessibleName()
    close.click()
    assert not card.isVisible()
    presets.setCurrentIndex(presets.findData("overfitting"))
    assert preset("overfitting").watch in words_of(card)


def test_more_settings_fold_until_one_of_them_is_used(open_window, preferences, qtbot):
    preferences.hyperparameters = preset("default").hyperparameters
    first = open_window()
    button = first.findChild(QToolButton, "moreSettingsButton")
    schedule, rate = first.findChild(QComboBox, "scheduleCombo"), first.findChild(QWidget, "learningRateSpin")
    assert rate.isVisible()
    assert not schedule.isVisible()
    settings = first.workbench.settings
    settings.propose("epochs", 3)
    assert not schedule.isVisible()
    settings.propose("shuffle", False)  # as a lesson or a preset does
    assert schedule.isVisible()
    button.click()
    assert not schedule.isVisible()
    assert button.text() == "More settings (1 changed)"
    first.panels["lessons"].wished.emit(PointAt(Point(1, "scheduleCombo", "Here.", "next")))
    assert schedule.isVisible()
    settings.propose("shuffle", True)
    first.close()
    again = open_window()
    assert again.findChild(QComboBox, "scheduleCombo").isVisible()
