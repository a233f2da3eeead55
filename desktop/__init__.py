"""The window of Inkling."""

import sys
from pathlib import Path

# "python -m desktop" looks into the folder where it is called before all others, and a folder that lies there and is
# called core is not the engine: the one beside this package is.
_BESIDE = str(Path(__file__).resolve().parent.parent)
if sys.path[:1] != [_BESIDE]:
    sys.path.insert(0, _BESIDE)
