"""What a package index shows of Inkling: where it is at home, and its README.md with pictures that are seen there too.

An index shows README.md away from the files around it, so links to them have to be whole addresses. Which address
that is is said in one place only, the "origin" of the clone that the package is built from: a package from a fork
leads to the fork. Where there is none, or where it is not on GitHub, the links stay as they are and nothing is said.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_GITHUB = re.compile(r"(?:https://(?:[^/@]*@)?|ssh://git@|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")
_LINK = re.compile(r"(!?)(\[[^\]]*\]\()(?![a-z]+:|#|/)")


class IndexPage(MetadataHookInterface):
    """Fills in ``readme`` and ``urls`` of the project, which pyproject.toml declares as dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set both, from README.md and from the clone in ``self.root``."""
        root = Path(self.root)
        text = (root / "README.md").read_text(encoding="utf-8")
        name = repository(root)
        metadata["readme"] = {"content-type": "text/markdown", "text": with_whole_addresses(text, name)}
        metadata["urls"] = addresses(name)


def repository(root: Path) -> str | None:
    """Return "owner/name" of the repository on GitHub that this folder is a clone of, or nothing."""
    if not (root / ".git").exists():  # an unpacked archive inside of another project's clone is not that project
        return None
    command = ["git", "-C", str(root), "remote", "get-url", "origin"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _GITHUB.fullmatch(told.stdout.strip())
    return found[1] if found else None


def addresses(name: str | None) -> dict[str, str]:
    """Return what an index links to beside the text."""
    if name is None:
        return {}
    home = f"https://github.com/{name}"
    return {
        "Homepage": home,
        "Documentation": f"{home}#readme",
        "Changes": f"{home}#changes",
        "Issues": f"{home}/issues",
        "Source": home,
    }


def with_whole_addresses(text: str, name: str | None) -> str:
    """Return Markdown whose links to files of the repository, and pictures out of it, work anywhere."""
    if name is None:
        return text

    def whole(link: re.Match[str]) -> str:
        is_picture, words = link.groups()
        base = "https://raw.githubusercontent.com/{}/HEAD/" if is_picture else "https://github.com/{}/blob/HEAD/"
        return f"{is_picture}{words}{base.format(name)}"

    return _LINK.sub(whole, text)
