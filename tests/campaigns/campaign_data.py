"""Damaged data sets of every format: each is opened, or refused in a sentence, and nothing is written."""

from tests.campaigns.campaign import Campaign, Trial, Wrong
from tests.campaigns.campaign_files import attempt_one
from tests.campaigns.kinds_of_data import DATA


def attempt(trial: Trial) -> None:
    """Damage one data set, of one format after the other, and open it."""
    attempt_one(trial, DATA)
    left = {path.name for path in trial.folder.iterdir()} - {"home", "damaged.file"}
    if left:
        raise Wrong(f"reading wrote {', '.join(sorted(left))}")


CAMPAIGN = Campaign(
    name="data",
    things="damaged data sets",
    attempt=attempt,
    count=5000 * len(DATA),
    quick=10 * len(DATA),
    seconds=10.0,
)
