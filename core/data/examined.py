"""A data set of one's own with all that is to be shown of it before it is trained on."""

from dataclasses import dataclass

from core.data import own
from core.data.before_after import BeforeAfter, before_after
from core.data.look import Finding, Reader, look
from core.data.opening import Fit
from core.data.repairs import REPAIRS, Repair, Treated


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Noticed:
    """A finding, and a few images that show it.

    Attributes
    ----------
    finding : Finding
        What was noticed.
    pictures : BeforeAfter or None
        None where no image shows it.
    """

    finding: Finding
    pictures: BeforeAfter | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Examined:
    """A data set of one's own, what was done to it, and what was noticed of it as it is now.

    Attributes
    ----------
    treated : Treated
        As it was opened, and as it is now.
    noticed : tuple of Noticed
        In the order in which repairs are done; none where all is well.
    fit : {"ink", "as it is"}
        How images of other sizes were fitted.
    """

    treated: Treated
    noticed: tuple[Noticed, ...] = ()
    fit: Fit = "ink"

    @property
    def done(self) -> tuple[Repair, ...]:
        """What was put right, in the order in which it was."""
        return tuple(REPAIRS[name] for name in self.treated.repairs)


def examined(treated: Treated, reader: Reader | None = None) -> Examined:
    """Look at a data set of one's own.

    Parameters
    ----------
    treated : Treated
        As :func:`core.data.catalog.open_own` returns it.
    reader : callable, optional
        A network that reads digits; see :func:`core.data.look.look`.
    """
    current, known = treated.current, own.find(treated.original.path)
    found = look(current, reader, treated.repairs)
    noticed = (Noticed(finding=each, pictures=before_after(current, each)) for each in found)
    fit: Fit = "as it is" if known is not None and known.fit == "as it is" else "ink"
    return Examined(treated=treated, noticed=tuple(noticed), fit=fit)
