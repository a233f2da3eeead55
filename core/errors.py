"""InklingError and its kinds: what happened, and what to do about it.

Anything a person can meet is one of these. A mistake of the programmer (a wrong
shape, an unknown argument) is a plain ``ValueError``.
"""


class InklingError(Exception):
    """Trouble that a person can understand and do something about.

    Parameters
    ----------
    what : str
        What happened, one plain sentence.
    remedy : str
        What the person can do about it, one plain sentence.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class KnobError(InklingError):
    """A setting has a value that it cannot have."""


class DataError(InklingError):
    """A data set is missing, damaged, or could not be downloaded."""


class FileError(InklingError):
    """A file of Inkling's own cannot be read or written."""


class NewerFileError(FileError):
    """A file was written by a newer Inkling: nothing is wrong with it, but this one cannot read it."""


class BusyFileError(FileError):
    """A shared file is being changed by another window: nothing is wrong with it, but it is not this one's turn."""


class TrainingError(InklingError):
    """Training cannot start, or cannot go on."""


class Cancelled(Exception):
    """Raised by work that takes long when it stops because the person asked it to."""
