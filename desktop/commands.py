"""Commands: every menu and toolbar command in one table."""

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

Standard = QKeySequence.StandardKey
Keys = str | QKeySequence.StandardKey | None


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table.

    Attributes
    ----------
    name : str
        The action's object name, and the key to connect it by.
    menu : str
        The menu it stands in.
    text : str
        Its words, with the mnemonic marked.
    keys : str, StandardKey or None
        Its shortcut.
    icon : str
        A file of resources/icons, without its ending; empty for none.
    tip : str
        What it does, for someone who does not know the word.
    """

    name: str
    menu: str
    text: str
    keys: Keys
    icon: str
    tip: str


COMMANDS: tuple[Command, ...] = (
    Command(
        "openAction",
        "File",
        "&Open…",
        Standard.Open,
        "open",
        "Open a network, data, runs, or pictures to read.",
    ),
    Command(
        "openTrainedAction",
        "File",
        "Open the &trained network",
        None,
        "",
        "Open the network that comes with Inkling. It reads what you draw at once.",
    ),
    Command("saveAction", "File", "&Save", Standard.Save, "save", "Save the network: weights, settings and curves."),
    Command("saveAsAction", "File", "Save &as…", "Ctrl+Shift+S", "save-as", "Save the network under another name."),
    Command("exportCsvAction", "Export", "Curves as &CSV…", None, "export", "Write cost and accuracy as a table."),
    Command("exportCostPngAction", "Export", "Cost as &PNG…", None, "", "Write the cost curves as a picture."),
    Command("exportCostSvgAction", "Export", "Cost as &SVG…", None, "", "Write the cost curves as a drawing."),
    Command("exportAccuracyPngAction", "Export", "Accuracy as P&NG…", None, "", "Write the accuracy as a picture."),
    Command("exportAccuracySvgAction", "Export", "Accuracy as S&VG…", None, "", "Write the accuracy as a drawing."),
    Command(
        "exportViewPngAction", "Export", "Vie&w in front as PNG…", None, "", "Write the tab in front as a picture."
    ),
    Command(
        "exportViewSvgAction", "Export", "View in &front as SVG…", None, "", "Write the tab in front as a drawing."
    ),
    Command("exportTableAction", "Export", "&Table in front as CSV…", None, "", "Write the table of the tab in front."),
    Command(
        "exportAnimationAction",
        "Export",
        "Weight &images as an animation…",
        None,
        "",
        "Write how the weight images of the first layer came about: GIF, APNG or WebP.",
    ),
    Command(
        "exportNetworkAction",
        "Export",
        "Netw&ork…",
        None,
        "",
        "Write the network for another program: safetensors, ONNX, a C header, a web page with a pad, or a table.",
    ),
    Command("exportReportAction", "Export", "&Lab report…", None, "", "Write the run as one page to keep or hand in."),
    Command("openRunsAction", "File", "Open &runs…", None, "", "Put the runs of a file beside those that are here."),
    Command("exportRunsAction", "File", "&Export runs…", None, "", "Write all runs to one file: settings and curves."),
    Command(
        "newLessonAction",
        "File",
        "New &lesson from this run…",
        None,
        "",
        "Write a lesson with this run's settings, a question and a check with its figures. You edit its words.",
    ),
    Command(
        "undoAction",
        "Edit",
        "&Undo",
        Standard.Undo,
        "undo",
        "Take back what was done last: a stroke, digits or runs that were deleted, settings that wait.",
    ),
    Command(
        "pasteAction",
        "Edit",
        "&Paste",
        Standard.Paste,
        "",
        "Put a picture, or picture files, that were copied on the pad. In a field, paste text.",
    ),
    Command(
        "noticesAction", "Edit", "&Notices so far…", "Ctrl+Shift+N", "", "Read again what the window has told lately."
    ),
    Command("quitAction", "File", "&Quit", Standard.Quit, "", "Close Inkling."),
    Command(
        "trainAction",
        "Training",
        "&Train",
        "F5",
        "train",
        "Train the network: show it the images again and again, and move its weights a little after each batch.",
    ),
    Command("stepAction", "Training", "&Step", "F10", "step", "Train on one batch of images, and stop."),
    Command(
        "stepEpochAction",
        "Training",
        "Step one &epoch",
        "Shift+F10",
        "step-epoch",
        "Train to the end of the epoch, and stop. An epoch shows all training images once.",
    ),
    Command(
        "slowMotionAction",
        "Training",
        "Slow &motion",
        "Ctrl+F10",
        "",
        "Watch one step in thirteen frames: an image forward through the network, its error backward, and the weights "
        "after it, with all the numbers. Again, or Esc, leaves it.",
    ),
    Command(
        "resetAction",
        "Training",
        "&Reset",
        "Ctrl+R",
        "reset",
        "Start over with fresh weights. The trained ones can be brought back.",
    ),
    Command(
        "bringBackAction",
        "Training",
        "&Bring back",
        "Ctrl+B",
        "",
        "Return to the network that was put aside last; the one at hand takes its place.",
    ),
    Command("liveAction", "Training", "&Live", "Ctrl+L", "live", "Show the latest moment of the run, and follow it."),
    Command(
        "branchAction",
        "Training",
        "Branc&h from here",
        "Ctrl+Shift+B",
        "branch",
        "Train on from the moment shown as a run of its own; the run at hand is kept as it is. Settings changed now, "
        "while an earlier moment is shown, act in the branch.",
    ),
    Command(
        "repeatAction",
        "Training",
        "Repeat with one &change…",
        "Ctrl+Shift+R",
        "",
        "Train the run at hand again from the start with one setting changed: same images, same seed, same order.",
    ),
    Command(
        "deleteRunsAction",
        "Training",
        "&Delete all earlier runs",
        None,
        "",
        "Forget all runs but the one at hand. Undo brings them back.",
    ),
    Command(
        "deleteKeptAction",
        "Training",
        "Delete all that Inkling &keeps…",
        None,
        "",
        "Delete every run that Inkling has kept on this computer, and forget those that are not on screen, for good.",
    ),
    Command("playAction", "Timeline", "&Play", "Ctrl+Space", "train", "Play the run as a film, or stop it."),
    Command("firstAction", "Timeline", "&First moment", "Alt+Home", "first", "Go to the beginning of the run."),
    Command("previousAction", "Timeline", "P&revious moment", "Alt+Left", "previous", "Go to the moment before."),
    Command("nextAction", "Timeline", "&Next moment", "Alt+Right", "next", "Go to the moment after."),
    Command(
        "bestAction",
        "Timeline",
        "&Best moment",
        "Alt+Up",
        "best",
        "Go to the moment that knew most of the test images.",
    ),
    Command(
        "undoInkAction",
        "Pad",
        "&Undo stroke",
        None,
        "undo",
        "Take back the last stroke on the pad, as Ctrl+Z does while the pad has the focus.",
    ),
    Command("redoInkAction", "Pad", "&Redo stroke", "Ctrl+Shift+Z", "redo", "Draw the stroke again."),
    Command("clearInkAction", "Pad", "&Clear pad", "Ctrl+Backspace", "clear", "Wipe the pad. Undo brings it back."),
    Command(
        "eraserAction",
        "Pad",
        "&Eraser",
        "Ctrl+E",
        "eraser",
        "Rub out parts of the ink. The eraser at the end of a pen does so too.",
    ),
    Command(
        "lineEraserAction",
        "Pad",
        "Eraser for &whole strokes",
        "Ctrl+Shift+E",
        "line-eraser",
        "Take away each stroke that is touched.",
    ),
    Command(
        "thinnerLineAction", "Pad", "&Thinner line", "Ctrl+[", "", "Draw thinner lines. The network sees no change."
    ),
    Command(
        "broaderLineAction", "Pad", "&Broader line", "Ctrl+]", "", "Draw broader lines. The network sees no change."
    ),
    Command(
        "testImageAction",
        "Pad",
        "Show a test &image",
        "Ctrl+I",
        "image",
        "Put a picture on the pad that the network never learned from, picked at random. You can draw on it.",
    ),
    Command(
        "previousPictureAction",
        "Pad",
        "Pre&vious picture",
        "Ctrl+PgUp",
        "previous",
        "Put the picture before on the pad, of those that were opened.",
    ),
    Command(
        "nextPictureAction",
        "Pad",
        "&Next picture",
        "Ctrl+PgDown",
        "next",
        "Put the next picture on the pad, of those that were opened.",
    ),
    Command(
        "closePicturesAction",
        "Pad",
        "C&lose the pictures",
        None,
        "close",
        "Put the pictures away that were opened. Their files stay as they are.",
    ),
    Command(
        "preparationAction",
        "Pad",
        "&Steps of the preparation",
        "Ctrl+Shift+P",
        "",
        "Show what is done to ink or a picture before the network sees it, step by step, and switch steps of ink off.",
    ),
    Command(
        "openDataFileAction",
        "Data",
        "Open data in a &file…",
        None,
        "data",
        "Use a data set in a file or an archive: CSV, NPZ, IDX, ZIP or TAR, whatever its name.",
    ),
    Command(
        "openDataAction",
        "Data",
        "Open data in a f&older…",
        None,
        "data",
        "Use a data set in a folder: files of any of these kinds, or pictures in a folder for each class.",
    ),
    Command("importHandwritingAction", "Handwriting", "&Import…", None, "open", "Take in digits from a file."),
    Command("exportHandwritingAction", "Handwriting", "&Export…", None, "export", "Write your digits to a file."),
    Command(
        "deleteHandwritingAction",
        "Handwriting",
        "Delete &all",
        None,
        "",
        "Delete your digits. Undo brings them back.",
    ),
    Command(
        "trainHandwritingAction",
        "Handwriting",
        "&Train on my handwriting",
        "Ctrl+F5",
        "pen",
        "Train the network further, with your digits among the images. The network as it was can be brought back.",
    ),
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

OTHER_KEYS = {"redoInkAction": ("Ctrl+Y",), "largerTextAction": ("Ctrl+=",)}  # + without Shift
"""Further shortcuts of commands, by their names."""

CHECKABLE = (
    "logCostAction",
    "automaticAxesAction",
    "fullScreenAction",
    "projectorAction",
    "eraserAction",
    "lineEraserAction",
    "preparationAction",
)
"""The commands that are on or off."""
