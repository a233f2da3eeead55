"""Which Inkling this is."""

from importlib.metadata import PackageNotFoundError, version


def inkling_version() -> str:
    """Return the version installed, such as ``0.1.0``."""
    try:
        return version("inkling")
    except PackageNotFoundError:
        return "unknown"
