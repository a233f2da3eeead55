"""Dialogs that ask for a file or a folder, and whether to save."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from core.files import handwriting, runs
from core.files.exchange.exporting import FORMATS, format_of
from core.files.weights import SUFFIX
from core.plain import LONGEST_SENTENCE, harmless
from core.report import animation

_OWN = f"*{SUFFIX} *{handwriting.SUFFIX} *.md"  # runs end like networks, .md are lessons
_STRANGE = "*.npz *.safetensors *.json"
_DATA = "*.csv *.tsv *.txt *.npz *ubyte *.gz *.zip *.tar *.tgz *.bz2"  # IDX files have no ending of their own
PICTURES = "*.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp *.avif *.pgm *.ppm"
"""The endings that pictures have, for a dialog; each is known by what is in it, whatever it is called."""

_ALL = " ".join(dict.fromkeys(f"{_OWN} {_STRANGE} {_DATA} {PICTURES}".split()))
_OPENED = ";;".join(
    (
        f"Everything that Inkling opens ({_ALL})",
        f"Inkling files ({_OWN})",
        f"Networks of other programs ({_STRANGE})",
        f"Data sets ({_DATA})",
        f"Pictures ({PICTURES})",
        "All files (*)",
    )
)
_WEIGHTS = f"Inkling networks (*{SUFFIX})"
HANDWRITING = f"Inkling handwriting (*{handwriting.SUFFIX})"
_KINDS = {
    "png": "PNG image (*.png)",
    "svg": "SVG drawing (*.svg)",
    "csv": "CSV table (*.csv)",
    "html": "Web page (*.html)",
    "py": "Python (*.py)",
    "md": "Lesson (*.md)",
    "jsonl": HANDWRITING,
}
_ANIMATIONS = "Animations (" + " ".join(f"*{suffix}" for suffix in animation.FORMATS) + ")"
_NETWORKS = {f"{form.label} (*{form.suffix})": form for form in FORMATS}
_RUNS = f"Inkling runs (*{runs.SUFFIX})"


class Wish(Enum):
    """What is to become of a network that no file holds."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


def ask_for_files_to_open(parent: QWidget, folder: Path) -> list[Path]:
    """Return files of any kind that Inkling opens: none, one, or several pictures."""
    names, _ = QFileDialog.getOpenFileNames(parent, "Open", str(folder), _OPENED)
    return [Path(name) for name in names]


def ask_for_weights_to_save(parent: QWidget, suggestion: Path) -> Path | None:
    """Return where to save a network, with the suffix of weight files, or None."""
    name, _ = QFileDialog.getSaveFileName(parent, "Save the network", str(suggestion), _WEIGHTS)
    return _with_suffix(parent, name, SUFFIX)


def ask_for_export(parent: QWidget, suggestion: Path, kind: str) -> Path | None:
    """Return where to write something; ``kind`` is its ending: "png", "svg", "csv", "html", "py", "md" or "jsonl"."""
    name, _ = QFileDialog.getSaveFileName(parent, "Export", str(suggestion.with_suffix(f".{kind}")), _KINDS[kind])
    return _with_suffix(parent, name, f".{kind}")


def ask_for_animation(parent: QWidget, suggestion: Path) -> Path | None:
    """Return where to write an animation, or None; its ending says which format, a GIF without one."""
    name, _ = QFileDialog.getSaveFileName(parent, "Export", str(suggestion.with_suffix(".gif")), _ANIMATIONS)
    is_known = Path(name).suffix.lower() in animation.FORMATS
    return Path(name) if is_known else _with_suffix(parent, name, ".gif")


def ask_for_network_to_export(parent: QWidget, suggestion: Path) -> Path | None:
    """Return where to write a network for another program, or None; its ending says which format.

    Without an ending that is known, it is the one of the kind that was picked in the dialog.
    """
    first = next(iter(_NETWORKS))
    suggested = str(suggestion.with_name(suggestion.name + _NETWORKS[first].suffix))
    name, kind = QFileDialog.getSaveFileName(parent, "Export the network", suggested, ";;".join(_NETWORKS))
    path = Path(name)
    return path if name and format_of(path) else _with_suffix(parent, name, _NETWORKS.get(kind, FORMATS[0]).suffix)


def ask_for_handwriting_to_open(parent: QWidget, folder: Path) -> Path | None:
    """Return the file of handwriting to take in, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, "Import handwriting", str(folder), f"{HANDWRITING};;All files (*)")
    return Path(name) if name else None


def ask_for_handwriting_to_save(parent: QWidget, suggestion: Path) -> Path | None:
    """Return where to write handwriting, with its suffix, or None."""
    name, _ = QFileDialog.getSaveFileName(parent, "Export handwriting", str(suggestion), HANDWRITING)
    return _with_suffix(parent, name, handwriting.SUFFIX)


def ask_for_runs_to_open(parent: QWidget, folder: Path) -> Path | None:
    """Return the file of runs to open, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open runs", str(folder), f"{_RUNS};;All files (*)")
    return Path(name) if name else None


