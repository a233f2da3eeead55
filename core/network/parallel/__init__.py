"""Who does the work of a fast engine, and how many: processes, called and sent home, and the choice between ways.

What is done in a step, :mod:`core.network.fast` tells, with the way of a batch. It knows nothing of this folder: to a
shard it is all one who does it, and the numbers are the same. Here stands the rest, from the outside in:

- :mod:`.labor` has the engine's jobs done. It begins alone, calls helpers when a run is long enough, and repeats alone
  what a lost helper spoiled.
- :mod:`.autotune` measures in the run itself how many of them are fastest at the moment.
- :mod:`.crew` has the helpers: how they are started, told what is next, and meet, and how they end, whatever ends
  first.
"""
