"""The commands of opening, saving and exporting, and of the notices: the menus File and Edit."""

from desktop.commands.command import Command, Standard

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
)
