"""Which Inkling this is."""

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "inkling-lab"
"""What pip calls Inkling: "inkling" is another project's name there."""


def inkling_version() -> str:
    """Return the version installed, such as ``0.1.0``."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
