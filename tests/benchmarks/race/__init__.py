"""The race: the same training by several libraries, each in a process of its own, in turn.

How it is run, so that nobody is in another's way:

1. :mod:`.rows` names what is trained: a network, an optimizer, a batch size.
2. Each contestant is a small program (``contestant_*.py``) that :mod:`.contestant` leads. It is started afresh for
   every row, gets its data and its compiling done, and then waits for its turn without a running thread.
3. :mod:`.rounds` gives the turns: one whole epoch, the first and the smaller last batch included, then the next
   contestant, and so round after round, each time beginning with another one. So what else the machine does meets all
   of them. Two rounds warm up and do not count. Before every turn a product of fixed size is timed (:mod:`.yardstick`),
   and during the turn it is noted what of the processors anybody else used: that is the noise.
4. All begin with the same weights and see the same images in the same order (:mod:`.start`). The cost of the first
   batch has to be the same for all before they begin, and the accuracy after the first epoch nearly so.
5. :mod:`.table` writes down the best and the median of the rounds, in Markdown.

Contestants keep what they need as they need it (bytes or numbers, on their own threads, as many as they choose), in
the arrangement in which each was fastest; what differs beyond that is told in its file, and in its facts.

:mod:`.model` is not part of the race. It puts a step of Inkling's together from what its pieces take, and says how long
an epoch would take with more processors than this machine has.
"""
