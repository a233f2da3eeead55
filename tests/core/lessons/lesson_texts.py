"""Small lessons as texts, for the tests of this folder."""

HEAD = """+++
inkling_lesson = 1
id = "small"
title = "Small"
number = 3
minutes = 2
images = ["builtin"]
teaches = ["step"]
+++
"""

ASK = """```ask
id = "guess"
question = "What happens?"
hint = "Think of steps."
option = [
  {id = "nothing", text = "Nothing", says = "Something did."},
  {id = "better", text = "It gets better", right = true, says = "Yes: {test_accuracy:%}."},
]
```
"""

SET = """```set
preset = "diary-128"
hidden = [8]
batch_size = 50
```
"""

RUN = """```run
name = "first"
epochs = 2
watch = "The cost."
```
"""

CHECK = """```check
all = ["test_accuracy > 5%"]
passed = "So it is."
failed = "This run found another way."
retry = true
```
"""

LESSON = f"""{HEAD}## Your guess {{#guess}}
Look.
{SET}{ASK}{RUN}{CHECK}It reads {{test_accuracy:%}} after {{step:n}} steps.

## And now? {{#now}}
```ask
id = "number"
kind = "number"
question = "How many percent?"
low = 0
high = 100
fact = "run.first.test_accuracy"
near = 5
says = "Yes."
otherwise = "It was {{run.first.test_accuracy:%}}."
range = [{{above = 100.5, says = "More than all?"}}, {{below = 1, says = "Less than that?"}}]
```
The end.
"""


def changed(old: str, new: str, text: str = LESSON) -> str:
    """Return a lesson with one place changed; the place has to be there."""
    assert old in text
    return text.replace(old, new, 1)
