"""The commands of how the window looks, and of help: the menus View and Help."""

from desktop.commands.command import Command, Standard

COMMANDS: tuple[Command, ...] = (
    Command("logCostAction", "View", "&Logarithmic cost", "Ctrl+G", "", "Show small costs as clearly as large ones."),
    Command(
        "usualLayoutAction",
        "View",
        "&Usual layout",
        None,
        "",
        "Put the window's size, its panels, columns and tabs and the size of the text back as they were at the first "
        "start. Networks, runs, digits and settings stay.",
    ),
    Command(
        "automaticAxesAction",
        "View",
        "&Axes chosen by themselves",
        "Ctrl+Shift+G",
        "",
        "Let the cost have a logarithmic axis, and the accuracy begin higher than at 0 %, where that shows more of the "
        "run. Switched off, both axes begin at zero.",
    ),
    Command(
        "curvesAlongAction",
        "View",
        "&Curves along another unit",
        "Ctrl+U",
        "",
        "Draw the curves along epochs, images shown, steps or seconds of training, one after the other.",
    ),
    Command("fullScreenAction", "View", "&Full screen", "F11", "", "Fill the screen."),
    Command(
        "projectorAction",
        "View",
        "Pro&jector",
        "Shift+F11",
        "",
        "Fill the screen with what a class reads from the last row: pad, answer, one plot, one view, and the lesson "
        "along the foot. Escape comes back.",
    ),
    Command("themeAction", "View", "Light or &dark", "Ctrl+T", "theme", "Change between light and dark."),
    Command("largerTextAction", "Text size", "&Larger text", Standard.ZoomIn, "", "Write everything larger."),
    Command("smallerTextAction", "Text size", "&Smaller text", Standard.ZoomOut, "", "Write everything smaller."),
    Command(
        "usualTextAction",
        "Text size",
        "&Usual text size",
        "Ctrl+0",
        "",
        "Write everything as usual.",
    ),
    Command(
        "lessonsAction",
        "Help",
        "&Lessons",
        "Ctrl+Shift+L",
        "",
        "Lessons that ask before they answer: the learner's diary in half an hour, and more.",
    ),
    Command(
        "welcomeAction",
        "Help",
        "&Welcome",
        None,
        "",
        "The first two minutes: watch one network learn, and choose how to go on.",
    ),
    Command(
        "answersAction",
        "Help",
        "&My answers…",
        None,
        "",
        "Write your answers in the lessons, and what your runs showed, as one page to keep or hand in.",
    ),
    Command(
        "predictionsAction",
        "Help",
        "Show &predictions…",
        None,
        "",
        "Draw how many of a class gave each answer, without names, from a folder of the pages they handed in.",
    ),
    Command("shortcutsAction", "Help", "&Keyboard", "F1", "", "All shortcuts, and what can be done with the keyboard."),
    Command("aboutAction", "Help", "&About Inkling", None, "info", "Version, and what it is made of."),
)
