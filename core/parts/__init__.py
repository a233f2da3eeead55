"""What a person can choose: one small frozen class for each choice.

Optimizers are declared in two files; whoever asks for any part has those of both.
"""

import core.parts.adaptive  # noqa: F401  # it adds its own to the optimizers
