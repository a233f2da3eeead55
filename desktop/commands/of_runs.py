"""The commands of training and of the moments of a run: the menus Training and Timeline."""

from desktop.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        "trainAction",
        "Training",
        "&Train",
        "F5",
        "train",
        "Train the network: show it the images again and again, and move its weights a little after each batch.",
    ),
    Command("stepAction", "Training", "&Step", "F10", "step", "Train on one batch of images, and stop."),
    Command(
        "stepEpochAction",
        "Training",
        "Step one &epoch",
        "Shift+F10",
        "step-epoch",
        "Train to the end of the epoch, and stop. An epoch shows all training images once.",
    ),
    Command(
        "slowMotionAction",
        "Training",
        "Slow &motion",
        "Ctrl+F10",
        "",
        "Watch one step in thirteen frames: an image forward through the network, its error backward, and the weights "
        "after it, with all the numbers. Again, or Esc, leaves it.",
    ),
    Command(
        "resetAction",
        "Training",
        "&Reset",
        "Ctrl+R",
        "reset",
        "Start over with fresh weights. The trained ones can be brought back.",
    ),
    Command(
        "bringBackAction",
        "Training",
        "&Bring back",
        "Ctrl+B",
        "",
        "Return to the network that was put aside last; the one at hand takes its place.",
    ),
    Command("liveAction", "Training", "&Live", "Ctrl+L", "live", "Show the latest moment of the run, and follow it."),
    Command(
        "branchAction",
        "Training",
        "Branc&h from here",
        "Ctrl+Shift+B",
        "branch",
        "Train on from the moment shown as a run of its own; the run at hand is kept as it is. Settings changed now, "
        "while an earlier moment is shown, act in the branch.",
    ),
    Command(
        "repeatAction",
        "Training",
        "Repeat with one &change…",
        "Ctrl+Shift+R",
        "",
        "Train the run at hand again from the start with one setting changed: same images, same seed, same order.",
    ),
    Command(
        "sweepAction",
        "Training",
        "S&weep…",
        "Shift+F5",
        "sweep",
        "Train many runs at once, with several values for some of the settings, to learn which of them matter.",
    ),
    Command(
        "deleteRunsAction",
        "Training",
        "&Delete all earlier runs",
        None,
        "",
        "Forget all runs but the one at hand. Undo brings them back.",
    ),
    Command(
        "deleteKeptAction",
        "Training",
        "Delete all that Inkling &keeps…",
        None,
        "",
        "Delete every run and sweep that Inkling has kept on this computer, for good, and forget the runs that are not "
        "on screen.",
    ),
    Command("playAction", "Timeline", "&Play", "Ctrl+Space", "train", "Play the run as a film, or stop it."),
    Command("firstAction", "Timeline", "&First moment", "Alt+Home", "first", "Go to the beginning of the run."),
    Command("previousAction", "Timeline", "P&revious moment", "Alt+Left", "previous", "Go to the moment before."),
    Command("nextAction", "Timeline", "&Next moment", "Alt+Right", "next", "Go to the moment after."),
    Command(
        "bestAction",
        "Timeline",
        "&Best moment",
        "Alt+Up",
        "best",
        "Go to the moment that knew most of the test images, or of the validation images where some are held out.",
    ),
)
