"""The commands of what a network is given to see: the menus Pad and Data."""

from desktop.commands.command import Command

COMMANDS: tuple[Command, ...] = (
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
)
