"""First guess: the one question of the first two minutes, before any lesson is chosen."""

from core.lessons.question import Ask, Range

FIRST_GUESS = Ask(
    line=0,
    id="first-guess",
    question="How many of the test images did it get right before it was trained?",
    form="number",
    low=0.0,
    high=100.0,
    unit="%",
    fact="first.test_accuracy",
    near=(5.0, 5.0),
    says="Yes: it was {first.test_accuracy:%}. Its weights were drawn by lot. There are ten digits, and chance is "
    "right about one time in ten.",
    otherwise="It was {first.test_accuracy:%}. Its weights were drawn by lot. There are ten digits, and chance is "
    "right about one time in ten.",
    ranges=(
        Range(
            above=30.0,
            below=float("-inf"),
            says="All its neurons were there, that is true. But nothing had told it what a 3 is: it was "
            "{first.test_accuracy:%}, about what chance gets right among ten digits.",
        ),
        Range(
            above=float("inf"),
            below=2.0,
            says="It knew nothing, that is true. But to be always wrong it would have to know the answers. It was "
            "{first.test_accuracy:%}, about what chance gets right among ten digits.",
        ),
    ),
    idea="knows-nothing",
)
"""Asked of a network that was watched while it learned; its truth is a fact about that run."""
