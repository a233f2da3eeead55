"""Runs of a page of answers are trained again, and figures that were made up are found out."""

from dataclasses import replace

from core.data.dataset import Dataset
from core.lessons.progress import LessonProgress
from core.lessons.sheets.again import train_again


def test_honest_figures_come_out_again_and_others_do_not(played: LessonProgress, tiny_dataset: Dataset) -> None:
    (found,) = train_again("small", played, lambda name: tiny_dataset)
    assert (found.run, found.is_reproduced) == ("first", True)
    figures = played.runs["first"] | {"test_accuracy": played.runs["first"]["test_accuracy"] + 0.1}
    (found,) = train_again("small", replace(played, runs={"first": figures}), lambda name: tiny_dataset)
    assert found.is_reproduced is False
    assert "test_accuracy" in found.words


def test_what_cannot_be_trained_again_is_said(played: LessonProgress, tiny_dataset: Dataset) -> None:
    record = played.records["first"]
    for other, words in (
        (replace(record, fingerprint="other"), "other images"),
        (replace(record, is_changed=True), "changed on its way"),
        (replace(record, goes_on_from="before"), "before"),
        (replace(record, images=""), "own"),
        (replace(record, settings=replace(record.settings, batch_size=50_000)), "batch"),
    ):
        (found,) = train_again("small", replace(played, records={"first": other}), lambda name: tiny_dataset)
        assert found.is_reproduced is None
        assert words in found.words.lower()
    (found,) = train_again("small", replace(played, records={}), lambda name: tiny_dataset)
    assert found.is_reproduced is None


def test_a_run_that_goes_on_is_trained_from_the_one_before(played: LessonProgress, tiny_dataset: Dataset) -> None:
    record, figures = played.records["first"], played.runs["first"]
    half = replace(record, settings=replace(record.settings, epochs=1))
    runs = {"half": {"step": 6.0, "test_cost": 0.45}, "whole": figures}
    records = {"half": half, "whole": replace(record, goes_on_from="half")}
    both = tuple(train_again("small", replace(played, runs=runs, records=records), lambda name: tiny_dataset))
    assert both[1].is_reproduced is True
