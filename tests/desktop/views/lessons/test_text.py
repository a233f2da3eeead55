"""Text of a lesson: Markdown, and never HTML."""

from desktop.views.lessons.text import LessonText


def test_markdown_is_shown_and_read_aloud_without_its_signs(qtbot):
    text = LessonText("A **bold** word and a [link](https://example.org).")
    qtbot.addWidget(text)
    assert text.accessibleName() == "A bold word and a link."
    assert "font-weight" in text.text()


def test_html_is_shown_as_it_is_written(qtbot):
    text = LessonText("<b>not bold</b> <img src='file:///etc/passwd'>")
    qtbot.addWidget(text)
    assert "<b>not bold</b>" in text.accessibleName()
    assert "<img" not in text.text()


def test_a_link_is_handed_on_and_not_followed(qtbot):
    text = LessonText("[Mistakes](inkling:tab/mistakes)")
    qtbot.addWidget(text)
    followed = []
    text.followed.connect(followed.append)
    text.linkActivated.emit("inkling:tab/mistakes")
    assert followed == ["inkling:tab/mistakes"]
    assert not text.openExternalLinks()
