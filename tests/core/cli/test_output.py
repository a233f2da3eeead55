"""What is written can be read: by a program, which knows no NaN, and by a person."""

import json
import re
import sys
from typing import Any

import numpy as np
import pytest

from core.cli.output import complain, figure, percent, say, say_json


def test_numbers_that_json_does_not_know_become_null(capsys: pytest.CaptureFixture[str]) -> None:
    values: dict[str, Any] = {"cost": float("nan"), "all": [float("inf"), (1.5, {"deep": float("-inf")})], "name": "é"}
    say_json(values)
    written = capsys.readouterr().out
    assert written.endswith("\n")
    assert json.loads(written) == {"cost": None, "all": [None, [1.5, {"deep": None}]], "name": "é"}


def test_numbers_have_as_many_digits_as_float32_deserves(capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"accuracy": float(np.float32(0.1)), "images": 12_345_678_901})
    assert capsys.readouterr().out == '{"accuracy": 0.1, "images": 12345678901}\n'


def test_a_line_for_a_program_is_whole_and_one_for_a_person_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    image = "\x1b[31m" + "x" * 5000
    say_json({"image": image})
    written = capsys.readouterr().out
    assert json.loads(written) == {"image": image}
    assert "\x1b" not in written
    say(image)
    assert re.fullmatch("x+…x+\n", capsys.readouterr().out)


def test_what_is_not_known_is_a_dash() -> None:
    assert (percent(0.98765), percent(float("nan"))) == ("98.77 %", "–")
    assert (figure(0.0123456), figure(float("nan"))) == ("0.0123", "–")


class _Deaf:
    def write(self, text: str) -> int:
        raise BrokenPipeError(text)


@pytest.mark.parametrize("nobody", [None, _Deaf()])
def test_where_nobody_listens_to_complaints_work_goes_on(nobody: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", nobody)
    complain("something is odd")


def test_a_complaint_says_who_complains(capsys: pytest.CaptureFixture[str]) -> None:
    complain("something is odd")
    assert capsys.readouterr() == ("", "inkling: something is odd\n")
