"""Checks the pictures that `inkling tour` left: numbered PNGs, in light and dark, none of them blank."""

import re
import sys
from pathlib import Path

from PIL import Image

FEWEST_PICTURES = 10
FEWEST_COLORS = 16  # antialiased text alone has more; an empty window has two or three


def fault(path: Path) -> str | None:
    """Return what is wrong with one picture, or nothing."""
    if not re.match(r"\d+", path.name):
        return "its name does not begin with a number"
    with Image.open(path) as image:
        if min(image.size) < 100:
            return f"it is only {image.width} × {image.height}"
        colors = image.convert("RGB").getcolors(maxcolors=FEWEST_COLORS)
    return None if colors is None else f"it has only {len(colors)} colors"


def brightness(path: Path) -> int:
    """Return how bright a picture is on the whole: 0 is black, 255 is white."""
    with Image.open(path) as image:
        return image.convert("L").resize((1, 1), Image.Resampling.BOX).tobytes()[0]


def main(folder: Path) -> int:
    """Tell the faults of all pictures and return the exit status."""
    pictures = sorted(folder.glob("*.png"))
    faults = [f"{path.name}: {text}" for path in pictures if (text := fault(path))]
    if len(pictures) < FEWEST_PICTURES:
        faults.append(f"{folder} has {len(pictures)} pictures, fewer than {FEWEST_PICTURES}")
    if pictures and not faults:
        levels = [brightness(path) for path in pictures]
        if min(levels) > 100 or max(levels) < 155:
            faults.append(f"not both light and dark: brightness {min(levels)} to {max(levels)}")
    sys.stdout.write("\n".join(faults or [f"{len(pictures)} pictures, none blank"]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
