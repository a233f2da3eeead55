"""``inkling presets``: the named experiments, a line each."""

import argparse

from core.cli.output import say, say_json
from core.presets import PRESETS


def run(options: argparse.Namespace) -> int:
    """List the presets and return the exit status."""
    width = max(len(preset.name) for preset in PRESETS)
    for preset in PRESETS:
        if options.json:
            settings = preset.hyperparameters.to_dict()
            say_json({"name": preset.name, "label": preset.label, "story": preset.story, "hyperparameters": settings})
        else:
            say(f"{preset.name:{width}}  {preset.story}")
    return 0
