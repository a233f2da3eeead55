"""The C header: a compiler takes it without a word, and what it makes of it reads as the network does."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from core.arrays import Bytes
from core.files.exchange.exporting import export, format_called
from core.network.network import Network
from core.training.snapshot import Snapshot

_PROGRAM = """\
#include <stdio.h>
#include "network.h"

int main(void)
{
    unsigned char pixels[INKLING_PIXELS];
    float outputs[INKLING_CLASSES];
    for (int i = 0; i < INKLING_CLASSES; i++) printf("%s%c", inkling_class_names[i], 0);
    while (fread(pixels, 1, INKLING_PIXELS, stdin) == INKLING_PIXELS) {
        int read = inkling_read(pixels, outputs);
        printf("%d", read);
        for (int i = 0; i < INKLING_CLASSES; i++) printf(" %.9g", outputs[i]);
        printf("\\n");
    }
    return 0;
}
"""


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_it_compiles_and_gives_the_same_answers(snapshot: Snapshot, images: Bytes, tmp_path: Path) -> None:
    export(tmp_path / "network.h", snapshot, format_called("c"))
    (tmp_path / "read.c").write_text(_PROGRAM)
    strict = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    built = subprocess.run(
        ["cc", *strict, "read.c", "-o", "read", "-lm"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (built.returncode, built.stderr) == (0, "")

    said = subprocess.run([tmp_path / "read"], input=images.tobytes(), capture_output=True, check=True).stdout
    *names, lines = said.split(b"\0")
    assert tuple(name.decode() for name in names) == snapshot.class_names
    told = np.array([line.split() for line in lines.splitlines()], np.float64)
    assert_same_answers(snapshot.network, images, told[:, 0], told[:, 1:])


def assert_same_answers(network: Network, images: Bytes, answers: object, outputs: object) -> None:
    """Assert that another program reads images as a network does."""
    wanted = network.outputs(images)
    np.testing.assert_allclose(outputs, wanted, atol=1e-5, rtol=1e-5)
    np.testing.assert_array_equal(answers, wanted.argmax(axis=1))
