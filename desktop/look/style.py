"""Style: Qt's Fusion, the icons and small parts of which grow with the text, and in which nothing is hard to hit.

One style for all widgets, so that a new button is as large as it has to be without anyone thinking of it.
"""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleOption, QWidget

LEAST_TARGET = 24
"""Logical pixels that whatever can be clicked is wide and high, at least (WCAG 2.2, 2.5.8)."""

_Metric, _Contents = QStyle.PixelMetric, QStyle.ContentsType
_GROWING = frozenset(
    (
        _Metric.PM_ToolBarIconSize,
        _Metric.PM_SmallIconSize,
        _Metric.PM_ButtonIconSize,
        _Metric.PM_ListViewIconSize,
        _Metric.PM_TabBarIconSize,
        _Metric.PM_IndicatorWidth,
        _Metric.PM_IndicatorHeight,
        _Metric.PM_ExclusiveIndicatorWidth,
        _Metric.PM_ExclusiveIndicatorHeight,
        _Metric.PM_MenuButtonIndicator,
        _Metric.PM_SliderThickness,
        _Metric.PM_SliderControlThickness,
        _Metric.PM_SliderLength,
    )
)
_TARGETS = frozenset(
    (
        _Contents.CT_PushButton,
        _Contents.CT_ToolButton,
        _Contents.CT_CheckBox,
        _Contents.CT_RadioButton,
        _Contents.CT_ComboBox,
        _Contents.CT_SpinBox,
        _Contents.CT_LineEdit,
        _Contents.CT_Slider,
        _Contents.CT_TabBarTab,
        _Contents.CT_MenuBarItem,
        _Contents.CT_HeaderSection,
        _Contents.CT_ItemViewItem,
    )
)


class Style(QProxyStyle):
    """Fusion, the one style that takes every color from the palette."""

    def __init__(self) -> None:
        super().__init__("Fusion")
        self.scale = 1.0

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Return a length of Fusion's, times the size of the text where it is one of what grows with it."""
        length = super().pixelMetric(metric, option, widget)
        if metric in (_Metric.PM_TabBarScrollButtonWidth, _Metric.PM_ToolBarExtensionExtent):
            return max(length, LEAST_TARGET)
        return round(length * self.scale) if metric in _GROWING else length

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, contents: QSize, widget: QWidget | None = None
    ) -> QSize:
        """Return the size that something needs, no less than can be hit where it can be clicked."""
        size = super().sizeFromContents(kind, option, contents, widget)  # type: ignore[arg-type]  # Qt may pass none
        return size.expandedTo(QSize(LEAST_TARGET, LEAST_TARGET)) if kind in _TARGETS else size


def use_style(application: QApplication) -> None:
    """Give the application this style, where it has another one."""
    if not isinstance(application.style(), Style):
        application.setStyle(Style())


def scale_style(application: QApplication, scale: float) -> None:
    """Let icons and small parts be so many times their usual size; nothing happens under another style."""
    style = application.style()
    if not isinstance(style, Style) or style.scale == scale:
        return
    style.scale = scale
    for widget in application.allWidgets():  # those that remember a length ask for it again
        application.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
        widget.updateGeometry()