def ask_for_runs_to_save(parent: QWidget, suggestion: Path) -> Path | None:
    """Return where to write the runs, with their suffix, or None."""
    name, _ = QFileDialog.getSaveFileName(parent, "Export all runs", str(suggestion), _RUNS)
    return _with_suffix(parent, name, runs.SUFFIX)


def ask_for_sweep_to_save(parent: QWidget, suggestion: Path) -> Path | None:
    """Return where to write the runs of a sweep, with their suffix, or None."""
    name, _ = QFileDialog.getSaveFileName(parent, "Save the runs of the sweep", str(suggestion), _RUNS)
    return _with_suffix(parent, name, runs.SUFFIX)


def ask_for_data_file(parent: QWidget, folder: Path) -> Path | None:
    """Return a file that holds a data set, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a data set", str(folder), f"Data sets ({_DATA});;All files (*)")
    return Path(name) if name else None


def ask_for_data_folder(parent: QWidget, folder: Path) -> Path | None:
    """Return a folder that holds a data set, or None."""
    name = QFileDialog.getExistingDirectory(parent, "Open a folder with a data set", str(folder))
    return Path(name) if name else None


def ask_for_pages(parent: QWidget, folder: Path) -> Path | None:
    """Return the folder with the pages of answers of a class, or None."""
    name = QFileDialog.getExistingDirectory(parent, "Open a folder with pages of answers", str(folder))
    return Path(name) if name else None


def ask_for_name(parent: QWidget) -> str | None:
    """Return what is to stand on a page as a person's name, which may be nothing; None where it is given up."""
    words = "Your name on the page. It may stay empty; nothing else on it tells who you are."
    name, is_given = QInputDialog.getText(parent, "My answers", words)
    return name if is_given else None


def ask_to_save(parent: QWidget, name: str) -> Wish:
    """Ask what is to become of the trained network that no file holds."""
    box = _box(parent, QMessageBox.Icon.Question, f"Save {name} before opening another network?")
    box.setInformativeText("It was trained since it was last saved.")
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    return {buttons.Save: Wish.SAVE, buttons.Discard: Wish.DISCARD}.get(_answer(box), Wish.CANCEL)


def ask_to_close_anyway(parent: QWidget, loss: str, trouble: str) -> bool:
    """Ask whether to close although something would be lost that could not be kept, and why it could not."""
    return _is_given_up(parent, loss, trouble)


def ask_to_delete_kept(parent: QWidget, others: int) -> bool:
    """Ask whether all runs that were kept are to be deleted for good; ``others`` are not on screen."""
    what = "the run that is not on screen goes" if others == 1 else f"the {others} runs that are not on screen go"
    text = (
        f"Every run and every sweep of this day and of earlier ones is deleted for good: {what} from the tab Runs. "
        "What you saved to files of your own stays, and so do your handwriting and the data sets."
    )
    return _is_given_up(parent, "Delete all that Inkling has kept on this computer?", text, "&Delete")


def ask_to_delete_sweep(parent: QWidget, name: str, runs: int) -> bool:
    """Ask whether a sweep is to be deleted for good, with so many runs that were trained."""
    what = "1 run of it is" if runs == 1 else f"{runs:,} runs of it are"
    text = f"{what} deleted for good. Runs that you opened or saved to files of your own stay."
    return _is_given_up(parent, f"Delete the sweep {name}?", text, "&Delete")


def _is_given_up(parent: QWidget, question: str, details: str, button: str = "") -> bool:
    """Ask whether something may be lost; ``button`` is what the button for it says, if not what it usually does."""
    box = _box(parent, QMessageBox.Icon.Warning, question)
    box.setInformativeText(harmless(details, 2 * LONGEST_SENTENCE))
    box.setStandardButtons(QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel)
    if button:
        box.button(QMessageBox.StandardButton.Discard).setText(button)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    return _answer(box) == QMessageBox.StandardButton.Discard


def _with_suffix(parent: QWidget, name: str, suffix: str) -> Path | None:
    """Return the path with its suffix; the dialog asked about overwriting only the name as it was typed."""
    if not name:
        return None
    path = Path(name)
    if path.name.lower().endswith(suffix):
        return path
    path = path.with_name(path.name + suffix)
    if not path.exists():
        return path
    box = _box(parent, QMessageBox.Icon.Question, f"{path.name} exists already. Replace it?")
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    return path if _answer(box) == QMessageBox.StandardButton.Yes else None


def _box(parent: QWidget, icon: QMessageBox.Icon, question: str) -> QMessageBox:
    """Return a question without its buttons; names in it are shown as they are, and may hold anything."""
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setWindowTitle("Inkling")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(harmless(question))
    return box


def _answer(box: QMessageBox) -> QMessageBox.StandardButton:
    """Ask, and return which button was pressed."""
    answer = QMessageBox.StandardButton(box.exec())
    box.deleteLater()
    return answer
