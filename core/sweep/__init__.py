"""Sweep: many runs at once, to learn which settings are best, and by how much beyond chance.

One run cannot tell: another seed may move it as far as another setting does. A **sweep** (:mod:`.plan`) is frozen and
says beforehand which runs it has: settings that vary, along **axes** (:mod:`.space`), as a grid or drawn at random;
each tried with several seeds; all trained to their end, or by successive halving (:mod:`.halving`) the better ones
further.

Each run is a **trial**. The **conductor** (:mod:`.conductor`) gives them as **orders** (:mod:`.order`) to a **team**
(:mod:`.team`): processes of this machine (:mod:`.processes`), which read the data set where it lies once for all
(:mod:`.shared`), or the workers of a Dask cluster (:mod:`.cluster`, reached by :mod:`.scheduler`). What comes of a run
is written to the **journal** (:mod:`.journal`), run by run, so that whatever ends a sweep takes nothing with it that
was done, and it can be taken up again.

What a run came to is a **result** (:mod:`.result`), and by which figure they are compared is the **goal**
(:mod:`.goal`). What all of them show together are the **findings** (:mod:`.findings`), told in sentences by
:mod:`.words`; what stands where in pictures of them say :mod:`.pictures`, :mod:`.cells` and :mod:`.curves`.

What a person types for a setting that varies is read by :mod:`.typed`; how long it will take, going by one run, says
:mod:`.estimate`; what is left of a sweep, :mod:`.remainder`; and a person's sweeps stand on a shelf (:mod:`.shelf`).

An order carried out anywhere gives the same weights on equal machines, bit for bit: each run is trained in one process,
with one thread of arithmetic.
"""
